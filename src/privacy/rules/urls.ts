/** Passwords inside addresses: `scheme://user:password@host`. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { lastOf, matchAt, type Rule } from './rule.ts';

/** User and password up to the `@` (RFC 3986, 3.2.1), with room for an unescaped `@`, `[` or `$` in the password. */
const USER_INFO = /([^\s:/@"'<>`\\|?#[\]]{0,128}):([^\s/"'<>`\\?#]{1,400})@(?=[\w[$%{<-])/y;
/** Database drivers also take unescaped slashes and marks. */
const LOOSE_USER_INFO = /([^\s:/@"'<>`\\|]{0,128}):([^\s"'<>`\\]{1,256})@(?=[\w[-])/y;
/** Mail servers take an address as the user's name. */
const MAIL_USER_INFO = /([\w.+%-]{1,64}@[\w-]{1,60}\.[\w.]{1,30}):([^\s/"'<>`\\@?#]{4,200})@(?=[\w[])/y;
const USER_ONLY = /([\w~.%+=-]{20,255}):?@(?=[\w[])/y;

const DATABASE =
  /(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|oracle|ldaps?|smtps?|sftp|ftps?)(?:\+\w{1,20})?$/i;
/** What every guide writes; the password of nothing. */
const USUAL_DEFAULTS = new Set([
  'postgres',
  'root',
  'admin',
  'guest',
  'user',
  'pass',
  'password',
  'pw',
  'pwd',
  'mysql',
  'test',
  'secret',
  'p',
  'example',
  'xxx',
]);

const addressPassword: Rule = {
  anchors: ['://'],
  find(text, at, report) {
    const authority = at + 3;
    const scheme = text.slice(Math.max(0, at - 32), at);
    const strict = matchAt(USER_INFO, text, authority);
    const loose = DATABASE.test(scheme) ? matchAt(LOOSE_USER_INFO, text, authority) : undefined;
    const found = matchAt(MAIL_USER_INFO, text, authority) ?? loose ?? strict;
    if (found !== undefined) {
      const [, user, password] = found;
      const start = authority + user!.length + 1;
      if (isUsualDefault(user!, password!) || isPlaceholder(password!)) return;
      report({ start, end: start + password!.length, kind: 'url-password' });
      return;
    }
    const alone = matchAt(USER_ONLY, text, authority);
    const isDsn =
      alone !== undefined &&
      /^[\w.-]{0,40}sentry\.io/.test(
        text.slice(authority + alone[0].length, authority + alone[0].length + 60),
      );
    if (alone !== undefined && !isDsn && looksRandom(alone[1]!) && !isPlaceholder(alone[1]!)) {
      report({ start: authority, end: authority + alone[1]!.length, kind: 'url-password' });
    }
  },
};

function isUsualDefault(user: string, password: string): boolean {
  const plain = password.toLowerCase();
  return USUAL_DEFAULTS.has(plain) || (plain === user.toLowerCase() && /^[a-z]+$/.test(plain));
}

/** `jdbc:oracle:thin:scott/tiger@…` */
const oracleThin: Rule = {
  anchors: ['jdbc:oracle:'],
  find(text, at, report) {
    const match = matchAt(/jdbc:oracle:\w{1,8}:([\w$#.-]{1,64})\/([^\s@"'`]{1,128})@/iy, text, at);
    if (match === undefined || isPlaceholder(match[2]!)) return;
    const end = at + match[0].length - 1;
    report({ start: end - match[2]!.length, end, kind: 'url-password' });
  },
};

/** Signed addresses of object stores: who has the signature has the object. */
const signedAddress: Rule = {
  anchors: ['amz-signature=', 'goog-signature='],
  find(text, at, report) {
    const match = matchAt(/\w{3,4}-signature=([0-9a-f]{40,1024})/iy, text, at);
    if (match === undefined) return;
    report(lastOf(match, 'url-signature'));
  },
};

/** Addresses whose path is the key: who has the address can call it. `[a part of the host or path, what follows it]`. */
const KEY_PATHS: readonly (readonly [anchor: string, rest: string])[] = [
  ['.infura.io/', '(?:ws/)?v3/([0-9a-f]{32})'],
  ['alchemy.com/', '(?:nft/)?v[23]/([A-Za-z0-9_-]{20,60})'],
  ['alchemyapi.io/', 'v[23]/([A-Za-z0-9_-]{20,60})'],
  ['.quiknode.pro/', '([0-9a-f]{30,60})'],
  ['rpc.ankr.com/', '[\\w-]{1,30}/([0-9a-f]{40,80})'],
  ['hooks.zapier.com/', 'hooks/catch/(\\d{3,12}/[a-z0-9]{5,20})'],
  ['.make.com/', '([a-z0-9]{24,60})'],
  ['ifttt.com/trigger/', '[\\w-]{1,60}/(?:json/)?with/key/([\\w-]{16,80})'],
  ['events.pagerduty.com/integration/', '([0-9a-f]{32})'],
  ['/bot/v2/hook/', '([0-9a-f-]{36})'],
  ['outlook.office.com/webhook/', '([A-Za-z0-9@/-]{40,300})'],
  ['hc-ping.com/', '([0-9a-f-]{36})'],
  ['api.telegram.org/file/', 'bot(\\d{6,12}:[\\w-]{30,40})'],
  ['hooks.airtable.com/', 'workflows/v1/genericWebhook/([\\w/]{20,80})'],
  ['api.day.app/', '([A-Za-z0-9]{20,30})'],
  ['sctapi.ftqq.com/', '(SCT[A-Za-z0-9]{20,60})'],
];

const keyPaths: readonly Rule[] = KEY_PATHS.map(([anchor, rest]): Rule => {
  const expression = new RegExp(rest, 'y');
  return {
    anchors: [anchor],
    find(text, at, report) {
      const match = matchAt(expression, text, at + anchor.length);
      if (match === undefined || isPlaceholder(match[1]!)) return;
      const end = at + anchor.length + match[0].length;
      report({ start: end - match[1]!.length, end, kind: 'url-key' });
    },
  };
});

/** A Go driver's address has no scheme: `user:password@tcp(host:3306)/db`. */
const driverAddress: Rule = {
  anchors: ['@tcp(', '@unix('],
  find(text, at, report) {
    const before = text.slice(Math.max(0, at - 260), at);
    const match = /[\w.-]{1,64}:([^\s"'`:]{3,200})$/.exec(before);
    if (match === null || isPlaceholder(match[1]!) || USUAL_DEFAULTS.has(match[1]!.toLowerCase())) return;
    report({ start: at - match[1]!.length, end: at, kind: 'url-password' });
  },
};

/** Names of a query's parts that hold a key and say nothing else. */
const queryKey: Rule = {
  anchors: ['?appid=', '&appid=', 'subscription-key=', '?key=', '&key='],
  find(text, at, report) {
    const match = matchAt(
      /.{0,3}(?:appid|subscription-key|[?&]key)=([A-Za-z0-9]{20,100})(?![\w-])/iy,
      text,
      at,
    );
    if (
      match === undefined ||
      isPlaceholder(match[1]!) ||
      !(looksRandom(match[1]!) || /^[0-9a-f]{32,64}$/.test(match[1]!))
    )
      return;
    report(lastOf(match, 'url-key'));
  },
};

/** `Signature=…` of CloudFront and older object stores, `sig=` beside a signed address's other parts. */
const querySignature: Rule = {
  anchors: ['&signature=', '?signature=', '&sig=', '?sig='],
  find(text, at, report) {
    const match = matchAt(/.(?:signature|sig)=([A-Za-z0-9%~+/_-]{27,700}={0,2})/iy, text, at);
    if (match === undefined || isPlaceholder(match[1]!) || !looksRandom(match[1]!)) return;
    report(lastOf(match, 'url-signature'));
  },
};

export const urlRules: readonly Rule[] = [
  addressPassword,
  oracleThin,
  signedAddress,
  ...keyPaths,
  querySignature,
  queryKey,
  driverAddress,
];
