/** What a tester writes who takes a promise of redaction word by word: one or a few texts for each thing it names. */
import { BASE32, BASE58, BECH32, secretList } from './list.ts';

export const promiseSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, pemBody, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated } = g;

  // provider keys in today's formats
  one(
    'anthropic',
    'sk-ant-' + 'api03-' + url64(93) + 'AA',
    (s) => `x-api-key: ${s}\r\nanthropic-version: 2023-06-01\r\n`,
  );
  one('anthropic-oauth', 'sk-ant-' + 'ort01-' + url64(93) + 'AA', (s) =>
    JSON.stringify({
      claudeAiOauth: { refreshToken: s, expiresAt: 1790000000000, scopes: ['user:inference'] },
    }),
  );
  one(
    'openai',
    'sk-' + 'proj-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74),
    (s) =>
      `openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: ${s}. You can find your API key at https://platform.openai.com/account/api-keys.'}}`,
  );
  one(
    'openai-admin',
    'sk-' + 'admin-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74),
    (s) => `\u001b[32mOPENAI_ADMIN_KEY\u001b[0m=\u001b[33m${s}\u001b[0m`,
  );
  one('google-ai', 'AQ.' + 'Ab8' + url64(48), (s) => `GEMINI_API_KEY="${s}" npx gemini -p "hi"`);
  one(
    'xai',
    'xai' + '-' + alnum(80),
    (s) => `client = OpenAI(base_url="https://api.x.ai/v1", api_key="${s}")`,
  );
  one('mistral', alnum(32), (s) => `MISTRAL_API_KEY: ${s}`);
  one(
    'deepseek',
    'sk-' + hex(32),
    (s) => `curl https://api.deepseek.com/chat/completions -H "Authorization: Bearer ${s}"`,
  );
  one('cohere', alnum(40), (s) => `co = cohere.ClientV2("${s}")`);
  one(
    'github-fine',
    'github' + '_pat_11' + from(UPPER + DIGITS, 20) + '_' + alnum(59),
    (s) => `Cloning with token ${s} ...`,
  );
  one(
    'gitlab-routable',
    'glpat' + '-' + url64(27) + '.01.' + from(DIGITS + LOWER, 9),
    (s) => `git remote set-url origin https://oauth2:${s}@gitlab.com/team/api.git`,
  );
  one('npm', 'npm' + '_' + alnum(36), (s) => `//registry.npmjs.org/:_authToken=${s}\nalways-auth=true`);
  one('pypi', 'pypi-' + 'AgEIcHlwaS5vcmcC' + url64(160), (s) => `uv publish --token ${s}`);
  one(
    'docker-hub',
    'dckr' + '_pat_' + url64(27),
    (s) => `echo ${s} | docker login -u acmebot --password-stdin`,
  );
  one('stripe', 'sk' + '_live_51' + alnum(97), (s) => `Stripe\\StripeClient('${s}')`);
  one(
    'stripe-webhook',
    'whsec' + '_' + alnum(32),
    (s) => `> Ready! Your webhook signing secret is ${s} (^C to quit)`,
  );
  one(
    'slack-bot',
    'xoxb' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 13) + '-' + alnum(24),
    (s) => `{"ok":true,"bot":{"token":"${s}"}}`,
  );
  one(
    'slack-hook',
    `T${from(UPPER + DIGITS, 10)}/B${from(UPPER + DIGITS, 10)}/${alnum(24)}`,
    (s) => `curl -X POST -d '{"text":"x"}' https://hooks.slack.com/services/${s}`,
  );
  one(
    'discord-hook',
    from(DIGITS.slice(1), 19) + '/' + url64(68),
    (s) => `DISCORD=https://discord.com/api/webhooks/${s}`,
  );
  one(
    'telegram',
    from('123456789', 10) + ':' + 'AA' + url64(33),
    (s) => `https://api.telegram.org/bot${s}/getMe`,
  );
  one('twilio', hex(32), (s) => `client = Client("AC${hex(32)}", "${s}")  # twilio.rest`);
  one(
    'sendgrid',
    'SG' + '.' + url64(22) + '.' + url64(43),
    (s) => `nodemailer auth: { user: 'apikey', pass: '${s}' }`,
  );
  one('shopify', 'shpat' + '_' + hex(32), (s) => `X-Shopify-Access-Token: ${s}`);
  one(
    'huggingface',
    'hf' + '_' + from(LOWER + UPPER, 34),
    (s) => `huggingface-cli login --token ${s} --add-to-git-credential`,
  );
  one(
    'datadog',
    hex(32),
    (s) =>
      `DD_API_KEY=${s} DD_SITE="datadoghq.eu" bash -c "$(curl -L https://install.datadoghq.com/scripts/install_script_agent7.sh)"`,
  );
  one(
    'sentry',
    'sntrys' + '_' + base64(120) + '_' + base64(43),
    (s) => `[auth]\ntoken=${s}\n\n[defaults]\norg=acme`,
  );
  one(
    'linear',
    'lin' + '_api_' + alnum(40),
    (s) => `{"command":"npx","args":["-y","linear-mcp"],"env":{"LINEAR_API_KEY":"${s}"}}`,
  );
  one(
    'notion',
    'ntn' + '_' + from(DIGITS, 11) + alnum(35),
    (s) =>
      `"OPENAPI_MCP_HEADERS": "{\\"Authorization\\": \\"Bearer ${s}\\", \\"Notion-Version\\": \\"2022-06-28\\" }"`,
  );
  one('figma', 'figd' + '_' + url64(40), (s) => `npx figma-developer-mcp --figma-api-key=${s} --stdio`);
  one(
    'supabase',
    'sb' + '_secret_' + url64(22) + '_' + alnum(8),
    (s) => `createClient(url, '${s}', { auth: { persistSession: false } })`,
  );
  one('vercel', alnum(24), (s) => `vercel deploy --prod --token=${s}`);
  one('netlify', 'nfp' + '_' + alnum(36), (s) => `NETLIFY_AUTH_TOKEN=${s} netlify deploy`);
  one(
    'vault',
    'hvs' + '.' + url64(92),
    (s) =>
      `Success! You are now authenticated.\n\nKey                  Value\n---                  -----\ntoken                ${s}\ntoken_duration       768h\n`,
  );
  one(
    'tailscale',
    'tskey' + '-auth-' + alnum(12) + 'CNTRL-' + alnum(32),
    (s) => `sudo tailscale up --authkey ${s} --ssh`,
  );

  // private keys of every PEM kind, as a whole
  for (const label of [
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'DSA PRIVATE KEY',
  ]) {
    const key = pem(label);
    add(
      'pem',
      `here is the ${label.toLowerCase()}:\n\n${key}\n\nplease install it`,
      ...key.split('\n').slice(1, -1),
    );
  }
  {
    const body = pemBody(8);
    add(
      'pem-encrypted',
      `-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-256-CBC,${hex(32).toUpperCase()}\r\n\r\n${body.join('\r\n')}\r\n-----END RSA PRIVATE KEY-----\r\n`,
      ...body,
    );
    const inner = pemBody(6);
    add(
      'pem-in-json-in-json',
      JSON.stringify({
        arguments: JSON.stringify({
          path: 'id.pem',
          content: `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${inner.join('\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`,
        }),
      }),
      ...inner,
    );
    const yaml = pemBody(5);
    add(
      'pem-in-yaml',
      `tls:\n  key: |\n    -----BEGIN EC PRIVATE KEY-----\n${yaml.map((l) => '    ' + l).join('\n')}\n    -----END EC PRIVATE KEY-----\n  port: 8443\n`,
      ...yaml,
    );
    const pgp = [base64(64), base64(64), base64(64), base64(20) + '='];
    add(
      'pgp',
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${pgp.join('\n')}\n=${alnum(4)}\n-----END PGP PRIVATE KEY BLOCK-----`,
      ...pgp,
    );
    const putty = [base64(64), base64(64), base64(40)];
    const mac = hex(64);
    add(
      'putty',
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: eddsa-key\nPublic-Lines: 2\n${base64(64)}\n${base64(44)}\nPrivate-Lines: 3\n${putty.join('\n')}\nPrivate-MAC: ${mac}\n`,
      ...putty,
    );
    const d = url64(43);
    add('jwk', `{"kty":"EC","crv":"P-256","x":"${url64(43)}","y":"${url64(43)}","d":"${d}","kid":"1"}`, d);
  }
  one(
    'age',
    'AGE-SECRET' + '-KEY-1' + from(BECH32, 58).toUpperCase(),
    (s) => `# created: 2026-03-01T10:00:00Z\n# public key: age1${from(BECH32, 58)}\n${s}\n`,
  );
  one('wireguard', base64(42) + 'A=', (s) => `[Interface]\nPrivateKey = ${s}\nAddress = 10.8.0.2/24\n`);

  // JWTs, cookies, authorization headers
  one('jwt', jwt(), (s) => `decoded ${s} -> {"sub":"42"}`);
  one('jwt-in-url', jwt(), (s) => `GET /ws?access_token=${s}&v=2 101`);
  one('bearer', url64(48), (s) => `> Authorization: Bearer ${s}\n> Accept: */*`);
  one(
    'basic',
    base64Of(`ann:${marked()}`),
    (s) => `fetch(url, { headers: { 'Authorization': 'Basic ${s}' } })`,
  );
  one('proxy-auth', base64Of(`proxy:${generated()}`), (s) => `Proxy-Authorization: Basic ${s}`);
  one(
    'token-scheme',
    hex(40),
    (s) => `curl -H 'Authorization: Token ${s}' https://paperless.acme.dev/api/documents/`,
  );
  one('cookie', url64(64), (s) => `Cookie: _ga=GA1.2.111.222; theme=dark; sessionid=${s}; lang=de`);
  one(
    'set-cookie',
    's%3A' + url64(32) + '.' + alnum(43),
    (s) => `< set-cookie: connect.sid=${s}; Path=/; HttpOnly`,
  );
  one('curl-cookie', alnum(26), (s) => `curl -b 'PHPSESSID=${s}' https://shop.acme.dev/admin`);
  one('api-key-header', alnum(40), (s) => `http GET api.acme.dev/v1 X-API-Key:${s}`);
  one(
    'digest',
    hex(32),
    (s) => `Authorization: Digest username="ann", realm="x", nonce="${hex(16)}", uri="/", response="${s}"`,
  );

  // connection strings
  one(
    'postgres',
    generated(),
    (s) => `DATABASE_URL=postgresql://shop:${s}@db.acme.internal:5432/shop?sslmode=require`,
  );
  one('mysql', marked().replace(/[#@%^&]/g, '!'), (s) => `mysql+pymysql://root:${s}@10.0.0.5/shop`);
  one(
    'mongodb',
    generated(),
    (s) => `mongoose.connect('mongodb+srv://app:${s}@cluster0.ab1cd.mongodb.net/?retryWrites=true')`,
  );
  one('redis', alnum(32), (s) => `redis://:${s}@cache.acme.internal:6379/0`);
  one('amqp', short(), (s) => `amqps://worker:${s}@mq.acme.dev:5671/%2f`);
  one(
    'mssql',
    marked(),
    (s) =>
      `Server=tcp:acme.database.windows.net,1433;Initial Catalog=shop;User ID=sa;Password=${s};Encrypt=True;`,
  );
  one('jdbc', generated(), (s) => `jdbc:postgresql://db:5432/shop?user=shop&password=${s}`);
  one('oracle', generated(), (s) => `sqlplus system/${s}@//db.acme.dev:1521/ORCLPDB1`);
  one(
    'kafka-jaas',
    marked(),
    (s) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${s}";`,
  );
  one(
    'snowflake',
    seasonal(),
    (s) => `snowflake://ANN:${encodeURIComponent(s)}@xy12345.eu-central-1/DB/PUBLIC?warehouse=WH`,
  );
  one(
    'odbc',
    leet(),
    (s) => `pyodbc.connect("DRIVER={ODBC Driver 18 for SQL Server};SERVER=db;UID=app;PWD=${s}")`,
  );
  one('smtp', generated(), (s) => `MAILER_DSN=smtp://ann:${s}@mail.acme.dev:587`);
  one(
    'azure-bus',
    base64(43) + '=',
    (s) =>
      `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${s}`,
  );
  one('dsn-libpq', leet(), (s) => `psql "host=db user=shop password=${s} dbname=shop"`);

  // .env and config assignments
  one('env', url64(50), (s) => `# .env.production\nNODE_ENV=production\nSESSION_SECRET=${s}\nPORT=3000\n`);
  one('env-export', leet(), (s) => `export PGPASSWORD='${s}'; pg_dump shop > d.sql`);
  one('yaml', marked(), (s) => `spring:\n  datasource:\n    username: shop\n    password: "${s}"\n`);
  one('toml', generated(), (s) => `[database]\nuser = "shop"\npassword = "${s}"\n`);
  one('ini', short(), (s) => `[client]\r\nuser=root\r\npassword=${s}\r\n`);
  one('json', alnum(44), (s) => `{"clientId":"shop-web","clientSecret":"${s}","scope":"openid"}`);
  one(
    'xml',
    seasonal(),
    (s) => `<server><id>nexus</id><username>deploy</username><password>${s}</password></server>`,
  );
  one(
    'hcl',
    marked().replace(/[$%]/g, '!'),
    (s) => `variable "db_password" {\n  type    = string\n  default = "${s}"\n}\n`,
  );
  one('properties', generated(), (s) => `db.url=jdbc:h2:mem\ndb.user=sa\ndb.password=${s}\n`);
  {
    const [a, b] = [base64Of(generated()), base64Of(marked())];
    add(
      'k8s-secret',
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: Opaque\ndata:\n  DB_PASSWORD: ${a}\n  STRIPE: ${b}\n`,
      a,
      b,
    );
    const c = leet();
    add('k8s-string-data', `kind: Secret\nstringData:\n  admin-password: ${c}\n`, c);
    const auth = base64Of(`bot:${generated()}`);
    add('docker-config', `{"auths":{"ghcr.io":{"auth":"${auth}"}}}`, auth);
  }
  one(
    'compose',
    generated(),
    (s) =>
      `services:\n  db:\n    image: postgres:17\n    environment:\n      - POSTGRES_USER=shop\n      - POSTGRES_PASSWORD=${s}\n`,
  );
  one(
    'helm',
    generated(),
    (s) => `helm upgrade --install pg bitnami/postgresql --set auth.postgresPassword=${s},auth.database=shop`,
  );
  one('gradle', alnum(24), (s) => `signingConfigs { release { storePassword '${s}'; keyAlias 'k' } }`);
  one(
    'php-define',
    marked().replace(/[$']/g, '!'),
    (s) => `define( 'DB_PASSWORD', '${s}' );\ndefine( 'DB_HOST', 'localhost' );`,
  );
  one('wp-salt', alnum(64), (s) => `define('AUTH_KEY',         '${s}');`);
  one('django', from(LOWER + DIGITS + '!@#%^&*(-_=+)', 50), (s) => `SECRET_KEY = 'django-insecure-${s}'`);
  one('rails', hex(32), (s) => `$ cat config/master.key\n${s}\n`);
  one('netrc', leet(), (s) => `machine api.heroku.com\n  login ann@acme.dev\n  password ${s}\n`);

  // command-line passwords
  one('mysql-p', leet(), (s) => `mysql -h db -uroot -p${s} shop -e 'select 1'`);
  one(
    'curl-u',
    marked().replace(/[$']/g, '!'),
    (s) => `curl -u 'ann:${s}' https://jira.acme.dev/rest/api/2/myself`,
  );
  one('sshpass', seasonal(), (s) => `sshpass -p '${s}' ssh root@10.0.0.7 uptime`);
  one('docker-login', generated(), (s) => `docker login -u ann -p ${s} registry.acme.dev`);
  one('redis-cli', alnum(20), (s) => `redis-cli -h cache -a ${s} --no-auth-warning ping`);
  one('mongosh', generated(), (s) => `mongosh "mongodb://db/admin" -u root -p ${s}`);
  one('openssl-pass', words(), (s) => `openssl rsa -in key.pem -passin pass:${s} -out plain.pem`);
  one('unzip', short(), (s) => `unzip -P ${s} dump.zip`);
  one('ansible', seasonal(), (s) => `ansible-playbook site.yml -e "ansible_become_password=${s}"`);
  one('ldap', seasonal(), (s) => `ldapsearch -x -D "cn=admin,dc=acme,dc=dev" -w ${s} -b dc=acme,dc=dev`);
  one('smbclient', seasonal(), (s) => `smbclient //nas/share -U ann%${s}`);
  one('gh-secret', alnum(36), (s) => `gh secret set DEPLOY_TOKEN --body "${s}"`);
  one(
    'kubectl-literal',
    marked().replace(/[$'&]/g, '!'),
    (s) => `kubectl create secret generic db --from-literal=password='${s}'`,
  );
  one('chpasswd', seasonal(), (s) => `echo 'root:${s}' | sudo chpasswd`);
  one('gpg', leet(), (s) => `gpg --batch --yes --passphrase ${s} -c backup.tar`);

  // cloud credentials
  {
    const [id, key, token] = ['ASIA' + from(BASE32, 16), base64(40), base64(340)];
    add(
      'aws-sts',
      JSON.stringify(
        { Credentials: { AccessKeyId: id, SecretAccessKey: key, SessionToken: token } },
        null,
        2,
      ),
      id,
      key,
      token,
    );
    const [id2, key2] = ['AKIA' + from(BASE32, 16), base64(40)];
    add(
      'aws-configure',
      `AWS Access Key ID [None]: ${id2}\nAWS Secret Access Key [None]: ${key2}\nDefault region name [None]: eu-central-1`,
      id2,
      key2,
    );
    const sig = hex(64);
    add(
      'aws-presigned',
      `https://b.s3.amazonaws.com/x.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=${sig}`,
      sig,
    );
    const [lid, lkey] = ['LTAI5t' + alnum(18), alnum(30)];
    add('alibaba', `aliyun configure set --access-key-id ${lid} --access-key-secret ${lkey}`, lid, lkey);
    const azure = JSON.stringify({
      appId: uuid(),
      displayName: 'ci',
      password: alnum(3) + '8Q~' + url64(34),
      tenant: uuid(),
    });
    add('azure-sp', azure, JSON.parse(azure).password as string);
  }
  one('gcp-key', 'AIza' + 'Sy' + url64(33), (s) => `<string name="google_maps_key">${s}</string>`);
  one(
    'azure-sas',
    encodeURIComponent(base64(43) + '='),
    (s) => `https://acme.blob.core.windows.net/c/f?sv=2024-11-04&sp=r&se=2026-12-01T00:00:00Z&sr=b&sig=${s}`,
  );
  one('cloudflare', alnum(40), (s) => `CF_API_TOKEN=${s} wrangler deploy`);
  one(
    'hetzner',
    alnum(64),
    (s) => `hcloud context create prod\nToken: ${s}\nContext prod created and activated`,
  );
  one('digitalocean', 'dop' + '_v1_' + hex(64), (s) => `provider "digitalocean" {\n  token = "${s}"\n}`);
  one('ovh', alnum(32), (s) => `application_key=${alnum(16)}\napplication_secret=${s}\n`);

  // high-entropy values next to a telling name, and in words of other languages
  one('near-name', url64(40), (s) => `the signing key for the webhooks: ${s}`);
  one('near-name', hex(64), (s) => `encryption_key => "${s}"`);
  one(
    'near-name',
    BASE58.slice(0, 1) + from(BASE58, 47),
    (s) => `I put the api token (${s}) into the CI settings`,
  );
  one('prose', seasonal(), (s) => `login with user admin and password ${s}, then restart`);
  one('german', leet(), (s) => `Das Passwort für die Testdatenbank lautet ${s}`);
  one('spanish', seasonal(), (s) => `la contraseña del servidor es ${s}`);
  one('french', leet(), (s) => `mot de passe : ${s}`);
  one('chinese', seasonal(), (s) => `数据库密码是 ${s}`);
  one('query', alnum(32), (s) => `GET https://maps.acme.dev/geocode?q=Berlin&api_key=${s}&lang=de 200 14ms`);
  one('tool-json', leet(), (s) =>
    JSON.stringify({
      name: 'Bash',
      input: { command: `psql "postgres://ann:${s}@db/shop" -c "\\dt"`, description: 'List tables' },
    }),
  );
  one(
    'stack-trace',
    generated(),
    (s) =>
      `Error: connect ECONNREFUSED\n    at Client.connect (/app/node_modules/pg/lib/client.js:62:11)\n  config: { user: 'shop', host: 'db', password: '${s}', port: 5432 }`,
  );
  one(
    'log-line',
    alnum(40),
    (s) => `2026-05-01T12:00:01Z WARN auth: rejected request api_key=${s} ip=10.1.2.3 status=401`,
  );
  one(
    'url-encoded-body',
    encodeURIComponent(marked()),
    (s) =>
      `POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nusername=ann&password=${s}&remember=1`,
  );
  one('totp', from(BASE32, 32), (s) => `otpauth://totp/Acme:ann@acme.dev?secret=${s}&issuer=Acme`);
  one('oauth-code', url64(64), (s) => `{"access_token":"${s}","token_type":"Bearer","expires_in":3599}`);
  one('oauth-refresh', '1//0' + url64(100), (s) => `"refresh_token": "${s}",`);
});
