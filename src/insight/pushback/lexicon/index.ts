import { CUES, type Cue, type Lexicon } from './cue.ts';
import { GERMAN } from './de.ts';
import { ENGLISH } from './en.ts';
import { SPANISH } from './es.ts';
import { FRENCH } from './fr.ts';
import { JAPANESE } from './ja.ts';
import { PORTUGUESE } from './pt.ts';
import { CHINESE } from './zh.ts';

export { CUES, type Cue } from './cue.ts';

type Matchers = Partial<Record<Cue, RegExp>>;
/** Where in the prose a class of wording was found, by class: offset of the first match. */
export type CueHits = Partial<Record<Cue, number>>;

const ENGLISH_MATCHERS = compile(ENGLISH, true);
const SPACED = {
  de: compile(GERMAN, true),
  fr: compile(FRENCH, true),
  es: compile(SPANISH, true),
  pt: compile(PORTUGUESE, true),
};
const UNSPACED = { zh: compile(CHINESE, false), ja: compile(JAPANESE, false) };

/** Small words that tell a language from the others; two of them decide. */
const TELLING: Record<keyof typeof SPACED, RegExp> = {
  de: words(
    'der|die|das|und|ist|nicht|ich|du|ein|eine|mit|für|auf|bitte|den|dem|noch|immer|auch|mal|wieder|wir|warum|kein|keine|zu|es|hast|nein|ja|falsch|jetzt|doch|fehler|geht|sollte|schon|von|aber',
  ),
  fr: words(
    "le|la|les|des|est|pas|une|un|je|tu|vous|que|pour|avec|dans|sur|ça|ca|c['’]est|ce|du|et|ne|non|oui|toujours|encore|merci|tout|mais|fais|faut|pourquoi|maintenant|plutôt|aux|au|ai|as|il",
  ),
  es: words(
    'el|la|los|las|es|una|un|que|para|con|por|en|está|esta|esto|eso|lo|sigue|sin|pero|ahora|quiero|gracias|sí|más|del|al|así|todavía|has|hay|aún|favor|qué|cómo|se|te|me|mal|no',
  ),
  pt: words(
    'o|os|as|uma|um|que|para|com|por|em|não|está|isso|isto|esse|essa|do|da|dos|das|você|mas|agora|quero|obrigado|ainda|sim|mais|no|na|ao|faz|foi|está|continua|favor|errado|teste',
  ),
};

/** Finds the classes of wording in a text: English always (it is mixed in everywhere), and the given language. */
export function cuesIn(prose: string, language: Language): CueHits {
  const hits: CueHits = {};
  collect(ENGLISH_MATCHERS, prose, hits);
  if (language === 'zh' || language === 'ja') collect(UNSPACED[language], prose, hits);
  else if (language !== 'en') collect(SPACED[language], prose, hits);
  return hits;
}

function collect(matchers: Matchers, prose: string, hits: CueHits): void {
  for (const cue of CUES) {
    const at = matchers[cue]?.exec(prose)?.index;
    if (at !== undefined) hits[cue] = Math.min(at, hits[cue] ?? at);
  }
}

export type Language = 'en' | keyof typeof SPACED | keyof typeof UNSPACED;

/** A guess that is good enough to choose a lexicon; English when nothing speaks for another language. */
export function languageOf(prose: string): Language {
  if (/[\u3040-\u30ff]/.test(prose)) return 'ja';
  if (/[\u4e00-\u9fff]/.test(prose)) return 'zh';
  let best: Language = 'en';
  let most = Math.max(1, prose.match(ENGLISH_WORDS)?.length ?? 0);
  for (const language of ['de', 'fr', 'es', 'pt'] as const) {
    const count = prose.match(TELLING[language])?.length ?? 0;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}

const ENGLISH_WORDS = words(
  "the|is|it|to|and|of|i|you|we|this|that|in|for|with|do|not|don['’]t|are|can|please|my|on|be|have|still",
);

function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'giu');
}

function compile(lexicon: Lexicon, spaced: boolean): Matchers {
  const matchers: Matchers = {};
  for (const cue of CUES) {
    const phrases = lexicon[cue];
    if (!phrases) continue;
    const any = `(?:${phrases.join('|')})`;
    matchers[cue] = new RegExp(spaced ? `(?<![\\p{L}\\p{N}_])${any}(?![\\p{L}\\p{N}_])` : any, 'iu');
  }
  return matchers;
}
