/** What HTTP sends to prove who one is: Authorization headers and cookies. */
import { hasDistinct, looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { lastOf, matchAt, startsToken, type Rule, type Span } from './rule.ts';

/** Name, whatever quotes and separators, an optional scheme (RFC 9110, 11.6.2), the credentials. */
const AUTHORIZATION =
  /authorization\\*["'`]?\]?\s{0,4}(?::|=>?|,)\s{0,4}\\*[bfr]?["'`]?(?:[a-z][\w-]{1,30}(?: token=| ?[=:] ?| {1,2}))?"?([A-Za-z0-9._~+/=:|%!-]{8,6000})/iy;
/** Schemes whose credentials are an answer among other parts: Amazon's signature (version 4) and Digest (RFC 7616, 3.4). */
const ANSWERS: readonly (readonly [scheme: RegExp, answer: RegExp])[] = [
  [/AWS4-HMAC/, /Signature=([0-9a-f]{64})/g],
  [/\bDigest /i, /response=\\*"([0-9a-f]{32,128})/g],
];

const authorization: Rule = {
  anchors: ['authorization'],
  find(text, at, report) {
    const match = matchAt(AUTHORIZATION, text, at);
    if (match !== undefined) {
      const end = at + match[0].length;
      const span = trimmed(text, { start: end - match[1]!.length, end, kind: 'authorization' });
      if (isCredential(text.slice(span.start, span.end))) report(span);
    }
    const line = text.slice(at, at + 600);
    for (const [scheme, expression] of ANSWERS) {
      if (!scheme.test(line)) continue;
      for (const answer of line.matchAll(expression)) {
        const end = at + answer.index + answer[0].length;
        report({ start: end - answer[1]!.length, end, kind: 'authorization' });
      }
    }
  },
};

const BEARER = /bearer[ :=]{1,2}\\*["'`]?([A-Za-z0-9._~+/=|-]{12,6000})/iy;

const bearer: Rule = {
  anchors: ['bearer ', 'bearer:', 'bearer='],
  find(text, at, report) {
    const match = matchAt(BEARER, text, at);
    if (match === undefined) return;
    const end = at + match[0].length;
    const span = trimmed(text, { start: end - match[1]!.length, end, kind: 'bearer-token' });
    if (isCredential(text.slice(span.start, span.end))) report(span);
  },
};

const BASIC = /basic ([A-Za-z0-9+/_-]{6,400}={0,2})/iy;

const basic: Rule = {
  anchors: ['basic '],
  find(text, at, report) {
    const match = matchAt(BASIC, text, at);
    if (match === undefined || !isEncodedUserAndPassword(match[1]!)) return;
    report(lastOf(match, 'authorization'));
  },
};

/** `user:password` in base64 (RFC 7617), printable throughout. */
export function isEncodedUserAndPassword(value: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{6,400}={0,2}$/.test(value)) return false;
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return (
    /^[\x21-\x7e]{0,100}:[\x20-\x7e]{1,300}$/.test(decoded) &&
    Buffer.from(decoded, 'latin1').toString('base64').startsWith(value.replace(/=+$/, '').slice(0, -1))
  );
}

function isCredential(value: string): boolean {
  if (isPlaceholder(value) || !hasDistinct(value, 5)) return false;
  if (isEncodedUserAndPassword(value)) return true;
  return /\d/.test(value)
    ? value.length >= 8 && (looksRandom(value) || /^[0-9a-f-]{16,}$/i.test(value))
    : value.length >= 20 && looksRandom(value);
}

function trimmed(text: string, span: Span): Span {
  let end = span.end;
  while (end > span.start && /[.,:;|]/.test(text.charAt(end - 1))) end--;
  return { ...span, end };
}

const COOKIE_HEADER = /cookie\\*["'`]?\s{0,2}(?::|=>?|,)\s{0,4}\\*["'`]?/iy;
const COOKIE_PAIR = /([\w!#$%&'*+.^`|~-]{1,100})=\\*"?([^\s;,"'\\]{1,4096})/y;
const COOKIE_GAP = /\\*"?;\s{0,2}/y;
const COOKIE_ATTRIBUTES =
  /^(?:path|domain|expires|max-age|samesite|secure|httponly|version|priority|partitioned)$/i;
const TELLING_COOKIE =
  /sess|sid$|^sid|auth|token|jwt|csrf|xsrf|login|remember|secret|credential|^id$|_id$|\.id$|account|user_session|logged/i;

const cookies: Rule = {
  anchors: ['cookie'],
  find(text, at, report) {
    const header = matchAt(COOKIE_HEADER, text, at) ?? matchAt(/cookie\s{1,2}\\*["']/iy, text, at);
    if (header === undefined) {
      cookiesOfCode(text, at, report);
      return;
    }
    let place = at + header[0].length;
    for (let pairs = 0; pairs < 200; pairs++) {
      const pair = matchAt(COOKIE_PAIR, text, place);
      if (pair === undefined) return;
      const [whole, name, value] = pair;
      const end = place + whole.length;
      if (!COOKIE_ATTRIBUTES.test(name!) && isCookieSecret(name!, value!)) {
        report({ start: end - value!.length, end, kind: 'cookie' });
      }
      const gap = matchAt(COOKIE_GAP, text, end);
      if (gap === undefined) return;
      place = end + gap[0].length;
    }
  },
};

/** `cookies={'sessionid': '…', 'theme': 'dark'}` */
const COOKIE_OBJECT = /cookies?\\*["']?\s{0,2}[=:]\s{0,2}(?:dict\()?\{([^{}\n]{1,2000})\}/iy;
const OBJECT_PAIR = /["']([\w.-]{1,100})\\*["']\s{0,2}:\s{0,2}\\*["']([^\s"'\\]{6,4096})/g;

function cookiesOfCode(text: string, at: number, report: (span: Span) => void): void {
  const object = matchAt(COOKIE_OBJECT, text, at);
  if (object === undefined) return;
  const from = at + object[0].length - 1 - object[1]!.length;
  for (const pair of object[1]!.matchAll(OBJECT_PAIR)) {
    if (!isCookieSecret(pair[1]!, pair[2]!)) continue;
    const end = from + pair.index + pair[0].length;
    report({ start: end - pair[2]!.length, end, kind: 'cookie' });
  }
}

/** Visitors' numbers of analytics: they identify, but open nothing. */
const COUNTING_COOKIE = /^_(?:ga|gid|gat|gcl|fbp|hj|pk_|clck)/i;

/** Cookies that only keep a choice ("theme=dark") are left. */
function isCookieSecret(name: string, value: string): boolean {
  if (isPlaceholder(value) || COUNTING_COOKIE.test(name)) return false;
  if (TELLING_COOKIE.test(name)) return value.length >= 6 && /\d/.test(value) && hasDistinct(value, 4);
  return value.length >= 16 && looksRandom(value);
}

const SESSION_COOKIE =
  /(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|laravel_session|_session_id|sessionid|__Secure-next-auth\.session-token|next-auth\.session-token)=([^\s;,"'\\&]{16,4096})/iy;

const namedSessionCookies: Rule = {
  anchors: [
    'phpsessid=',
    'jsessionid=',
    'asp.net_sessionid=',
    'connect.sid=',
    'laravel_session=',
    '_session_id=',
    'sessionid=',
    'next-auth.session-token=',
  ],
  find(text, at, report) {
    if (!startsToken(text, at)) return;
    const value = text.indexOf('=', at) + 1;
    if (!hasDistinct(text.slice(value, value + 40), 8)) return;
    const match = matchAt(SESSION_COOKIE, text, at);
    if (match === undefined || isPlaceholder(match[1]!)) return;
    report(lastOf(match, 'cookie'));
  },
};

/** A line of Netscape's cookie file, curl's jar: domain, two switches, path, expiry, name, value. */
const JAR_LINE =
  /(?:TRUE|FALSE)\t\/[^\t\n]{0,200}\t(?:TRUE|FALSE)\t\d{1,12}\t([^\t\n]{1,100})\t([^\s]{1,4096})/y;

const cookieJar: Rule = {
  anchors: ['true\t/', 'false\t/'],
  find(text, at, report) {
    const match = matchAt(JAR_LINE, text, at);
    if (match === undefined || !isCookieSecret(match[1]!, match[2]!)) return;
    report(lastOf(match, 'cookie', 2));
  },
};

export const headerRules: readonly Rule[] = [
  authorization,
  bearer,
  basic,
  cookies,
  namedSessionCookies,
  cookieJar,
];
