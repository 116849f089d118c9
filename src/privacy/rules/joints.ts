/** What stands between a telling name and its value, in languages, config formats, commands and sentences. */

/**
 * What a value must be besides what its name asks for:
 * - `drawn`: not made of words;
 * - `closed`: it ends where an XML element does;
 * - `compound`: drawn, and its name is no word of a sentence (`LicenseKey value`, `API_SECRET value`);
 * - `marked`: a bare one with marks that no code has (`PASSWORD(value)`);
 * - `setting`: it fills the rest of its line, in a file whose lines are a name and a value;
 * - `column`: it fills the rest of its line and looks like a password or a key by itself.
 */
export type Proof = 'drawn' | 'closed' | 'compound' | 'marked' | 'setting' | 'column';

export interface Joint {
  expression: RegExp;
  quotedOnly?: boolean;
  /** What must stand before the name, in the 120 characters there. */
  only?: RegExp;
  /** The name may be the last part of a path: `"Name": "/prod/db/password", "Value": …`. */
  afterPath?: boolean;
  proof?: Proof;
}

export const JOINTS: readonly Joint[] = [
  // name: string = value; String name = value; name := value; "name": value; name => value; name ?= value
  {
    expression:
      /\\*["'`]?\]?\)?\??\s{0,8}:\s{0,4}(?:[&*]?[A-Za-z_'][\w.<>[\]|? ]{0,40}?\s{0,4})?=(?![=>~])\s{0,8}/y,
  },
  { expression: /[ \t]{1,8}(?:As[ \t])?[A-Za-z_][\w.*]{0,30}[ \t]{1,8}=(?![=>~])\s{0,8}/y, quotedOnly: true },
  { expression: /\\*["'`]?\]?\)?\s{0,8}(?:=>|\?=|\|\|=|\?\?=|[+.]=|=(?![=>~])|:(?![:=]))[ \t]{0,8}/y },
  { expression: /\\*["'`]?\]?\)?\s{0,4}(?:===?|!==?|::=?)\s{0,4}/y, quotedOnly: true },
  // Setenv("NAME", "value"), ["--password", "value"]
  { expression: /\\*["'`]\s{0,4},\s{0,16}/y, quotedOnly: true },
  // setPassword("value")
  { expression: / ?\(\s{0,4}/y, quotedOnly: true },
  { expression: /\(/y, proof: 'marked' },
  // - name: NAME
  //   value: value
  // variable "db_password" { default = "value" }, "db_password": { "value": "value" }
  {
    expression: /\\*["'`]?\s{0,4}[:=]?\s{0,4}\{[^{}]{0,120}?(?:default|value)\\*["']?\s{0,4}[:=]\s{0,4}/iy,
    quotedOnly: true,
  },
  // password: process.env.DB_PASS || "value"
  {
    expression: /\\*["'`]?\s{0,4}[:=]\s{0,4}[^\n"'`;,]{1,80}?(?:\|\||\?\?|\bor\b|\?:)\s{0,4}/y,
    quotedOnly: true,
  },
  // api_key: Some("value"), token = Secret("value"), secret := []byte("value"), String::from("value")
  {
    expression:
      /\\*["'`]?(?:\s{0,4}:\s{0,4}[A-Za-z_][\w.:<>]{0,40})?\s{0,4}:?[:=]\s{0,4}(?:new |&|\[\])?[A-Za-z_][\w.:<>]{0,40}!?\((?:&?[A-Za-z_][\w.:]{0,40}!?\()?\s{0,2}/y,
    quotedOnly: true,
    proof: 'drawn',
  },
  { expression: /\\*["']?,?\s{1,40}\\*["']?(?:Parameter)?[Vv]alue\\*["']?\s{0,4}[:=]\s{0,4}/y },
  { expression: /\\*["'],\\*["'][Vv]alue\\*["']\s{0,4}:\s{0,4}/y, afterPath: true },
  // "name": "/prod/password", "type": "SecureString", "value": "value"; --name Password --value "value"
  {
    expression: /\\*["'],[^{}]{0,160}?\\*["'](?:secret_?|parameter_?)?value\\*["']\s{0,4}:\s{0,4}/iy,
    quotedOnly: true,
    afterPath: true,
  },
  {
    expression:
      /\\*["']?(?: --?[\w-]{1,30}(?:[ =][^\s-]\S{0,60})?){0,4}? --(?:value|secret-string|secret-value|plaintext|body)[ =]/y,
    afterPath: true,
  },
  // password    value
  { expression: /[ \t]{2,40}/y, only: /(?:^|\n|→)[ \t|│]{0,12}$/, proof: 'column' },
  { expression: /[ \t]/y, only: /(?:^|\n)[ \t]{0,8}[\w-]{2,30} \S{1,80}\r?\n[ \t]{0,8}$/, proof: 'setting' },
  // <password>value</password>
  {
    expression: /(?:[ \t][^<>\n]{1,80})?>\s{0,4}(?:<[Vv]alue>\s{0,4})?(?![@:/])/y,
    only: /<[\w:.-]{0,40}$/,
    proof: 'closed',
  },
  // <string name="password">value</string>
  { expression: /["'][^<>\n]{0,60}>\s{0,4}/y, only: /<[\w:.-]{1,20}[^<>\n]{0,20}=["'][\w.-]{0,20}$/ },
  // <key>password</key><string>value</string>
  { expression: /<\/\w{1,10}>\s{0,40}<\w{1,12}>\s{0,4}/y, only: /<\w{1,10}>$/ },
  // prose: the password is value; password `value`; IDENTIFIED BY needs no name
  {
    expression:
      /[ \t](?:(?:is |was )?(?:now|changed to|set to|reset to)|is|was|are|ist|est|es|=|->|→)[ \t]?:?[ \t]{1,2}/y,
  },
  // --preshared-key <(echo value)
  { expression: /[ \t]{1,2}<\((?:echo|printf)[ \t](?:-n[ \t])?/y },
  { expression: /[ \t]{1,2}/y, quotedOnly: true },
  { expression: /[ \t]{1,2}/y, proof: 'compound' },
  { expression: /:?\*{1,2}:?[ \t]{1,2}/y },
  // ENV NAME value; setx NAME value
  { expression: /[ \t]{1,4}/y, only: /(?:^|\n)[ \t+]{0,8}(?:ENV|setx|setenv|set -\w{1,4})[ \t]{1,4}$/ },
];

/** What a name that is a word, too, must be joined by: "pass". */
export const ASSIGNING_JOINTS = [...JOINTS.slice(0, 3), ...JOINTS.filter(({ proof }) => proof === 'closed')];
