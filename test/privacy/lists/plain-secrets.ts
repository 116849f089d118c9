/** Thirty kinds of secrets in the plainest places: what a person would write down who was asked for a hundred. */
import { BASE32, secretList } from './list.ts';

export const plainSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated, word } = g;

  // 1 cloud
  {
    const id = 'AKIA' + from(BASE32, 16);
    const key = base64(40);
    add('aws', `The staging creds: ${id} / ${key}`, id, key);
    add('aws', `{"aws":{"key":"${id}","secret":"${key}"}}`, id, key);
    add(
      'aws',
      `$ cat ~/.aws/credentials\n[prod]\naws_access_key_id = ${id}\naws_secret_access_key = ${key}\n`,
      id,
      key,
    );
    add('aws', `boto3.client("s3", aws_access_key_id="${id}", aws_secret_access_key="${key}")`, id, key);
  }
  one(
    'gcp',
    'AIza' + 'Sy' + url64(33),
    (s) => `<script src="https://maps.googleapis.com/maps/api/js?key=${s}&libraries=places"></script>`,
  );
  {
    const key = pem('PRIVATE KEY', '\\n');
    add(
      'gcp-account',
      `{"type":"service_account","project_id":"shop","private_key_id":"${hex(40)}","private_key":"${key}\\n","client_email":"x@shop.iam.gserviceaccount.com"}`,
      ...key.split('\\n').slice(1, -1),
    );
  }
  one(
    'azure',
    base64(86) + '==',
    (s) => `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${s};EndpointSuffix=core.windows.net`,
  );
  one('azure', alnum(3) + '8Q~' + alnum(34), (s) => `ARM_CLIENT_SECRET=${s} terraform plan`);
  one('digitalocean', 'dop' + '_v1_' + hex(64), (s) => `I ran doctl with ${s} and it worked`);
  // 2 hosts of code
  one(
    'github',
    'ghp' + '_' + alnum(36),
    (s) =>
      `remote: Invalid username or token.\nfatal: Authentication failed for 'https://${s}@github.com/acme/shop.git/'`,
  );
  one(
    'github',
    'github' + '_pat_11' + alnum(20) + '_' + alnum(59),
    (s) => `"env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${s}" }`,
  );
  one('github', 'ghs' + '_' + alnum(36), (s) => `##[debug]token=${s}`);
  one('gitlab', 'glpat' + '-' + url64(20), (s) => `> glab auth login --token ${s}`);
  one('npm', 'npm' + '_' + alnum(36), (s) => `echo "//registry.npmjs.org/:_authToken=${s}" > .npmrc`);
  one(
    'pypi',
    'pypi-AgEIcHlwaS5vcmc' + url64(150),
    (s) => `[pypi]\n  username = __token__\n  password = ${s}`,
  );
  one(
    'docker',
    'dckr' + '_pat_' + url64(27),
    (s) => `docker login -u acme -p ${s}\nWARNING! Using --password via the CLI is insecure.`,
  );
  // 3 models
  one(
    'openai',
    'sk-' + 'proj-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74),
    (s) => `openai.AuthenticationError: Incorrect API key provided: ${s}.`,
  );
  one('openai', 'sk-' + alnum(20) + 'T3Blbk' + 'FJ' + alnum(20), (s) => `client = OpenAI(api_key="${s}")`);
  one('anthropic', 'sk-ant-' + 'api03-' + url64(93) + 'AA', (s) => `export ANTHROPIC_API_KEY='${s}'`);
  one('huggingface', 'hf' + '_' + from(LOWER + UPPER, 34), (s) => `login(token="${s}")`);
  one(
    'openrouter',
    'sk-' + 'or-v1-' + hex(64),
    (s) => `Authorization: Bearer ${s}\nHTTP-Referer: https://acme.io`,
  );
  one('gemini', 'AIza' + 'Sy' + url64(33), (s) => `genai.configure(api_key="${s}")`);
  // 4 payments, mail, chat
  one('stripe', 'sk' + '_live_51' + alnum(97), (s) => `Stripe::Customer.list({}, { api_key: '${s}' })`);
  one(
    'stripe',
    'whsec' + '_' + alnum(32),
    (s) => `> Ready! Your webhook signing secret is ${s} (^C to quit)`,
  );
  one('twilio', hex(32), (s) => `TWILIO_ACCOUNT_SID=AC${hex(32)}\nTWILIO_AUTH_TOKEN=${s}`);
  one('sendgrid', 'SG' + '.' + url64(22) + '.' + url64(43), (s) => `sg = SendGridAPIClient("${s}")`);
  one('mailgun', 'key' + '-' + hex(32), (s) => `curl --user "api:${s}" https://api.mailgun.net/v3/domains`);
  one(
    'slack',
    'xoxp' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 13) + '-' + hex(32),
    (s) => `slack_token: ${s}`,
  );
  one(
    'slack-webhook',
    alnum(24),
    (s) =>
      `SLACK_WEBHOOK_URL="https://hooks.slack.com/services/T${from(UPPER + DIGITS, 8)}/B${from(UPPER + DIGITS, 8)}/${s}"`,
  );
  one('telegram', from('123456789', 10) + ':AA' + url64(33), (s) => `bot = Bot("${s}")`);
  one('discord', 'MTE' + alnum(23) + '.' + 'Gy' + alnum(4) + '.' + url64(38), (s) => `DISCORD_TOKEN=${s}`);
  // 5 keys
  for (const label of [
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'DSA PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
  ]) {
    const key = pem(label);
    add('pem', `Here is the key:\n\`\`\`\n${key}\n\`\`\`\nsave it as id_x`, ...key.split('\n').slice(1, -1));
  }
  {
    const indented = pem('PRIVATE KEY').split('\n');
    add(
      'pem-yaml',
      `tls.key: |-\n${indented.map((line) => '      ' + line).join('\n')}\ntype: kubernetes.io/tls`,
      ...indented.slice(1, -1),
    );
    const literal = pem('RSA PRIVATE KEY').split('\n');
    add(
      'pem-code',
      `const key = [\n${literal.map((line) => `  '${line}',`).join('\n')}\n].join('\\n');`,
      ...literal.slice(1, -1),
    );
    const twice = JSON.stringify(JSON.stringify({ key: pem('PRIVATE KEY') }));
    add('pem-twice', twice, ...twice.split('\\\\n').slice(1, -2));
  }
  one(
    'wireguard',
    base64(42) + 'I=',
    (s) => `[Interface]\nAddress = 10.8.0.2/24\nPrivateKey = ${s}\nDNS = 1.1.1.1`,
  );
  // 6 tokens of sessions
  one('jwt', jwt(), (s) => `Decoded token ${s} expires in 3600s`);
  one('jwt', jwt(), (s) => `localStorage.getItem('token')\n'${s}'`);
  one('jwt', jwt(), (s) => `wss://rt.acme.io/socket?jwt=${s}`);
  one('bearer', url64(43), (s) => `fetch(url, { headers: { Authorization: 'Bearer ${s}' } })`);
  one('bearer', hex(40), (s) => `Authorization: token ${s}`);
  one('basic', base64Of('admin:' + 'Gravel2032!'), (s) => `{"headers":{"Authorization":"Basic ${s}"}}`);
  one('cookie', hex(32), (s) => `curl -b "PHPSESSID=${s}; lang=de" https://shop.acme.io/account`);
  one('cookie', url64(90), (s) => `Set-Cookie: session=${s}; HttpOnly; SameSite=Lax`);
  one('cookie', alnum(26), (s) => `cookies={'sessionid': '${s}', 'theme': 'dark'}`);
  one('csrf', alnum(64), (s) => `X-CSRFToken: ${s}`);
  one('oauth', url64(60), (s) => `{"access_token":"x","refresh_token":"${s}","expires_in":3600}`);
  one('oauth', alnum(40), (s) => `client_id=web-app&client_secret=${s}&grant_type=client_credentials`);
  one('oauth', url64(50), (s) => `OAUTH_CLIENT_SECRET = "${s}"`);
  one('api-header', alnum(32), (s) => `-H "x-api-key: ${s}" -H "accept: application/json"`);
  one('api-url', hex(32), (s) => `https://api.acme.io/v1/rates?apikey=${s}&base=EUR`);
  // 7 databases
  one('postgres', leet(), (s) => `DATABASE_URL="postgresql://shop:${s}@db.internal:5432/shop?schema=public"`);
  one(
    'postgres',
    seasonal(),
    (s) => `psql: error: connection to "postgres://shop:${s}@db/shop" failed: timeout`,
  );
  one('postgres', short(), (s) => `POSTGRES_PASSWORD=${s}`);
  one('mysql', marked().replace(/[@#&%]/g, 'x'), (s) => `mysql://root:${s}@127.0.0.1:3306/shop`);
  one('mysql', words(), (s) => `MYSQL_ROOT_PASSWORD: ${s}`);
  one('mysql', seasonal(), (s) => `mysql -uroot -p${s} -e "show databases"`);
  one('mongo', generated(), (s) => `mongodb+srv://app:${s}@cluster0.ab1cd.mongodb.net/?retryWrites=true`);
  one('redis', alnum(32), (s) => `REDIS_URL=rediss://default:${s}@eu1.upstash.io:6379`);
  one('redis', leet(), (s) => `redis: { host: 'cache', password: '${s}' }`);
  one(
    'mssql',
    marked().replace(/[;&]/g, 'x'),
    (s) => `Server=db;Database=Shop;User Id=sa;Password=${s};TrustServerCertificate=True`,
  );
  one('amqp', leet(), (s) => `amqp://guest2:${s}@mq:5672/%2F`);
  one('sql', seasonal(), (s) => `ALTER USER postgres WITH PASSWORD '${s}';`);
  one('sql', leet(), (s) => `GRANT ALL ON *.* TO 'app'@'%' IDENTIFIED BY '${s}' WITH GRANT OPTION;`);
  // 8 config
  one('env', generated(), (s) => `# .env\nPORT=3000\nJWT_SECRET=${s}\nLOG_LEVEL=info`);
  one('env', seasonal(), (s) => `ADMIN_PASSWORD="${s}"`);
  one('env', hex(32), (s) => `ENCRYPTION_KEY=${s}`);
  one('env', leet(), (s) => `SMTP_PASS=${s}`);
  one('yaml', words(), (s) => `  admin:\n    user: root\n    password: "${s}"`);
  one('yaml', generated(), (s) => `auth:\n  apiToken: ${s}`);
  one('json', seasonal(), (s) => `{ "user": "admin", "password": "${s}" }`);
  one('json', alnum(40), (s) => `"clientSecret": "${s}",`);
  one('toml', leet(), (s) => `[database]\nurl = "x"\npassword = "${s}"`);
  one('ini', short(), (s) => `[mail]\nuser = ops\npassword = ${s}\n`);
  one('properties', generated(), (s) => `app.security.jwt.secret=${s}`);
  one('xml', seasonal(), (s) => `<dataSource user="app" password="${s}" />`);
  one('compose', leet(), (s) => `    environment:\n      - DB_PASSWORD=${s}\n      - TZ=UTC`);
  one(
    'k8s',
    base64Of(generated()),
    (s) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ntype: Opaque\ndata:\n  DB_PASSWORD: ${s}\n`,
  );
  one(
    'terraform',
    marked(),
    (s) => `resource "aws_db_instance" "x" {\n  username = "app"\n  password = "${s}"\n}`,
  );
  one('htpasswd', '$2y$' + '10$' + alnum(53), (s) => `admin:${s}`);
  // 9 commands
  one('curl', seasonal(), (s) => `curl -u admin:${s} http://localhost:8080/api`);
  one('curl', leet(), (s) => `curl -X POST -d 'username=admin&password=${s}' https://acme.io/login`);
  one('sshpass', leet(), (s) => `sshpass -p ${s} ssh deploy@10.0.0.4`);
  one('option', generated(), (s) => `./deploy.sh --api-key ${s} --env prod`);
  one('option', seasonal(), (s) => `python manage.py createadmin --username root --password '${s}'`);
  one('pgpassword', leet(), (s) => `PGPASSWORD=${s} psql -U app -h db`);
  one('gpg', words(), (s) => `gpg --passphrase '${s}' --batch -d x.gpg`);
  one('git', alnum(40), (s) => `git remote set-url origin https://oauth2:${s}@git.acme.io/shop.git`);
  // 10 code
  one('js', generated(), (s) => `const password = "${s}";`);
  one('js', alnum(32), (s) => `const API_KEY = '${s}'`);
  one('python', seasonal(), (s) => `PASSWORD = "${s}"`);
  one('python', leet(), (s) => `smtp.login("ops@acme.io", "${s}")`);
  one('java', generated(), (s) => `private static final String DB_PASSWORD = "${s}";`);
  one('go', alnum(40), (s) => `apiToken := "${s}"`);
  one('php', seasonal(), (s) => `$pass = '${s}';`);
  one('ruby', leet(), (s) => `config.password = "${s}"`);
  one('csharp', generated(), (s) => `var password = "${s}";`);
  one('rust', alnum(40), (s) => `const TOKEN: &str = "${s}";`);
  // 11 people
  one('chat', short(), (s) => `my password is ${s}`);
  one('chat', `${word()}${from(DIGITS, 3)}`, (s) => `password: ${s}`);
  one('chat', leet(), (s) => `the db password is ${s}, user is app`);
  one('chat', seasonal(), (s) => `You can use test@acme.io / ${s} to log in.`);
  one('chat', alnum(32), (s) => `here is the token: ${s}`);
  one('chat', hex(32), (s) => `api key: ${s}`);
  one('chat', uuid(), (s) => `API token ${s} is for staging`);
  // 12 others
  one('totp', from(BASE32, 32), (s) => `TOTP_SECRET=${s}`);
  one(
    'mnemonic',
    'gravel otter violet timber copper harbor saddle pepper rocket lantern walnut meadow',
    (s) => `const mnemonic = "${s}";`,
  );
  one('ethereum', '0x' + hex(64), (s) => `PRIVATE_KEY=${s}`);
  one(
    'sas',
    encodeURIComponent(base64(43) + '='),
    (s) => `https://shop.blob.core.windows.net/x/a.zip?sv=2022-11-02&sr=b&sp=r&se=2027-01-01&sig=${s}`,
  );
  one(
    'presigned',
    hex(64),
    (s) =>
      `https://shop.s3.amazonaws.com/a.zip?X-Amz-Credential=x&X-Amz-Date=20261120T000000Z&X-Amz-Signature=${s}`,
  );
  one('sentry', hex(32), (s) => `SENTRY_DSN=https://${s}@o123.ingest.sentry.io/456`);
});
