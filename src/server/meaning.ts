import type { ToolContext } from '../../tools/context.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { Config } from '../shared/config.ts';
import { sentenceOf } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';

/** The embedder that questions are put to: opened behind the handshake, null until then. */
export interface Meaning {
  state: ToolContext['meaning'];
  /** Never rejects: without an embedder search is by words. */
  open(hasVectors: boolean): Promise<void>;
}

export function meaningOf(config: Config, log: (sentence: string) => void): Meaning {
  let embedder: Embedder | null = null;
  let hasMeaning: ReturnType<ToolContext['meaning']>['hasMeaning'] =
    config.embedder === 'off' ? 'off' : 'loading';
  return {
    state: () => ({ embedder, hasMeaning }),
    async open(hasVectors) {
      if (hasMeaning !== 'loading') return;
      if (!hasVectors) {
        hasMeaning = 'unavailable';
        log(`sqlite-vec does not work here: search is by words only. \`${TYPED_HER} doctor\` says more.`);
        return;
      }
      try {
        const { builtInModelFolder, openEmbedder } = await import('../embed/open.ts');
        const opened = await openEmbedder(config.embedder, {
          modelsFolder: builtInModelFolder(),
          minilmFolder: config.minilmFolder,
          inSlices: true,
        });
        await opened?.embed([]); // MiniLM loads on behind its interface
        embedder = opened;
        hasMeaning = 'ready';
      } catch (error) {
        hasMeaning = 'unavailable';
        log(`Search is by words only: ${sentenceOf(error)}`);
      }
    },
  };
}
