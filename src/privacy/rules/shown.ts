/** Secrets that stand below what asked for them: a file that was shown, a command that prints one, a list of codes. */
import { looksRandom } from '../entropy.ts';
import { isPrinted, PRINTING, PRINTING_ANCHORS, SHOWING } from './printing.ts';
import { lastOf, matchAt, type Rule, type Span } from './rule.ts';

/** What a command whose answer is a secret prints below itself. */
const PRINTED = new RegExp(
  `${PRINTING}[^\\n]{0,200}\\n[ \\t]{0,8}(?:New value: )?([A-Za-z0-9+/=_.!@#$%^&*~-]{8,2000})[ \\t]*(?=\\r?\\n|$)`,
  'iy',
);

const printedSecret: Rule = {
  anchors: PRINTING_ANCHORS,
  find: (text, at, report) => reportBelow(PRINTED, text, at, report),
};

/** What `cat` of a file that holds one secret shows. */
const SHOWN = new RegExp(`${SHOWING}[ \\t]*\\r?\\n([A-Za-z0-9+/=_.-]{16,400})[ \\t]*(?=\\r?\\n|$)`, 'y');

const shownFile: Rule = {
  anchors: ['cat ', 'less ', 'more ', 'head ', 'bat ', 'type '],
  find(text, at, report) {
    if (!/[\w-]/.test(text.charAt(at - 1))) reportBelow(SHOWN, text, at, report);
  },
};

function reportBelow(expression: RegExp, text: string, at: number, report: (span: Span) => void): void {
  const match = matchAt(expression, text, at);
  if (match === undefined || !isPrinted(match[1]!)) return;
  const end = at + match[0].trimEnd().length;
  report({ start: end - match[1]!.length, end, kind: 'secret' });
}

/** A lease's answer of Vault's HTTP API and `-format=json`, up to the end of what was kept; a second `data` in KV 2. */
const LEASED =
  /"lease_duration\\*"[^{}]{0,200}?"data\\*":\s{0,8}\{(?:\s{0,80}\\*"data\\*":\s{0,8}\{)?([^{}]{1,4000})/iy;
const FIELD = /"([\w.-]{1,80})\\*":\s{0,4}\\*"([^\s"\\:]{16,400})\\*"/g;
/** What is kept beside a secret and opens nothing. */
const KEPT_BESIDE =
  /id$|name$|user|host|url|path|time|date|version|accessor|serial|cert|public|hash|digest|checksum|fingerprint|sha\d/i;

/** In a store of secrets a drawn value is one, whatever its name. */
const leasedSecrets: Rule = {
  anchors: ['"lease_duration'],
  find(text, at, report) {
    const match = matchAt(LEASED, text, at);
    if (match === undefined) return;
    const from = at + match[0].length - match[1]!.length;
    for (const field of match[1]!.matchAll(FIELD)) {
      if (KEPT_BESIDE.test(field[1]!) || !/\d/.test(field[2]!) || !looksRandom(field[2]!)) continue;
      const start = from + field.index + field[0].lastIndexOf(field[2]!);
      report({ start, end: start + field[2]!.length, kind: 'secret' });
    }
  },
};

/** One-time codes that let one in when the second factor is lost: a list of them under its heading. */
const CODE_LIST =
  /(?:recovery|backup|scratch|rescue)[ -]codes?[^\n]{0,60}\n\s{0,8}((?:[ \t]*(?:\d{1,2}[.)][ \t]+|[-*•][ \t]+)?(?:[a-z0-9]{4,6}-[a-z0-9]{4,6}(?:-[a-z0-9]{4,6})?|\d{8}|\d{4} \d{4}|[a-z0-9]{8,12})(?=[\s])[ \t]*\n?){1,40}(?:[a-z0-9]{4,6}-[a-z0-9]{4,6}|\d{8}|\d{4} \d{4})?)/iy;

const recoveryCodes: Rule = {
  anchors: ['recovery code', 'backup code', 'scratch code', 'rescue code', 'recovery-code', 'backup-code'],
  find(text, at, report) {
    const match = matchAt(CODE_LIST, text.slice(at, at + 1200) + '\n', 0);
    if (match === undefined || (match[1]!.match(/\d/g)?.length ?? 0) < 2) return;
    const start = at + match[0].length - match[1]!.length;
    report({ start, end: start + match[1]!.trimEnd().length, kind: 'recovery-codes' });
  },
};

/** Twelve to twenty-four words that open a wallet (BIP 39). */
const PHRASE =
  /(?:seed|recovery|mnemonic|backup)(?: (?:phrase|words|seed|code))?(?: \([\w ]{1,20}\))?(?: is| are|:| =|=){1,2}\s{1,3}\\*["'`]?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?![a-z ])/iy;

const seedPhrase: Rule = {
  anchors: [
    'seed phrase',
    'seed words',
    'recovery phrase',
    'recovery words',
    'mnemonic',
    'backup phrase',
    'seed:',
    'seed is',
  ],
  find(text, at, report) {
    const match = matchAt(PHRASE, text, at);
    if (
      match === undefined ||
      /(?:^| )(?:the|and|you|your|for|with|that|this|from|are|not|was)(?: |$)/.test(match[1]!)
    )
      return;
    report(lastOf(match, 'mnemonic'));
  },
};

export const shownRules: readonly Rule[] = [
  shownFile,
  printedSecret,
  leasedSecrets,
  recoveryCodes,
  seedPhrase,
];
