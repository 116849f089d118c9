/** What the test suite of a secret scanner holds: every way to assign, and the files that leak. */
import { BASE32, BASE58, secretList } from './list.ts';

export const suiteSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pemBody, base64Of, word, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated } = g;
  const lower = LOWER + DIGITS;

  // every way to assign, each with a key of another service
  one('assign-shell', hex(32), (s) => `algolia_token=${s}`);
  one('assign-ini', from(lower, 40), (s) => `[bitbucket]\nbitbucketToken = ${s}`);
  one('assign-ini-quoted', alnum(43), (s) => `[contentful]\ncontentfulToken="${s}"`);
  one('assign-json', from(lower, 26), (s) => `{"mattermost_token":"${s}"}`);
  one('assign-json-escaped', hex(40), (s) => `{\\"sumologic_token\\":\\"${s}\\"}`);
  one('assign-json-pair', alnum(32), (s) => `{"Name":"etsy_TOKEN","Value":"${s}"}`);
  one('assign-json-inline', alnum(36), (s) => `"config.ini": "FASTLY_TOKEN=${s}\\nBACKUP_ENABLED=true"`);
  one('assign-yaml', hex(64), (s) => `confluent_token: ${s}`);
  one('assign-yaml-quoted', alnum(24), (s) => `zendesk_token: '${s}'`);
  one('assign-xml', uuid(), (s) => `<travisciToken>${s}</travisciToken>`);
  one('assign-xml-lines', alnum(22), (s) => `<nytimesToken>\n    ${s}\n</nytimesToken>`);
  one('assign-cs', from(lower, 32), (s) => `string asanaToken = "${s}";`);
  one('assign-go', alnum(40), (s) => `var okta_token = "${s}"`);
  one('assign-go-const', hex(32), (s) => `const codecovToken string = "${s}"`);
  one('assign-java', url64(64), (s) => `private static final String DROPBOX_TOKEN = "${s}";`);
  one('assign-java-escaped', hex(40), (s) => `String config = "{\\"lob_token\\":\\"${s}\\"}";`);
  one('assign-kotlin', alnum(20), (s) => `var yandexToken: String = "${s}"`);
  one('assign-php', from(lower, 30), (s) => `$twitchToken .= "${s}";`);
  one('assign-php-array', alnum(28), (s) => `'plaid_secret' => '${s}',`);
  one('assign-python', hex(32), (s) => `mailgun_token += "${s}"`);
  one('assign-python-bytes', hex(64), (s) => `COINBASE_SECRET = b"${s}"`);
  one('assign-python-raw', alnum(44), (s) => `jfrog_token = r'${s}'`);
  one('assign-ruby-symbol', hex(40), (s) => `:sonar_token => "${s}"`);
  one('assign-makefile', alnum(35), (s) => `SNYK_TOKEN := ${s}`);
  one('assign-makefile-q', uuid(), (s) => `heroku_TOKEN ?= "${s}"`);
  one('assign-swift', url64(40), (s) => `let mapboxSecretToken = "${s}"`);
  one('assign-objc', alnum(32), (s) => `NSString *const kFlickrSecret = @"${s}";`);
  one('assign-rust', hex(48), (s) => `pub const LAUNCH_TOKEN: &'static str = "${s}";`);
  one('assign-scala', alnum(30), (s) => `val facebookSecret: String = """${s}"""`);
  one('assign-lua', alnum(26), (s) => `local discord_token = [[${s}]]`);
  one('assign-perl', marked().replace(/[$@%]/g, '!'), (s) => `my $password = '${s}';`);
  one('assign-powershell', seasonal(), (s) => `$Password = "${s}"`);
  one('assign-elixir', base64(64), (s) => `config :app, AppWeb.Endpoint, secret_key_base: "${s}"`);
  one('assign-nix', generated(), (s) => `services.gitea.database.password = "${s}";`);
  one('assign-batch', generated(), (s) => `SET DB_PASSWORD=${s}\r\n`);
  one('assign-fish', alnum(30), (s) => `set -gx TOKEN ${s}`);
  one('assign-compare', leet(), (s) => `if (password == "${s}") { grant(); }`);
  one('assign-default-arg', generated(), (s) => `def connect(host, user="app", password="${s}"):`);
  one('assign-or', alnum(32), (s) => `secret = os.environ.get("APP_SECRET", "${s}")`);
  one('assign-annotation', generated(), (s) => `@Value("\${db.password:${s}}") private String password;`);
  one('assign-comment', generated(), (s) => `// password: ${s}`);
  one('assign-sql-var', seasonal(), (s) => `DECLARE @password NVARCHAR(50) = N'${s}';`);
  one('assign-css-like', alnum(40), (s) => `--api-token: ${s};`);

  // the files that leak
  one(
    'filezilla',
    base64Of(generated()),
    (s) =>
      `<Server><Host>ftp.acme.dev</Host><Port>21</Port><User>web</User><Pass encoding="base64">${s}</Pass></Server>`,
  );
  one(
    'sftp-json',
    leet(),
    (s) =>
      `{\n  "host": "acme.dev",\n  "username": "deploy",\n  "password": "${s}",\n  "remotePath": "/var/www"\n}`,
  );
  one('git-credentials', hex(40), (s) => `https://ann:${s}@bitbucket.org\n`);
  one('netrc-line', alnum(40), (s) => `machine github.com login ann password ${s}`);
  one('pgpass', generated(), (s) => `db.acme.dev:5432:shop:app:${s}`);
  one(
    's3cfg',
    base64(40),
    (s) => `[default]\naccess_key = ${'AKIA' + from(BASE32, 16)}\nsecret_key = ${s}\n`,
  );
  one('tugboat', hex(32), (s) => `---\nauthentication:\n  client_key: ${hex(32)}\n  api_key: ${s}\n`);
  one('htpasswd', '$apr1$' + alnum(8) + '$' + alnum(22), (s) => `ann:${s}`);
  one('shadow', '$6$' + alnum(16) + '$' + alnum(86), (s) => `root:${s}:19000:0:99999:7:::`);
  one('proftpd', '$1$' + alnum(8) + '$' + alnum(22), (s) => `ftpuser:${s}:1001:1001::/srv/ftp:/bin/false`);
  one(
    'mongoid',
    generated(),
    (s) =>
      `production:\n  clients:\n    default:\n      database: shop\n      options:\n        user: 'app'\n        password: '${s}'\n`,
  );
  one('rails-secrets', hex(128), (s) => `production:\n  secret_key_base: ${s}\n`);
  one('wp-config', seasonal(), (s) => `define('DB_USER', 'wp');\ndefine('DB_PASSWORD', '${s}');`);
  one('heroku-json', uuid(), (s) => `{"heroku":{"HEROKU_EMAIL":"ann@acme.dev","HEROKU_API_KEY":"${s}"}}`);
  one('hub', hex(40), (s) => `github.com:\n- user: ann\n  oauth_token: ${s}\n  protocol: https\n`);
  one(
    'gh-hosts',
    'gho' + '_' + alnum(36),
    (s) => `github.com:\n    users:\n        ann:\n            oauth_token: ${s}\n`,
  );
  one(
    'dockercfg',
    base64Of(`ann:${leet()}`),
    (s) => `{"https://index.docker.io/v1/":{"auth":"${s}","email":"ann@acme.dev"}}`,
  );
  one('npmrc-old', base64Of(`ann:${generated()}`), (s) => `_auth = ${s}\nemail = ann@acme.dev\n`);
  one(
    'npmrc-password',
    base64Of(generated()),
    (s) => `//npm.acme.dev/:username=ann\n//npm.acme.dev/:_password="${s}"`,
  );
  one('pip-conf', generated(), (s) => `[global]\nindex-url = https://ann:${s}@pypi.acme.dev/simple/`);
  one(
    'maven-settings',
    seasonal(),
    (s) => `<server>\n  <id>central</id>\n  <username>ann</username>\n  <password>${s}</password>\n</server>`,
  );
  one('gradle-properties', generated(), (s) => `sonatypeUsername=ann\nsonatypePassword=${s}\n`);
  one('jenkins-xml', '{AQAAABAAAAAw' + base64(86) + '=}', (s) => `<password>${s}</password>`);
  one('tomcat-users', leet(), (s) => `<user username="admin" password="${s}" roles="manager-gui"/>`);
  one(
    'web-config',
    generated(),
    (s) =>
      `<add name="Db" connectionString="Data Source=sql;Initial Catalog=shop;User Id=sa;Password=${s}" providerName="System.Data.SqlClient" />`,
  );
  one('app-settings', alnum(44), (s) => `<add key="ApiSecret" value="${s}" />`);
  one(
    'machine-key',
    hex(64).toUpperCase(),
    (s) => `<machineKey validationKey="${s}" validation="HMACSHA256" />`,
  );
  one('appsettings-json', base64(43) + '=', (s) => `{"Jwt":{"Issuer":"acme","Key":"${s}"}}`);
  one('ovpn-auth', generated(), (s) => `<auth-user-pass>\nann\n${s}\n</auth-user-pass>`);
  {
    const lines = Array.from({ length: 8 }, () => hex(32));
    add(
      'ovpn-static',
      `<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\n${lines.join('\n')}\n-----END OpenVPN Static key V1-----\n</tls-auth>`,
      ...lines,
    );
    const body = pemBody(7);
    add(
      'pem-one-line',
      `KEY="-----BEGIN PRIVATE KEY-----${body.join('')}-----END PRIVATE KEY-----"`,
      ...body,
    );
    const cut = pemBody(4);
    add(
      'pem-truncated',
      `-----BEGIN RSA PRIVATE KEY-----\n${cut.slice(0, -1).join('\n')}\n[truncated]`,
      ...cut.slice(0, -1),
    );
    const service = pemBody(9);
    add(
      'service-account',
      JSON.stringify({
        type: 'service_account',
        private_key: `-----BEGIN PRIVATE KEY-----\n${service.join('\n')}\n-----END PRIVATE KEY-----\n`,
      }),
      ...service,
    );
    const [a, b] = [seasonal(), generated()];
    add(
      'sql-dump',
      `INSERT INTO \`users\` (\`id\`, \`login\`, \`password\`) VALUES (1,'ann','${a}'),(2,'bob','${b}');`,
      a,
      b,
    );
  }
  one('zsh-history', generated(), (s) => `: 1760000000:0;mysql -u root -p'${s}' shop`);
  one('bash-profile', alnum(32), (s) => `export HOMEBREW_GITHUB_API_TOKEN=${s}`);
  one(
    'dockerfile',
    generated(),
    (s) => `FROM node:24\nENV NODE_ENV=production \\\n    DB_PASSWORD=${s} \\\n    PORT=80`,
  );
  one('dockerfile-arg', alnum(36), (s) => `ARG NPM_TOKEN="${s}"`);
  one('gitlab-ci', generated(), (s) => `variables:\n  MYSQL_ROOT_PASSWORD: "${s}"`);
  one(
    'circle-ci',
    leet(),
    (s) => `      - image: cimg/postgres:16\n        environment:\n          POSTGRES_PASSWORD: ${s}`,
  );
  one('cloudformation', generated(), (s) => `"MasterUserPassword": { "Type": "String", "Default": "${s}" }`);
  one('tfvars', generated(), (s) => `db_username = "admin"\ndb_password = "${s}"`);
  one('tfstate', generated(), (s) => `"attributes": {"engine":"postgres","password":"${s}","port":5432}`);
  one('ansible-vars', seasonal(), (s) => `ansible_user: deploy\nansible_ssh_pass: ${s}`);
  one('vagrantfile', generated(), (s) => `config.ssh.password = "${s}"`);
  one('nginx', alnum(40), (s) => `proxy_set_header X-Api-Key "${s}";`);
  one('nginx-basic', base64Of(`ann:${generated()}`), (s) => `proxy_set_header Authorization "Basic ${s}";`);
  one('apache-env', generated(), (s) => `SetEnv DB_PASS "${s}"`);
  one('haproxy', leet(), (s) => `stats auth admin:${s}`);
  one('haproxy-user', seasonal(), (s) => `userlist ops\n  user ann insecure-password ${s}`);
  one('prometheus', generated(), (s) => `basic_auth:\n  username: prom\n  password: ${s}`);
  one(
    'alertmanager',
    `T${from(UPPER + DIGITS, 8)}/B${from(UPPER + DIGITS, 10)}/${alnum(24)}`,
    (s) => `api_url: https://hooks.slack.com/services/${s}`,
  );
  one(
    'grafana-ini',
    seasonal(),
    (s) => `[security]\nadmin_user = admin\nadmin_password = ${s}\nsecret_key = SW2YcwTIb9zpOOhoPsMm`,
  );
  one('redis-conf', hex(48), (s) => `bind 127.0.0.1\nrequirepass ${s}\nmaxmemory 2gb`);
  one('rabbitmq', generated(), (s) => `default_user = ops\ndefault_pass = ${s}\n`);
  one('wpa-supplicant', words(), (s) => `network={\n  ssid="Acme"\n  psk="${s}"\n}`);
  one('esmtprc', generated(), (s) => `hostname = smtp.acme.dev:587\nusername = "ann"\npassword = "${s}"\n`);
  one(
    'msmtp',
    from(LOWER, 16),
    (s) => `account gmail\nhost smtp.gmail.com\nuser ann@acme.dev\npassword ${s}\n`,
  );
  one('muttrc', from(LOWER, 16), (s) => `set imap_pass = "${s}"`);
  one('fetchmail', leet(), (s) => `poll mail.acme.dev protocol imap user "ann" password "${s}"`);
  one('cifs', generated(), (s) => `//nas/share /mnt/nas cifs username=ann,password=${s},uid=1000 0 0`);
  one('davfs', short(), (s) =>
    `/mnt/cloud ann ${s}`
      .replace(/^/, '# davfs2 secrets\n')
      .replace('/mnt/cloud ann', 'https://cloud.acme.dev/dav ann password'),
  );
  one(
    'rclone',
    url64(22) + '_' + alnum(10),
    (s) => `[nas]\ntype = sftp\nhost = nas\nuser = ann\npass = ${s}\n`,
  );
  one('irssi', short(), (s) => `  { address = "irc.libera.chat"; port = "6697"; password = "${s}"; }`);
  one('xauth', hex(32), (s) => `xauth add :0 MIT-MAGIC-COOKIE-1 ${s}`);
  one('kubeconfig-token', jwt(), (s) => `users:\n- name: admin\n  user:\n    token: ${s}\n`);
  one(
    'kubeconfig-key',
    base64Of('-----BEGIN EC PRIVATE KEY-----\n' + base64(160)),
    (s) => `    client-key-data: ${s}\n`,
  );
  one('helm-values', generated(), (s) => `postgresql:\n  auth:\n    username: shop\n    password: ${s}\n`);
  one('sealed-env', alnum(32), (s) => `- name: SESSION_SECRET\n  value: ${s}\n`);
  one(
    'robomongo',
    generated(),
    (s) =>
      `"credentials" : [{ "databaseName" : "admin", "userName" : "ann", "userPassword" : "${s}", "enabled" : true }]`,
  );
  one(
    'dbeaver',
    generated(),
    (s) => `{"postgres-jdbc-1": {"#connection": {"user": "ann", "password": "${s}"}}}`,
  );
  one('idea-xml', generated(), (s) => `<option name="password" value="${s}" />`);
  one(
    'firebase-config',
    'AIza' + 'Sy' + url64(33),
    (s) => `const firebaseConfig = { apiKey: "${s}", authDomain: "acme.firebaseapp.com" };`,
  );
  one('google-services', 'AIza' + 'Sy' + url64(33), (s) => `"api_key": [ { "current_key": "${s}" } ]`);
  one('plist', alnum(32), (s) => `<key>ClientSecret</key>\n\t<string>${s}</string>`);
  one('android-strings', alnum(40), (s) => `<string name="api_secret">${s}</string>`);
  one('telegram-env', from('123456789', 10) + ':AA' + url64(33), (s) => `BOT_TOKEN="${s}"`);
  one('wif', '5' + from(BASE58, 50), (s) => `wif = "${s}"`);
  one('eth-key', '0x' + hex(64), (s) => `PRIVATE_KEY=${s}`);
  one('mnemonic', Array.from({ length: 12 }, () => word()).join(' '), (s) => `MNEMONIC="${s}"`);
  one('otp', from(BASE32, 16), (s) => `totp_secret: ${s}`);
});
