/** Secrets of every day again, written after all other lists: what a second person would write down for a hundred. */
import { BASE32, secretList } from './list.ts';

export const everydaySecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, short, generated } = g;

  one('github', 'ghp' + '_' + alnum(36), (s) => `git push https://${s}@github.com/acme/api.git HEAD:main`);
  one('github', 'gho' + '_' + alnum(36), (s) => `hosts.yml:    oauth_token: ${s}`);
  one('gitlab', 'glpat' + '-' + url64(20), (s) => `CI_JOB_TOKEN unset, falling back to ${s}`);
  one('openai', 'sk-' + 'proj-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74), (s) => `   8→OPENAI_API_KEY=${s}`);
  one('anthropic', 'sk-ant-' + 'api03-' + url64(93) + 'AA', (s) => `{"env":{"ANTHROPIC_AUTH_TOKEN":"${s}"}}`);
  one('stripe', 'sk' + '_test_' + alnum(24), (s) => `curl https://api.stripe.com/v1/charges -u ${s}:`);
  one(
    'slack',
    'xoxb' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + alnum(24),
    (s) => `invalid_auth for token ${s}`,
  );
  one('sendgrid', 'SG' + '.' + url64(22) + '.' + url64(43), (s) => `smtp password: ${s}`);
  one('npm', 'npm' + '_' + alnum(36), (s) => `NODE_AUTH_TOKEN=${s} npm publish`);
  one('google', 'AIza' + 'Sy' + url64(33), (s) => `"current_key": "${s}"`);
  one('google', 'GOCSPX' + '-' + url64(28), (s) => `"installed":{"client_id":"x","client_secret":"${s}"}`);
  {
    const id = 'ASIA' + from(BASE32, 16);
    const key = base64(40);
    const session = 'IQoJb3JpZ2luX2Vj' + base64(200);
    add(
      'aws',
      `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${key}"\nexport AWS_SESSION_TOKEN="${session}"`,
      id,
      key,
      session,
    );
    add('aws', `provider "aws" {\n  access_key = "${id}"\n  secret_key = "${key}"\n}`, id, key);
  }
  one(
    'azure',
    base64(43) + '=',
    (s) => `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=${s}`,
  );
  one('jwt', jwt(), (s) => `{"data":{"login":{"token":"${s}"}}}`);
  one('jwt', jwt(), (s) => `Authorization: Bearer ${s}`);
  one('cookie', url64(50), (s) => `< set-cookie: sid=${s}; Path=/; Secure`);
  one('cookie', alnum(32), (s) => `curl --cookie 'auth=${s}' https://acme.io`);
  one('basic', base64Of('ops:' + 'Harbor2039!'), (s) => `Authorization: Basic ${s}`);
  for (const label of [
    'PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
    'RSA PRIVATE KEY',
  ]) {
    const key = pem(label);
    add('pem', `$ cat key\n${key}\n$`, ...key.split('\n').slice(1, -1));
    const once = pem(label, '\\n');
    add('pem', `PRIVATE_KEY="${once}"`, ...once.split('\\n').slice(1, -1));
  }
  one('postgres', seasonal(), (s) => `postgres://shop:${s}@localhost:5433/shop_test`);
  one('mysql', leet(), (s) => `DATABASE_URL=mysql2://root:${s}@db/shop`);
  one('mongo', generated(), (s) => `mongoose.connect('mongodb+srv://shop:${s}@c0.mongodb.net/x')`);
  one('redis', generated(), (s) => `redis://:${s}@localhost:6379/1`);
  one('jdbc', leet(), (s) => `jdbc:postgresql://db/shop?user=shop&password=${s}`);
  one('ado', generated(), (s) => `Data Source=db;User ID=sa;Password=${s};Initial Catalog=shop`);
  one('env', short(), (s) => `DB_PASSWORD=${s}`);
  one('env', words(), (s) => `APP_PASSWORD=${s}`);
  one('env', seasonal(), (s) => `export MAIL_PASSWORD="${s}"`);
  one('env', hex(64), (s) => `SESSION_SECRET=${s}`);
  one('env', uuid(), (s) => `HEROKU_API_KEY=${s}`);
  one('env', alnum(32), (s) => `ALGOLIA_ADMIN_KEY=${s}`);
  one('env', generated(), (s) => `NEXTAUTH_SECRET='${s}'`);
  one('yaml', leet(), (s) => `database:\n  adapter: postgresql\n  password: ${s}`);
  one('yaml', generated(), (s) => `- name: SECRET_KEY\n  value: ${s}`);
  one('yaml', generated(), (s) => `- name: API_TOKEN\n          value: "${s}"`);
  one('json', short(), (s) => `{"login":"ann","password":"${s}"}`);
  one('json', alnum(40), (s) => `{"apiSecret":"${s}"}`);
  one('json', alnum(40), (s) => `{\\"access_token\\":\\"${s}\\"}`);
  one('toml', generated(), (s) => `api_key = "${s}"`);
  one('ini', leet(), (s) => `[client]\npassword=${s}`);
  one('xml', generated(), (s) => `<add key="ApiKey" value="${s}" />`);
  one('xml', seasonal(), (s) => `<password>${s}</password>`);
  one('properties', leet(), (s) => `spring.mail.password=${s}`);
  one('command', leet(), (s) => `mysqldump -ushop -p${s} shop`);
  one('command', seasonal(), (s) => `docker login registry.acme.io -u ci -p ${s}`);
  one('command', generated(), (s) => `http --auth ann:${s} GET acme.io/api`);
  one('command', alnum(40), (s) => `vercel --token ${s} --prod`);
  one('command', leet(), (s) => `./run --db-password=${s}`);
  one('command', generated(), (s) => `export TOKEN=${s} && ./x`);
  one('js', leet(), (s) => `await login({ email: 'a@b.io', password: '${s}' })`);
  one('js', generated(), (s) => `const secret = '${s}'`);
  one('python', generated(), (s) => `API_TOKEN = "${s}"`);
  one('python', seasonal(), (s) => `auth=HTTPBasicAuth('ann', '${s}')`);
  one('go', generated(), (s) => `Password: "${s}",`);
  one('java', alnum(40), (s) => `String apiKey = "${s}";`);
  one('php', generated(), (s) => `define('DB_PASS', '${s}');`);
  one('ruby', alnum(32), (s) => `ENV['API_KEY'] = '${s}'`);
  one('chat', short(), (s) => `the password's ${s}`);
  one('chat', seasonal(), (s) => `Admin login: admin@acme.io, password: ${s}`);
  one('chat', leet(), (s) => `pass is ${s} btw`);
  one('chat', generated(), (s) => `heres the secret key ${s}`);
  one('chat', alnum(40), (s) => `export this first: TOKEN="${s}"`);
  one('url', url64(43), (s) => `https://acme.io/reset?token=${s}`);
  one('url', hex(32), (s) => `https://api.acme.io/data?access_key=${s}`);
  one('url', jwt(), (s) => `https://acme.io/#id_token=${s}`);
  one(
    'webhook',
    alnum(24),
    (s) => `https://hooks.slack.com/services/T${from(UPPER + DIGITS, 8)}/B${from(UPPER + DIGITS, 8)}/${s}`,
  );
  one('totp', from(BASE32, 32), (s) => `Secret: ${s}`);
  one('wallet', hex(64), (s) => `private key: 0x${s}`);
  one('k8s', base64Of(seasonal()), (s) => `kind: Secret\ndata:\n  password: ${s}`);
  one('lower', from(LOWER, 5) + from(DIGITS, 3), (s) => `user: admin\npass: ${s}`);
});
