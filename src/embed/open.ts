/** Opens the embedding model the settings name. */
import { fileURLToPath } from 'node:url';
import type { Embedder, EmbedderKind } from './embedder.ts';
import { openMiniLm } from './minilm.ts';
import { openStatic, openStaticInSlices } from './static.ts';

export interface OpenOptions {
  /** Folder of the built-in model: `builtInModelFolder()`. */
  modelsFolder: string;
  /** A MiniLM model on disk; without it the weights come from the Hugging Face hub. */
  minilmFolder?: string;
  /** Where MiniLM's package may be installed and its downloads are kept (`~/.her/models`). */
  minilmHome?: string;
  /** Open the built-in model without holding up the event loop. */
  inSlices?: boolean;
}

/**
 * Null for `off`. Rejects with EmbedError STATIC_MODEL_BROKEN; MiniLM loads on in its worker thread and tells
 * its errors to `embed` (`embed([])` waits for it to be ready).
 */
export async function openEmbedder(kind: EmbedderKind, options: OpenOptions): Promise<Embedder | null> {
  switch (kind) {
    case 'off':
      return null;
    case 'static':
      return options.inSlices ? openStaticInSlices(options.modelsFolder) : openStatic(options.modelsFolder);
    case 'minilm':
      return openMiniLm({ folder: options.minilmFolder, home: options.minilmHome });
  }
}

/** `models/static` of this package, seen from `src/embed/` in a checkout and from the bundle in `dist/`. */
export function builtInModelFolder(from = import.meta.url): string {
  return fileURLToPath(new URL(from.endsWith('.ts') ? '../../models/static' : '../models/static', from));
}
