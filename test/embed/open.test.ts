import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtInModelFolder, openEmbedder } from '../../src/embed/open.ts';
import { workerUrl } from '../../src/shared/worker-url.ts';

describe('opening the model that the settings name', () => {
  const modelsFolder = builtInModelFolder();

  it('off is no model', async () => {
    expect(await openEmbedder('off', { modelsFolder })).toBeNull();
  });

  it.each([false, true])('static is the built-in one, in slices: %s', async (inSlices) => {
    const embedder = await openEmbedder('static', { modelsFolder, inSlices });
    expect(embedder?.model).toBe('static-3-384');
    const [vector] = (await embedder?.embed(['undo the last commit'])) ?? [];
    expect(vector?.length).toBe(384);
    await embedder?.close();
  });
});

describe('files of the package', () => {
  const at = (path: string) => pathToFileURL(join('/somewhere', path)).href;

  it('the model lies in models/static, seen from the checkout and from the bundle', () => {
    expect(existsSync(join(builtInModelFolder(), 'weights.bin'))).toBe(true);
    expect(builtInModelFolder(at('src/embed/open.ts'))).toBe(join('/somewhere', 'models', 'static'));
    expect(builtInModelFolder(at('dist/her.js'))).toBe(join('/somewhere', 'models', 'static'));
  });

  it('a worker lies beside its starter in the checkout, beside the bundle in dist', () => {
    expect(workerUrl('minilm-worker', at('src/embed/minilm.ts')).href).toBe(at('src/embed/minilm-worker.ts'));
    expect(workerUrl('minilm-worker', at('dist/her.js')).href).toBe(at('dist/minilm-worker.js'));
  });
});
