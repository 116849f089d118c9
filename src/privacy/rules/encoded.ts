/** Secrets in base64: private keys and service accounts as a whole, and the values of Kubernetes' Secrets. */
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, type Rule } from './rule.ts';

const RUN = /[A-Za-z0-9+/_-]{40,20000}={0,2}/y;
/** What the encoded text says in its first 75 characters; `{"a":…,"t":…,"s":…}` is the token of a Cloudflare tunnel. */
const TELLING =
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY|"type"\s*:\s*"(?:service_account|authorized_user)"|^\{"a":"[0-9a-f]{32}","[ts]":"/;

/** `LS0tLS1CRUdJTi` is `-----BEGIN ` and `eyJ0eXBl`, `ewogICJ0eXBl` are `{"type` in base64. */
const encodedKey: Rule = {
  anchors: ['ls0tls1crudjti', 'eyj0exbl', 'ewogicj0exbl', 'ewogicaginr5cgui', 'eyjhijoi'],
  find(text, at, report) {
    const beginning = Buffer.from(text.slice(at, at + 100), 'base64').toString('latin1');
    if (!TELLING.test(beginning)) return;
    const match = matchAt(RUN, text, at);
    if (match !== undefined) report({ start: at, end: at + match[0].length, kind: 'private-key' });
  },
};

const AROUND = 6_000;
const DATA = /(?:^|\n|\\n)([ \t]*)"?(?:data|stringData)"?:[ \t]*\{?[ \t]*(?=\r?\n|\\n)/g;
const ENTRY = /(?:\r?\n|\\n)([ \t]*)"?([\w.-]{1,253})"?:[ \t]*\\*["']?([^\s"'\\]{4,8000})/y;

/** Every value of a Secret is one, whatever its name; `kubectl get -o yaml` writes them before `kind`, people after. */
const kubernetesSecret: Rule = {
  anchors: ['kind: secret', 'kind": "secret"'],
  find(text, at, report) {
    if (/[\w]/.test(text.charAt(at + (text[at + 4] === '"' ? 15 : 12)))) return;
    const from = startOfDocument(text, at);
    const until = endOfDocument(text, at);
    for (const data of text.slice(from, until).matchAll(DATA)) {
      let place = from + data.index + data[0].length;
      for (let entries = 0; entries < 100 && place < until; entries++) {
        const entry = matchAt(ENTRY, text, place);
        if (entry === undefined || entry[1]!.length <= data[1]!.length) break;
        const end = place + entry[0].length;
        const value = entry[3]!.replace(/,$/, '');
        const start = place + entry[0].lastIndexOf(entry[3]!);
        if (!isPlaceholder(value) && !/^[|>{]/.test(value))
          report({ start, end: start + value.length, kind: 'secret' });
        place = end + (/^\\*["'],?/.exec(text.slice(end, end + 4))?.[0].length ?? 0);
      }
    }
  },
};

function startOfDocument(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  const before = text.slice(from, at);
  return (
    from + Math.max(0, ...['\n---', '- apiVersion', 'kind: Secret'].map((mark) => before.lastIndexOf(mark)))
  );
}

function endOfDocument(text: string, at: number): number {
  const after = text.slice(at, at + AROUND);
  const end = after.slice(4).search(/\n---|\n- apiVersion|kind: Secret/);
  return at + (end === -1 ? after.length : end + 4);
}

export const encodedRules: readonly Rule[] = [encodedKey, kubernetesSecret];
