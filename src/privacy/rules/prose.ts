/** Secrets told in a sentence, without `=` or `:` right behind the name. */
import { isDrawn, isJoined, looksTold, looksTyped, withoutMarks } from './typed.ts';
import { lastOf, matchAt, type Rule } from './rule.ts';
import { PASSWORD_WORDS } from './names.ts';
import { isPhrase } from './values.ts';

const VALUE = `\\\\*["'\`*]{0,3}([^\\s"'\`<>]{8,200})`;

/** What joins the two in a sentence of some languages; `TO_BE` stands where other words come before it. */
const TO_BE = 'is now|is|are|as|to|now|ist|lautet|es|est|é|è|jest|är|er|wordt';
/** `password Sommer2024!`, `the root pw is …`, `passphrase: …` after a few words. */
const TOLD = new RegExp(
  `(?:password|passwd|passphrase|passcode|passwort|kennwort|mot de passe|contrase(?:ñ|n)a|palavra-passe|senha|wachtwoord|pwd|pw|pass)s?` +
    `(?: (?:for|of|on|to|in) (?:[\\w.@-]{1,30} ?){1,4}|[ \\t]\\([^)\\n]{1,30}\\)|(?: [^\\s"'\`<>=:;,.(){}]{1,24}){1,6}?(?= (?:${TO_BE})[ :]))?` +
    `(?: ?:| (?:${TO_BE}|was):?| =|=|,| →| ->)?(?:[ \\t]{1,3}|(?<= (?:for|of|on) [\\w.@-]{1,30}:))${VALUE}`,
  'iy',
);

const toldPassword: Rule = {
  anchors: [...PASSWORD_WORDS, 'passwd', 'palavra-passe', ' pwd ', ' pw ', ' pass ', 'pw '],
  find(text, at, report) {
    const start = text[at] === ' ' ? at + 1 : at;
    if (
      text.charAt(start - 1) === '/' ||
      (text[at] !== ' ' && /[A-Za-z0-9]pw /i.test(text.slice(at - 1, at + 3)))
    )
      return;
    const match = matchAt(TOLD, text, start);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    const joined = /(?:[:=]| is| ist| lautet| es| est)[ \t]*[\\"'`*]{0,3}$/.test(
      match[0].slice(0, -match[1]!.length),
    );
    if (
      !isJoined(value) &&
      (!looksTyped(value) || !(joined || isDrawn(value) || /[^A-Za-z0-9_.,/-]/.test(value)))
    )
      return;
    const from = start + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** "the password is hunter2", "use hunter2 as pw", "hunter2 is the password". */
const SAID =
  /(?:password|pasword|passwrod|passowrd|passwort|kennwort|passphrase|passcode|contraseña|mot de passe|senha|wachtwoord|pass|pwd|pw)(?: (?:for|of|on|to|in|für|de|del|da|do|du|voor) [^\n"`:=,;<>(){}]{1,50}?)?(?: \([^)\n]{1,30}\):?| is| was| from|'s| ist| lautet| es| est| é| è| ?:| should be| will be| to)(?: now)?:?[ \t]{1,2}\\*["'`*]{0,3}([^\s"'`<>*]{6,200})/iy;
const SAID_BEFORE =
  /([^\s"'`<>*]{6,200})\\*["'`*]{0,3} (?:as|is) (?:the |your |my |a |admin |root |test |default ){0,3}$/i;

const saidPassword: Rule = {
  anchors: [
    ...PASSWORD_WORDS,
    'pasword',
    'passwrod',
    'passowrd',
    ' pass ',
    'pass is ',
    'pass: ',
    'pass : ',
    ' pwd',
    ' pw',
    'pwd ',
    'pw ',
  ],
  find(text, at, report) {
    const start = text[at] === ' ' ? at + 1 : at;
    // Of tests `PASS:` tells how they went.
    if (/[\w/-]/.test(text.charAt(start - 1)) || text.startsWith('PASS:', start)) return;
    const after = matchAt(SAID, text, start);
    if (after !== undefined) {
      const value = withoutMarks(after[1]!);
      const from = start + after[0].length - after[1]!.length;
      if (looksTold(value)) report({ start: from, end: from + value.length, kind: 'password' });
      return;
    }
    const before = text.slice(Math.max(0, start - 100), start);
    const said = /[ "'`*](?:as|is) (?:[a-z]+ ){0,3}$/i.test(before.slice(-30))
      ? SAID_BEFORE.exec(before)
      : null;
    if (
      said === null ||
      !/^(?:password|passwort|passphrase|passcode|pass|pwd|pw)\b/i.test(text.slice(start, start + 11))
    )
      return;
    const from = start - before.length + said.index;
    if (looksTold(said[1]!)) report({ start: from, end: from + said[1]!.length, kind: 'password' });
  },
};

/** "passphrase for the deploy key is: …" and nothing else on the line. */
const TOLD_PHRASE =
  /passphrase[^\n:"'`=]{0,60}: ?((?:[a-z]{3,12} ){3,9}[a-z0-9]{2,12})(?=[.]?[ \t]*(?:\r?\n|$))/iy;

const toldPhrase: Rule = {
  anchors: ['passphrase'],
  find(text, at, report) {
    const match = matchAt(TOLD_PHRASE, text, at);
    if (match === undefined || !isPhrase(match[1]!.replace(/ \d+$/, ''))) return;
    report(lastOf(match, 'password'));
  },
};

/** The word for it in other scripts and languages. */
const FOREIGN =
  /(?:비밀번호|패스워드|암호|パスワード|密码|密碼|пароль|hasło|heslo|lösenord|adgangskode|passord|salasana|şifre|parola|jelszó|mật khẩu|कूटशब्द|كلمة المرور|סיסמה|รหัสผ่าน)(?:は|は、|는|은|是|为)?(?: (?:is|to|jest|je|är|er|on))? ?[:：=は是]? ?["'`*「]{0,3}([\x21-\x7e]{6,200})/iy;

const foreignPassword: Rule = {
  anchors: [
    '비밀번호',
    '패스워드',
    '암호:',
    '암호 ',
    'パスワード',
    '密码:',
    '密码：',
    '密码是',
    '密码为',
    '密碼:',
    '密碼：',
    'пароль',
    'Пароль',
    'hasło',
    'heslo',
    'lösenord',
    'adgangskode',
    'passord',
    'salasana',
    'şifre',
    'parola',
    'jelszó',
    'mật khẩu',
    'كلمة المرور',
    'סיסמה',
    'รหัสผ่าน',
  ],
  find(text, at, report) {
    const match = matchAt(FOREIGN, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!.replace(/["'`*<].*$/, ''));
    if (!looksTold(value)) return;
    const from = at + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

export const proseRules: readonly Rule[] = [toldPassword, saidPassword, toldPhrase, foreignPassword];
