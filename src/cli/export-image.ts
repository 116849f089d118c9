import type { Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { noteChange } from './note-change.ts';
import { withExamples } from './options.ts';

const FEWEST_DIGITS = 8;

/** `her export image`: the bytes of an image that a replay names. */
export function addExportImage(exported: Command): void {
  const command = exported
    .command('image')
    .description('write an image that is kept (config.json, images) to stdout')
    .argument('<hash>', `its hash, or the beginning that \`${TYPED_HER} replay --detail full\` shows`)
    .action(exportImage);
  withExamples(command, ['export image 3fa94c01 > picture.png']);
}

/** @throws HerError `bad-arguments` | `no-image` */
async function exportImage(hash: string): Promise<void> {
  if (process.stdout.isTTY)
    throw new HerError(
      'bad-arguments',
      `An image is no text: write it to a file (… image ${hash} > picture).`,
    );
  if (hash.length < FEWEST_DIGITS || !/^[0-9a-f]+$/i.test(hash))
    throw new HerError(
      'bad-arguments',
      `"${hash}" is not the beginning of a hash (8 or more of 0-9 and a-f).`,
    );
  const [{ openStore }, { imagesByHash }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/images.ts'),
  ]);
  const config = readConfig(process.env);
  const store = openStore(config.database);
  try {
    const [image, other] = imagesByHash(store, hash.toLowerCase());
    if (!image)
      throw new HerError(
        'no-image',
        `No image ${hash} is kept. Images are kept only when config.json says so (images.keep_mb), the oldest beyond the limit dropped.`,
      );
    if (other) throw new HerError('no-image', `Several images begin with ${hash}: give more of the hash.`);
    await new Promise<void>((resolve) => process.stdout.write(image.bytes, () => resolve()));
    await noteChange(config, 'export image', [], 'read');
  } finally {
    store.close();
  }
}
