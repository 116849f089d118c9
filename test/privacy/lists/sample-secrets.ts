/**
 * Secrets in the forms that other projects' samples have: notes that hand on an account, files of programs, settings.
 * Forms after Samsung/CredSweeper's and Plazmaz/leaky-repo's sample files; the values are drawn.
 */
import { BASE32, secretList } from './list.ts';

export const sampleSecrets = secretList((g, one) => {
  const { alnum, hex, url64, base64, from, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, generated, word } = g;
  /** Eight characters of both cases with a digit, as an administrator hands them out. */
  const given = (): string =>
    from(UPPER, 1) + from(LOWER, 3) + from(UPPER, 1) + from(LOWER, 1) + from(DIGITS, 1) + from(UPPER, 1);
  const marked = (): string =>
    from(UPPER, 1) + from(LOWER, 2) + from(DIGITS, 2) + from(UPPER, 1) + from(LOWER, 1) + from('#@!', 2);

  // An account in one line
  one('account', given(), (s) => `ID/PW:master/${s}`);
  one('account', given(), (s) => `ID/Password: master/${s}`);
  one('account', given(), (s) => `id/pw master/${s}`);
  one('account', given(), (s) => `username/password:master/${s}`);
  one('account', given(), (s) => `user/pwd: master/${s}`);
  one('account', given(), (s) => `ID/PW=master/${s}`);
  one('account', given(), (s) => `ID/PW -> master / ${s}`);
  one('account', given(), (s) => `User/Password master/${s}`);
  one('account', given(), (s) => `ID/PW(master/${s})`);
  one('account', given(), (s) => `10.20.30.40 (master/${s})`);
  one('account', given(), (s) => `10.20.30.40(pw:${s})`);
  one('account', given(), (s) => `ssh ops@10.20.30.40 (PW:${s})`);
  one('account', given(), (s) => `ops@10.20.30.40, password: ${s}`);
  one('account', given(), (s) => `ID:ops@acme.io PW:${s}`);
  one('account', given(), (s) => `id: ops@acme.io password: ${s}`);
  one('account', given(), (s) => `ID-master / PASS - ${s}`);
  one('account', given(), (s) => `master is the username, ${s} is the password`);
  one('account', given(), (s) => `password for master:${s}`);
  one('account', given(), (s) => `password in staging is ${s}`);
  one('account', given(), (s) => `pwd of master is ${s}`);
  one('account', given(), (s) => `login/password - master/${s}`);
  one('account', given(), (s) => `Account name: shop, Initial Password: ${s}`);
  one('account', given(), (s) => `wifi: office (PW:${s})`);
  one('account', given(), (s) => `<ID>master</ID> <PW>${s}</PW>`);
  one('account', given(), (s) => `username: ops@acme.io password ${s}`);
  one('account', given(), (s) => `(ID)master/(PW)${s}`);
  // The password alone
  one('password', marked(), (s) => `Password:${s}`);
  one('password', marked(), (s) => `pw:${s}`);
  one('password', marked(), (s) => `Password ${s}`);
  one('password', marked(), (s) => `PASSWORD(${s})`);
  one('password', marked(), (s) => `default password:${s}`);
  one('password', marked(), (s) => `--pass ${s}`);
  one('password', marked(), (s) => `-password "${s}"`);
  one('password', marked(), (s) => `-pw ${s}`);
  one('password', marked(), (s) => `new password is ${s}`);
  one('password', marked(), (s) => `passwords: ${s}`);
  one('password', marked(), (s) => `P/W: ${s}`);
  one('password', marked(), (s) => `PW ${s}`);
  one('password', marked(), (s) => `비밀번호: ${s}`);
  one('password', marked(), (s) => `パスワード: ${s}`);
  one('password', marked(), (s) => `密码：${s}`);
  one('password', marked(), (s) => `пароль: ${s}`);
  one('password', marked(), (s) => `hasło: ${s}`);
  one('password', marked(), (s) => `-Domain 'localhost' -Password '${s}'`);
  // A secret alone
  const secret = (): string =>
    from(UPPER, 2) +
    from(LOWER, 2) +
    from(DIGITS, 1) +
    from(UPPER, 1) +
    from(LOWER, 2) +
    from(DIGITS, 1) +
    from(UPPER, 1) +
    from(LOWER, 2) +
    from(DIGITS, 1) +
    from(UPPER, 1) +
    from(DIGITS, 1);
  one('secret', secret(), (s) => `secret:${s}`);
  one('secret', secret(), (s) => `token: ${s}`);
  one('secret', secret(), (s) => `SECRET KEY:${s}`);
  one('secret', secret(), (s) => `Client secret ${s}`);
  one('secret', secret(), (s) => `Access Token ${s}`);
  one('secret', secret(), (s) => `API Secret: ${s}`);
  one('secret', secret(), (s) => `access key: ${s}`);
  one('secret', secret(), (s) => `Secret key ${s}`);
  one('secret', secret(), (s) => `Session Token ${s}`);
  one('secret', secret(), (s) => `acme.secret=${s}`);
  one('secret', secret(), (s) => `Authentication key:${s}`);
  one('secret', secret(), (s) => `--token ${s}`);
  one('secret', base64(22) + '==', (s) => `curl \\\n    --oauth2-bearer "${s}" \\\n    https://acme.io`);
  // Files of programs
  one(
    'robomongo',
    `${word()}pass`,
    (s) =>
      `        "databaseName" : "main",\n        "userName" : "mongouser",\n        "userPassword" : "${s}"`,
  );
  one(
    'robomongo',
    'SSH' + seasonal().replace(/\W/, ''),
    (s) => `      "sshHost" : "localhost",\n      "sshPassphrase" : "${s}",\n      "sshPort" : 22,`,
  );
  one(
    'ventrilo',
    'Admin' + given(),
    (s) => `[Server]\nName=Server\nAuth=1\nAdminPassword=${s}\nSendBuffer=0`,
  );
  one('irc', `${word()}_pass`, (s) => `IRC_NICK=nick\nIRC_PASS=${s}`);
  one(
    'tugboat',
    hex(32),
    (s) => `authentication:\n  client_key: x\n  api_key: ${s} # Risk.\nssh:\n  ssh_user: admin`,
  );
  one(
    'salesforce',
    `${word()}${word()}1`,
    (s) => `conn.login('username@acme.io', '${s}', function(err, res) {`,
  );
  one('remote-sync', `hunter${from(DIGITS, 2)}`, (s) => `    "username": "root",\n    "password": "${s}"`);
  one('bashrc', 'Pass!' + from(DIGITS, 5), (s) => `export GMAIL_PASSWORD="${s}"`);
  one('bashrc', hex(40), (s) => `export JEKYLL_GITHUB_TOKEN="${s}"`);
  one(
    'ftpconfig',
    seasonal(),
    (s) =>
      `{\n  "protocol": "sftp",\n  "host": "acme.io",\n  "user": "root",\n  "pass": "${s}",\n  "passphrase": ""\n}`,
  );
  one(
    'esmtprc',
    leet(),
    (s) => `hostname = smtp.acme.io:587\nusername = "ann"\npassword = "${s}"\nstarttls = required`,
  );
  one(
    'sftp-config',
    generated(),
    (s) => `    "user": "deploy",\n    "password": "${s}",\n    // "port": "22",`,
  );
  one('dbeaver', leet(), (s) => `<connection host="db" port="5432" user="app" password="${s}" type="DEV"/>`);
  one(
    'webservers',
    hex(26),
    (s) => `<fileTransfer host="acme.io" port="22" password="${s}" username="root">`,
  );
  one(
    'filezilla',
    base64Of(seasonal()),
    (s) => `<Host>ftp.acme.io</Host>\n<Port>21</Port>\n<User>ann</User>\n<Pass encoding="base64">${s}</Pass>`,
  );
  one('filezilla', leet(), (s) => `<User>ann</User>\n<Pass>${s}</Pass>\n<Logontype>1</Logontype>`);
  one('hub', hex(40), (s) => `github.com:\n- user: ann\n  oauth_token: ${s}\n  protocol: https`);
  one('proftpd', '$1$' + alnum(8) + '$' + alnum(22), (s) => `ann:${s}:1000:1000::/home/ann:/bin/bash`);
  one(
    'mongoid',
    leet(),
    (s) => `      hosts:\n        - db:27017\n      options:\n        user: app\n        password: ${s}`,
  );
  one(
    'dockercfg',
    base64Of('ann:' + 'Timber2035!'),
    (s) => `{"https://index.docker.io/v1/":{"auth":"${s}","email":"ann@acme.io"}}`,
  );
  one('heroku-json', 'HRKU-' + url64(60), (s) => `{"heroku": {"apiKey": "${s}"}}`);
  one('s3cfg', base64(40), (s) => `access_token = \nsecret_key = ${s}\nsend_chunk = 65536`);
  one(
    'logins',
    base64(64),
    (s) => `"hostname":"https://acme.io","encryptedUsername":"x","encryptedPassword":"${s}"`,
  );
  one(
    'deployment',
    seasonal(),
    (s) => `  "deploy": {\n    "username": "root",\n    "password": "${s}",\n    "host": "1.2.3.4"\n  }`,
  );
  one('dump', '$2a$' + '10$' + alnum(53), (s) => `INSERT INTO \`users\` VALUES (1,'ann','ann:${s}');`);
  one('secrets-yml', hex(128), (s) => `development:\n  secret_key_base: ${s}`);
  one('wp', generated(), (s) => `define('DB_USER', 'wp');\ndefine('DB_PASSWORD', '${s}');`);
  one('php', leet(), (s) => `$dbpass = '${s}';`);
  one('php', seasonal(), (s) => `$conn = new mysqli("localhost", "root", "${s}", "shop");`);
  one('django', leet(), (s) => `        'USER': 'app',\n        'PASSWORD': '${s}',\n        'HOST': '',`);
  one(
    'kucoin',
    hex(8) + '-' + hex(4) + '-' + hex(4) + '-' + hex(4) + '-' + hex(12),
    (s) => `api_secret = '${s}'`,
  );
  one('totp', from(BASE32, 26), (s) => `secret: ${s}`);
});
