/** What other protocols than HTTP send to prove who one is: mail servers' AUTH, SAML's messages. */
import { lastOf, matchAt, type Rule } from './rule.ts';

/** `AUTH PLAIN` and what follows (RFC 4616): name and password in base64, a NUL before each. */
const AUTH_PLAIN = /auth(?:enticate)? plain (?:\r?\n(?:C: )?)?([A-Za-z0-9+/]{8,400}={0,2})/iy;
/** `334 UGFzc3dvcmQ6` is the server's "Password:", and the next line the answer. */
const ASKED = /UGFzc3dvcmQ6\s{1,4}(?:[A-Z<>]{1,3}:? )?([A-Za-z0-9+/]{4,200}={0,2})(?=\s|$)/y;

const mailPassword: Rule = {
  anchors: ['auth plain', 'authenticate plain', 'ugfzc3dvcmq6'],
  find(text, at, report) {
    const match = matchAt(AUTH_PLAIN, text, at) ?? matchAt(ASKED, text, at);
    if (match === undefined) return;
    const isPlain = /^a/i.test(match[0]);
    if (isPlain && !Buffer.from(match[1]!, 'base64').includes(0)) return;
    report(lastOf(match, 'authorization'));
  },
};

/** A message of SAML's in a form: whoever sends it is let in while it lasts. */
const SAML =
  /SAML(?:Response|Request|art)["']?(?:=|: ?["']|\s+value=["'])([A-Za-z0-9+/%_-]{60,20000}={0,2})/y;

const samlMessage: Rule = {
  anchors: ['samlresponse', 'samlrequest', 'samlart'],
  find(text, at, report) {
    const match = matchAt(SAML, text, at);
    if (match === undefined) return;
    report(lastOf(match, 'authorization'));
  },
};

export const protocolRules: readonly Rule[] = [mailPassword, samlMessage];
