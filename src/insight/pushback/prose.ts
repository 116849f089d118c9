import { languageOf, type Language } from './lexicon/index.ts';

/** What of a prompt the person wrote, and what was pasted into it. */
export interface PromptParts {
  /** The person's own sentences, on one line, at most `PROSE_LIMIT` characters. */
  prose: string;
  /** Characters that look pasted: fenced or quoted blocks, log lines, terminal output, JSON. */
  pasted: number;
  /** The pasted part shows an error, a failure or a stack trace. */
  pastedError: boolean;
  language: Language;
  /** Reads like a review remark handed over from somebody else. */
  remark: boolean;
}

/** A complaint stands at the start of a prompt or is short; what follows further down is material. */
const PROSE_LIMIT = 700;
/** Longer prompts are cut before they are looked at: only their start is judged. */
const SCAN_LIMIT = 12_000;

const QUOTED = /```[\s\S]*?(?:```|$)|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)/g;
const LOG_LINE = new RegExp(
  [
    '^\\s*[{[]["{[]',
    '^\\s*(?:at\\s+\\S+\\s*\\(|File ".+", line \\d+|Traceback \\(|Caused by:|\\.{3} \\d+ more)',
    '^\\s*(?:[$❯›»▶⎿⏺●│├└╭╰|✓✔✗✘×]|>\\s|---|===|\\+\\+\\+|@@|#\\d+\\s)',
    '^\\s*\\[?(?:\\d{4}-\\d\\d-\\d\\d|\\d{1,2}:\\d\\d:\\d\\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\w* +\\d{1,2} )',
    '^\\s*\\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|FAIL|PASS|ok)\\b[\\]:|\\s]',
    '^\\s*(?:error|warning|fatal|panic|note|npm|exit code|exit status)(?:\\[\\w+\\])?:',
    '^\\s*(?:[\\w$.]*(?:Error|Exception)|E\\s{2,}|ENOENT|EACCES)\\b.*:',
    '^\\s*[\\w./\\\\@-]+\\.\\w{1,5}[:(]\\d+',
    '^\\s*Running \\[',
    '^(?=.{160,})(?!.*[.!?] \\p{Lu})\\S*[/{}=\\[\\]"]\\S*[\\s\\S]*$',
  ].join('|'),
  'iu',
);
const ERROR_TEXT =
  /\b(?:error|errors|failed|failure|failing|fatal|panic|exception|traceback|segfault|undefined|unexpected|cannot|could not|unable to|denied|refused|not found|no such|exit (?:code|status) [1-9])\b|\bFAIL\b|\w(?:Error|Exception)\b|\b[45]\d\d (?:\(|[A-Z])/i;
const NAMES_CODE = /[a-z][A-Z]\w|\w_\w|\w\(\)|`[^`]+`|--\w|\.\w{2,4}:\d|\bline \d|\b[Cc]onsider \w+ing\b/;
const SPEAKS =
  /(?:^|[^\p{L}])(?:i|i['’](?:m|d|ve|ll)|we|we['’](?:re|d|ve|ll)|you|you['’](?:re|ve)|your|my|our|me|us|let['’]?s|please|can|ich|du|wir|je|tu|nous|yo|tú|eu|você|still)(?:[^\p{L}]|$)|[?\uff1f]/iu;
/** A remark from a review is at least a full sentence. */
const REMARK_LENGTH = 150;

/** Splits a prompt; characters beyond the first 12,000 count as pasted and are not read. */
export function partsOf(prompt: string): PromptParts {
  const scanned = prompt.slice(0, SCAN_LIMIT);
  const pastedTexts: string[] = [];
  const unquoted = scanned.replace(QUOTED, (block) => {
    pastedTexts.push(block);
    return '\n';
  });
  const own: string[] = [];
  for (const line of unquoted.split('\n')) (LOG_LINE.test(line.slice(0, 400)) ? pastedTexts : own).push(line);
  const prose = own
    .join(' ')
    .replace(/https?:\/\/\S+/g, 'https://…')
    .replace(/\s+/g, ' ')
    .trim();
  const pasted = pastedTexts.join('\n');
  return {
    prose: prose.slice(0, PROSE_LIMIT),
    pasted: pasted.trim().length + (prompt.length - scanned.length),
    pastedError: ERROR_TEXT.test(pasted) || (/[:：]\s*`[^`]{20,}`/.test(prose) && ERROR_TEXT.test(prose)),
    language: languageOf(prose.slice(0, PROSE_LIMIT)),
    remark: prose.length > REMARK_LENGTH && NAMES_CODE.test(prose) && !SPEAKS.test(prose.slice(0, 400)),
  };
}
