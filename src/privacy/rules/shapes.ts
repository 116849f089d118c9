/** Secrets that are known by their shape or by the service named beside them. */
import { hasDistinct, looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { lastOf, matchAt, startsToken, type Rule } from './rule.ts';

/** Header and payload begin with `{"`, which is `eyJ` in base64url (RFC 7519); encrypted ones have five parts (RFC 7516). */
const JWT =
  /eyJ[\w-]{8,2000}(?:\.eyJ[\w-]{6,8000}(?:\.[\w-]{0,2000})?|\.[\w-]{0,1000}\.[\w-]{8,100}\.[\w-]{8,8000}\.[\w-]{16,100})/y;

const jsonWebToken: Rule = {
  anchors: ['eyj'],
  find(text, at, report) {
    if (!startsToken(text, at)) return;
    const match = matchAt(JWT, text, at);
    if (match !== undefined) report({ start: at, end: at + match[0].length, kind: 'jwt' });
  },
};

const AWS_KEY_ID =
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/y;
const AWS_SECRET_BESIDE = /(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;

/** An access key id, and the forty characters of its secret when they follow close by without a telling name. */
const awsKeyId: Rule = {
  anchors: ['akia', 'asia', 'abia', 'acca'],
  find(text, at, report) {
    if (!startsToken(text, at)) return;
    const match = matchAt(AWS_KEY_ID, text, at);
    if (match === undefined || isPlaceholder(match[0]) || !hasDistinct(match[0], 8)) return;
    const end = at + match[0].length;
    report({ start: at, end, kind: 'aws-access-key' });
    for (const secret of text.slice(end, end + 160).matchAll(AWS_SECRET_BESIDE)) {
      if (!looksRandom(secret[0]) || isPlaceholder(secret[0]) || /^[0-9a-f]+$/.test(secret[0])) continue;
      report({ start: end + secret.index, end: end + secret.index + 40, kind: 'aws-secret-key' });
    }
  },
};

/** Azure AD client secrets: three characters, a digit, `Q~`, the rest. */
const azureClientSecret: Rule = {
  anchors: [...'0123456789'].map((digit) => `${digit}q~`),
  find(text, at, report) {
    const start = at - 3;
    const match = start < 0 ? undefined : matchAt(/[\w~.-]{3}\dQ~[\w~.-]{30,36}/y, text, start);
    if (match !== undefined)
      report({ start, end: start + match[0].replace(/\.+$/, '').length, kind: 'azure-client-secret' });
  },
};

/**
 * Keys with a mark in their middle or at their end: the mark is the anchor, `letters` is what may stand before it,
 * at most `reach` characters.
 */
function markedKey(
  kind: string,
  marks: readonly string[],
  reach: number,
  letters: RegExp,
  shape: RegExp,
): Rule {
  return {
    anchors: marks,
    find(text, at, report) {
      let from = at;
      while (from > 0 && at - from <= reach && letters.test(text.charAt(from - 1))) from--;
      // The `n` of an escaped line break is not the key's, nor the end of a terminal's colour.
      const starts = /[\\[;]/.test(text.charAt(from - 1)) ? [from, from + 1, from + 2, from + 3] : [from];
      for (const start of starts) {
        const match = matchAt(shape, text, start);
        if (match === undefined || start + match[0].length < at || isPlaceholder(match[0])) continue;
        report({ start, end: start + match[0].length, kind });
      }
    },
  };
}

/** A DSN's keys stand before the host that tells of them. */
const sentryDsn: Rule = {
  anchors: ['.sentry.io/', '@sentry.'],
  find(text, at, report) {
    const before = text.slice(Math.max(0, at - 120), at + 1);
    const match = /:\/\/([0-9a-f]{32}(?::[0-9a-f]{32})?)@[\w.-]{0,60}$/.exec(before);
    // What a page initialises itself with is made to be seen.
    if (match === null || /init\([^()]{0,80}$/.test(before.slice(0, match.index))) return;
    const start = Math.max(0, at - 120) + match.index + 3;
    report({ start, end: start + match[1]!.length, kind: 'sentry-dsn' });
  },
};

/** Tokens without a mark of their own, looked for behind the name of the service they belong to. */
function besideName(kind: string, names: readonly string[], shape: RegExp): Rule {
  return {
    anchors: names,
    find(text, at, report) {
      for (const match of text.slice(at, at + 240).matchAll(shape)) {
        const start = at + match.index;
        const afterBot = /bot$/i.test(text.slice(Math.max(0, start - 3), start));
        if ((afterBot || startsToken(text, start)) && hasDistinct(match[0], 12) && !isPlaceholder(match[0])) {
          report({ start, end: start + match[0].length, kind });
        }
      }
    },
  };
}

const TELEGRAM = /\d{8,10}:[\w-]{35}(?![\w-])/g;
const DISCORD = /[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w-])/g;

/** Bot tokens begin with the bot's id, decimal digits in base64: the first two letters come out in these ways. */
const discordToken: Rule = {
  anchors: [...'mno'].flatMap((first) =>
    [...'dtjz'].flatMap((second) =>
      [...'abcdefghijklmnopqrstuvwxyz0123456789'].map((third) => first + second + third),
    ),
  ),
  find(text, at, report) {
    const letter = text.charAt(at);
    if ((letter !== 'M' && letter !== 'N' && letter !== 'O') || !startsToken(text, at)) return;
    const match = matchAt(/[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w-])/y, text, at);
    if (match !== undefined) report({ start: at, end: at + match[0].length, kind: 'discord-token' });
  },
};

/** `{"username":"…","key":"…"}`: Kaggle's file. */
const keyBesideUser: Rule = {
  anchors: ['"username"', '\\"username\\"'],
  find(text, at, report) {
    const match = matchAt(
      /\\*"username\\*"\s{0,4}:\s{0,4}\\*"[^"\\\n]{1,80}\\*",\s{0,8}\\*"key\\*"\s{0,4}:\s{0,4}\\*"([0-9a-f]{32})(?=\\*")/y,
      text,
      at,
    );
    if (match !== undefined)
      report({ start: at + match[0].length - 32, end: at + match[0].length, kind: 'api-key' });
  },
};

/** A user's line of /etc/shadow or .htpasswd: crypt(5)'s hashes, which are tried out offline. */
const crypted: Rule = {
  anchors: [':$1$', ':$5$', ':$6$', ':$y$', ':$2a$', ':$2b$', ':$2y$', ':$apr1$', ':$argon2'],
  find(text, at, report) {
    const match = matchAt(/:(\$[\w-]{1,9}\$[\w./$=,+-]{20,200})/y, text, at);
    if (match === undefined || !/[\w.-]/.test(text.charAt(at - 1))) return;
    report({ start: at + 1, end: at + match[0].length, kind: 'password-hash' });
  },
};

/** A Solana wallet's file: the 64 bytes of its key as numbers. */
const walletBytes: Rule = {
  anchors: ['solana', 'id.json', 'keypair', 'fromsecretkey'],
  find(text, at, report) {
    const match = /\[\s{0,4}((?:\d{1,3},\s{0,4}){63}\d{1,3})\s{0,4}\]/.exec(text.slice(at, at + 900));
    if (match === null) return;
    const start = at + match.index + match[0].indexOf(match[1]!);
    report({ start, end: start + match[1]!.length, kind: 'wallet-key' });
  },
};

/** What Azure lists as keys: `"keyName": "key1", … "value": "…"`, `"primaryKey": "…"`. */
const azureListedKey: Rule = {
  anchors: ['keyname', '"primary', '"secondary'],
  find(text, at, report) {
    const match = matchAt(
      /"?(?:keyName\\*"[^{}]{1,200}?"value|(?:primary|secondary)(?:(?:Readonly)?Master)?Key)\\*"\s{0,4}:\s{0,4}\\*"([A-Za-z0-9+/=_-]{32,100})(?=\\*")/iy,
      text,
      at,
    );
    if (match === undefined || !looksRandom(match[1]!)) return;
    report(lastOf(match, 'azure-key'));
  },
};

/** Keys that encrypt a program's own store, under names that say nothing else: Maven's master, Magento's `crypt`. */
const storeKey: Rule = {
  anchors: ['<master>', "'crypt'", '"crypt"'],
  find(text, at, report) {
    const match = matchAt(
      /(?:<master>|["']crypt["']\s{0,4}(?:=>|:)\s{0,4}[[{]\s{0,40}["']key["']\s{0,4}(?:=>|:)\s{0,4}["'])(\{[A-Za-z0-9+/=]{20,120}\}|[0-9a-f]{32,64})/iy,
      text,
      at,
    );
    if (match === undefined) return;
    report(lastOf(match, 'secret'));
  },
};

/** What Terraform's state keeps of a password that it drew itself. */
const generatedPassword: Rule = {
  anchors: ['"random_password"'],
  find(text, at, report) {
    const match = matchAt(
      /"random_password"[^]{1,800}?"result\\*"\s{0,4}:\s{0,4}\\*"([^"\\\n]{6,200})/iy,
      text,
      at,
    );
    if (match === undefined) return;
    report(lastOf(match, 'password'));
  },
};

/** Hardhat's settings: the accounts that sign are private keys. */
const signingAccounts: Rule = {
  anchors: ['accounts'],
  find(text, at, report) {
    const match = matchAt(
      /accounts["']?\s{0,4}[:=]\s{0,4}\[\s{0,20}["'`](?:0x)?([0-9a-f]{64})(?=["'`])/iy,
      text,
      at,
    );
    if (match === undefined) return;
    const end = at + match[0].length;
    report({ start: end - 64, end, kind: 'private-key' });
  },
};

export const shapeRules: readonly Rule[] = [
  jsonWebToken,
  awsKeyId,
  azureClientSecret,
  markedKey('terraform-token', ['.atlasv1.'], 16, /[A-Za-z0-9]/, /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,100}/y),
  markedKey('azure-key', ['azdo'], 80, /[A-Za-z0-9]/, /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/y),
  markedKey(
    'azure-key',
    ['jqqj99', '+astt', 'azfu', '+asb', '+acdb', 'aiothub'],
    84,
    /[A-Za-z0-9+/]/,
    /[A-Za-z0-9+/]{40,80}(?:JQQJ99|\+AStT?|AzFu|\+ASb|\+ACDb|AIoTH)[A-Za-z0-9+/]{4,40}={0,2}/y,
  ),
  markedKey(
    'mailchimp-key',
    ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
    34,
    /[0-9a-f]/,
    /[0-9a-f]{32}-us\d{1,2}(?!\w)/y,
  ),
  markedKey('newrelic-key', ['nral'], 40, /[0-9a-f]/, /[0-9a-f]{36}NRAL(?!\w)/y),
  sentryDsn,
  discordToken,
  keyBesideUser,
  crypted,
  walletBytes,
  signingAccounts,
  storeKey,
  generatedPassword,
  azureListedKey,
  besideName('telegram-token', ['telegram', 'bot'], TELEGRAM),
  markedKey('telegram-token', [':aa'], 11, /\d/, /\d{8,10}:[\w-]{35}(?![\w-])/y),
  besideName('discord-token', ['discord', 'bot', '.login(', 'token'], DISCORD),
];
