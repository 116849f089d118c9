/** Personal data, switched on by those who want it: e-mail addresses, home folder names, IP addresses, phone numbers. */

export interface PersonalKinds {
  email?: boolean;
  home?: boolean;
  ip?: boolean;
  phone?: boolean;
}

export interface PersonalRule {
  kind: keyof PersonalKinds;
  /** Global; what it matches, or its group `value`, is the personal part. All repetitions are bounded. */
  expression: RegExp;
  isPersonal?(value: string): boolean;
}

export const personalRules: readonly PersonalRule[] = [
  {
    kind: 'email',
    expression: /(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}(?![\w@])/g,
    isPersonal: (value) =>
      /\.[A-Za-z]{2,24}$/.test(value) &&
      !/^(?:git|noreply|no-reply)@|@(?:example\.(?:com|org|net)|[\w.-]*\.local)$|@\d+x\.\w+$/i.test(value),
  },
  {
    kind: 'home',
    expression:
      /(?<=(?:\/(?:Users|home)\/|[A-Za-z]:\\{1,4}Users\\{1,4}|-(?:Users|home)-))[A-Za-z0-9_][\w.]{0,63}/g,
    isPersonal: (value) =>
      !/^(?:shared|public|default|runner|user|username|you|name|ubuntu|node|app|vscode|linuxbrew)$/i.test(
        value,
      ),
  },
  {
    kind: 'ip',
    expression:
      /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w-]|\.\d)/g,
    isPersonal: (value) =>
      !/^(?:0\.|127\.|255\.|169\.254\.|22[4-9]\.|23\d\.)|^(?:1\.1\.1\.1|8\.8\.[48]\.[48]|1\.2\.3\.4)$|\.0\.0$|^\d\.\d\.\d\.\d$/.test(
        value,
      ),
  },
  {
    kind: 'ip',
    expression:
      /(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){3,7}(?::|[0-9a-fA-F]{1,4})(?::[0-9a-fA-F]{1,4}){0,4}(?![\w:.])/g,
    isPersonal: (value) =>
      /[0-9]/.test(value) &&
      (value.includes('::') || value.split(':').length === 8) &&
      !/^(?:\d{1,2}:){2,3}\d{1,2}$/.test(value),
  },
  {
    kind: 'phone',
    expression:
      /(?<![\w.+/-])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}(?![\w-])/g,
    isPersonal: (value) => value.replace(/\D/g, '').length >= 9 && value.replace(/\D/g, '').length <= 15,
  },
  { kind: 'phone', expression: /(?<![\w.+/-])(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\w-])/g },
];
