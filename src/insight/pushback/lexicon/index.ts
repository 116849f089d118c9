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

/** Letters and digits of the languages written with spaces, and what ties a word into a name: `re-run`, `src/test`, `no_op`. */
const LETTER = 'A-Za-z0-9_\\u00c0-\\u024f';
const BEFORE = `(?<![${LETTER}/-])`;
const AFTER = `(?![${LETTER}/]|-[${LETTER}])`;

const ENGLISH_MATCHERS = compile(ENGLISH, true);
const SPACED = {
  de: compile(GERMAN, true),
  fr: compile(FRENCH, true),
  es: compile(SPANISH, true),
  pt: compile(PORTUGUESE, true),
};
/** English classes that Portuguese sets off by chance: "no" is "in the" there, and "em" is "in". */
const NOT_IN_PORTUGUESE: ReadonlySet<Cue> = new Set(['denial', 'negation', 'hesitation']);
const UNSPACED = { zh: compile(CHINESE, false), ja: compile(JAPANESE, false) };

/** Words and letters that tell a language from English and from the others; none of them is an English word. */
const TELLING: Record<keyof typeof SPACED, RegExp> = {
  de: telling(
    'der|das|und|ist|sind|nicht|ich|du|wir|ein|eine[nrms]?|mit|für|auf|bitte|den|dem|noch|immer|auch|mal|wieder|warum|keine?|zu|hast|nein|ja|falsch|jetzt|doch|fehler|geht|sollte|schon|aber|statt|die (?:\\w+ )(?=schl|sind|ist|hat)|schlagen|schlägt|mach|viel|danke|rückgängig',
    'äöüß',
  ),
  fr: telling(
    "le|la|les|des|est|pas|une|un|je|tu|vous|que|pour|avec|dans|sur|ça|ca|c['’]est|du|et|ne|non|oui|toujours|encore|merci|tout|mais|fais|faut|pourquoi|maintenant|plutôt|aux|au|utilise|trop|annule|ton|ta|tes|j['’]ai|n['’]est",
    'èêàœùûîô',
  ),
  es: telling(
    'el|la|los|las|es|una|un|que|para|con|por|en|está|están|esta|esto|eso|lo|sigue|sin|pero|ahora|quiero|gracias|sí|más|del|al|así|todavía|hay|aún|qué|cómo|usa|lugar|demasiado|hazlo|deshaz|pruebas|sale|funciona|te|se',
    'ñ¿¡',
  ),
  pt: telling(
    'uma|um|que|para|com|por|em|não|nao|está|estão|isso|isto|esse|essa|da|dos|das|você|vc|mas|agora|quero|obrigad[oa]|ainda|sim|mais|ao|faz|foi|continua|errad[oa]|testes?|vez|muito|desfaz|aparece|ficou|na|nas|pra|deixe|tá|então|entao|também|o|os',
    'ãõ',
  ),
};

function telling(words: string, letters: string): RegExp {
  return new RegExp(`${BEFORE}(?:${words})${AFTER}|[${letters}]`, 'gi');
}

/** Finds the classes of wording in a text: English always (it is mixed in everywhere), and the given language. */
export function cuesIn(prose: string, language: Language): CueHits {
  const hits: CueHits = {};
  collect(ENGLISH_MATCHERS, prose, hits, language === 'pt' ? NOT_IN_PORTUGUESE : undefined);
  if (language === 'zh' || language === 'ja') collect(UNSPACED[language], prose, hits);
  else if (language !== 'en') collect(SPACED[language], prose, hits);
  return hits;
}

function collect(matchers: Matchers, prose: string, hits: CueHits, but?: ReadonlySet<Cue>): void {
  for (const cue of CUES) {
    if (but?.has(cue)) continue;
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
  let most = prose.match(ENGLISH_WORDS)?.length ?? 0;
  for (const language of ['de', 'fr', 'es', 'pt'] as const) {
    const count = prose.match(TELLING[language])?.length ?? 0;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}

const ENGLISH_WORDS = telling(
  "the|is|it|to|and|of|i|you|we|this|that|in|for|with|do|not|don['’]t|are|can|please|my|on|be|have|still|as|no|add|fix|yes|why|what|how|use|instead",
  '\u0000',
);

function compile(lexicon: Lexicon, spaced: boolean): Matchers {
  const matchers: Matchers = {};
  for (const cue of CUES) {
    const phrases = lexicon[cue];
    if (!phrases) continue;
    const any = `(?:${phrases.join('|')})`;
    matchers[cue] = new RegExp(spaced ? `${BEFORE}${any}${AFTER}` : any, 'i');
  }
  return matchers;
}
