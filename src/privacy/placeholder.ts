/** Is a value a stand-in (`<your-key>`, `xxxx`, `${TOKEN}`, `process.env.X`) and not a secret? */
import { hasDistinct } from './entropy.ts';

/** Words that people write where a secret would stand; compared whole, without case, separators and digits. */
const STAND_INS = new Set(
  (
    'changeme changeit changethis replaceme replacethis fillme example sample dummy fake mock test testing placeholder redacted ' +
    'masked hidden removed omitted none null nil undefined true false todo tbd fixme na empty default unset unknown ' +
    'secret secrets mysecret password passwd passphrase pass pwd mypassword token mytoken accesstoken key mykey apikey myapikey ' +
    'user username admin root postgres mysql guest value string text foo bar baz foobar foobaz abc abcd abcdef xyz ' +
    'secretkey secrettoken credentials credential auth bearer basic optional required yourpassword somesecret sometoken ' +
    'somepassword anything whatever testpassword testtoken testsecret testkey fakekey faketoken fakesecret dummykey ' +
    'inherit prompt stdin env keychain'
  ).split(' '),
);

const LONGEST_STAND_IN = 40;

/** What begins or fills a reference to a value that is kept elsewhere. */
const REFERENCES = [
  /^[$%#@]?[{([<]/, // ${X} {{ x }} $(cmd) %{x} <token> [redacted]
  /^\$(?:[A-Z_][A-Z0-9_]*|[A-Za-z_]+)(?=$|[/.:-])/,
  /^%[A-Za-z_]+%$/,
  /^(?:process\.env|import\.meta|os\.environ|os\.getenv|getenv|ENV\[|System\.getenv|std::env|env[.:(]|secrets\.|vars\.|var\.|local\.|config\.|settings\.|self\.|this\.|data\.)/i,
  /^(?:op|vault|ref\+\w+|keychain|secretsmanager|ssm|doppler|file|awssm|gcpsm|azurekv|bws|infisical):/i,
  /^(?:ENC\[|\$ANSIBLE_VAULT|arn:aws|projects\/[\w-]+\/secrets\/)/,
];

const TELLING_PARTS =
  /\[redacted|^not[-_ ]|^no[-_]|^invalid|^wrong|redacted\b|REDACTED|\bexample|example\b|EXAMPLE|placeholder|change[-_ ]?me\b|replace[-_ ]?(?:me|with|this)|dummy|your[-_ ]|[-_]here\b|insert[-_ ]|(?:^|[-_])fake[-_]|(?:^|[-_])my[-_](?!\d)|\*{3,}|\.{3,}|…|•{2,}|x{5,}|X{5,}|0{12,}|<[^>]{1,80}>|\$\{[^}]{0,80}\}|\{\{[^}]{0,80}\}\}/;

/** True when the value stands for a secret without being one. The value is without its quotes. */
export function isPlaceholder(value: string): boolean {
  const short = value.length > 400 ? value.slice(0, 400) : value;
  if (REFERENCES.some((reference) => reference.test(short)) || TELLING_PARTS.test(short)) return true;
  if (!hasDistinct(short, 3)) return true;
  return (
    short.length <= LONGEST_STAND_IN &&
    STAND_INS.has(short.toLowerCase().replace(/[^a-z]/g, '')) &&
    /^[A-Za-z]*[-_ ]?[A-Za-z]*[-_ ]?\d{0,1}$/.test(short)
  );
}
