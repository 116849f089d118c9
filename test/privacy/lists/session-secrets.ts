/** Secrets where a coding session shows them: output of commands, files that were read, commands, chat. */
import { BASE32, secretList } from './list.ts';

export const sessionSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated } = g;

  // Output of commands that show the environment
  one(
    'printenv',
    alnum(40),
    (s) => `HOSTNAME=api-7c9\nSHLVL=1\nPAYMENTS_API_KEY=${s}\nPWD=/srv/app\n_=/usr/bin/env`,
  );
  one(
    'declare',
    generated(),
    (s) => `declare -x LANG="C.UTF-8"\ndeclare -x SMTP_PASSWORD="${s}"\ndeclare -x TERM="xterm"`,
  );
  one(
    'cat-env',
    leet(),
    (s) => `     1\tNODE_ENV=production\n     2\tDB_HOST=db\n     3\tDB_PASS=${s}\n     4\tDB_NAME=shop`,
  );
  one('read-env', hex(64), (s) => `   11→# sessions\n   12→SESSION_SECRET=${s}\n   13→PORT=3000`);
  one('grep-env', seasonal(), (s) => `.env.local:7:NEXT_PRIVATE_ADMIN_PASSWORD=${s}`);
  one('grep-env', alnum(32), (s) => `config/prod.env-14-MAIL_API_TOKEN=${s}`);
  one(
    'kubectl-env',
    generated(),
    (s) => `    Environment:\n      PGUSER:      app\n      PGPASSWORD:  ${s}\n      PGHOST:      db`,
  );
  one(
    'kubectl-secret',
    base64Of(seasonal()),
    (s) => `apiVersion: v1\ndata:\n  admin-password: ${s}\n  admin-user: YWRtaW4=\nkind: Secret`,
  );
  one(
    'kubectl-json',
    base64Of(alnum(32)),
    (s) => `{"apiVersion":"v1","data":{"token":"${s}"},"kind":"Secret","metadata":{"name":"ci"}}`,
  );
  one(
    'kubectl-literal',
    words(),
    (s) => `kubectl create secret generic db --from-literal=username=app --from-literal=password=${s}`,
  );
  one(
    'docker-inspect',
    generated(),
    (s) =>
      `            "Env": [\n                "POSTGRES_USER=app",\n                "POSTGRES_PASSWORD=${s}",\n                "PGDATA=/var/lib"\n            ],`,
  );
  one(
    'docker-run',
    leet(),
    (s) => `docker run -d --name pg -e POSTGRES_PASSWORD=${s} -p 5432:5432 postgres:16`,
  );
  one(
    'compose',
    seasonal(),
    (s) =>
      `services:\n  db:\n    image: mariadb\n    environment:\n      MARIADB_ROOT_PASSWORD: ${s}\n    ports: ["3306:3306"]`,
  );
  one('compose-config', alnum(40), (s) => `      REDIS_URL: redis://:${s}@redis:6379/0`);
  one(
    'terraform-output',
    generated(),
    (s) => `Outputs:\n\ndb_endpoint = "db.acme.io:5432"\ndb_password = "${s}"`,
  );
  one(
    'terraform-state',
    generated(),
    (s) => `            "password": "${s}",\n            "password_wo": null,\n            "port": 5432,`,
  );
  one(
    'terraform-plan',
    marked(),
    (s) => `  ~ resource "aws_db_instance" "main" {\n      ~ password = "${s}" -> (known after apply)`,
  );
  one('tfvars', base64(40), (s) => `aws_region     = "eu-central-1"\naws_secret_key = "${s}"`);
  {
    const id = 'AKIA' + from(BASE32, 16);
    const key = base64(40);
    add(
      'aws-configure',
      `AWS Access Key ID [None]: ${id}\nAWS Secret Access Key [None]: ${key}\nDefault region name [None]: eu-west-1`,
      id,
      key,
    );
    add(
      'aws-iam',
      JSON.stringify(
        { AccessKey: { UserName: 'ci', AccessKeyId: id, Status: 'Active', SecretAccessKey: key } },
        null,
        4,
      ),
      id,
      key,
    );
    add('aws-export', `export AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${key}`, id, key);
    add('aws-csv', `User name,Access key ID,Secret access key\nci,${id},${key}`, id, key);
  }
  one(
    'aws-secretsmanager',
    seasonal(),
    (s) => `    "SecretString": "{\\"username\\":\\"app\\",\\"password\\":\\"${s}\\"}",`,
  );
  one(
    'aws-ssm',
    generated(),
    (s) =>
      `{"Parameter": {"Name": "/prod/db/password", "Type": "SecureString", "Value": "${s}", "Version": 3}}`,
  );
  one('aws-ecr', base64(400), (s) => `aws ecr get-login-password\n${s}==`);
  one(
    'gcloud-secret',
    generated(),
    (s) => `$ gcloud secrets versions access latest --secret=db-password\n${s}`,
  );
  one(
    'az-sp',
    alnum(3) + '8Q~' + alnum(34),
    (s) =>
      `{\n  "appId": "${uuid()}",\n  "displayName": "ci",\n  "password": "${s}",\n  "tenant": "${uuid()}"\n}`,
  );
  one(
    'az-keys',
    base64(86) + '==',
    (s) => `[\n  {\n    "keyName": "key1",\n    "permissions": "FULL",\n    "value": "${s}"\n  }\n]`,
  );
  one(
    'az-keyvault',
    generated(),
    (s) => `az keyvault secret set --vault-name kv --name DbPassword --value "${s}"`,
  );
  one(
    'vault-get',
    generated(),
    (s) => `====== Data ======\nKey         Value\n---         -----\npassword    ${s}\nusername    app`,
  );
  one(
    'vault-token',
    'hvs' + '.' + url64(90),
    (s) =>
      `Key                  Value\n---                  -----\ntoken                ${s}\ntoken_accessor       x`,
  );
  one('vault-unseal', base64(44), (s) => `Unseal Key 1: ${s}\nInitial Root Token: hvs.x`);
  one('heroku-config', generated(), (s) => `=== shop Config Vars\nLANG:          en\nSECRET_TOKEN:  ${s}`);
  one('doctl', leet(), (s) => `Name    Password\nadmin   ${s}`);

  // Requests
  one(
    'curl-bearer',
    alnum(48),
    (s) => `curl -s -H "Authorization: Bearer ${s}" https://api.acme.io/v2/orders | jq .`,
  );
  one('curl-user', seasonal(), (s) => `curl -sS -u deploy:'${s}' -T app.tgz https://nexus.acme.io/repo/`);
  one(
    'curl-verbose',
    base64Of('deploy:' + 'Copper2031!x'),
    (s) =>
      `* Server auth using Basic with user 'deploy'\n> PUT /repo HTTP/1.1\n> Authorization: Basic ${s}\n> User-Agent: curl/8.5`,
  );
  one(
    'curl-key',
    alnum(36),
    (s) => `curl --request POST --url https://x.io/v1 --header 'api-key: ${s}' --data '{}'`,
  );
  one(
    'curl-data',
    marked(),
    (s) => `curl -X POST https://app.acme.io/login -d '{"email":"a@b.io","password":"${s}"}'`,
  );
  one(
    'curl-form',
    generated(),
    (s) =>
      `curl -F grant_type=client_credentials -F client_id=web -F client_secret=${s} https://sso.acme.io/token`,
  );
  one('httpie', alnum(32), (s) => `http POST api.acme.io/items X-Api-Token:${s} name=x`);
  one(
    'set-cookie',
    url64(64),
    (s) => `< HTTP/2 302\n< set-cookie: connect.sid=s%3A${s}; Path=/; HttpOnly\n< location: /`,
  );
  one('cookie-jar', hex(40), (s) => `#HttpOnly_app.acme.io\tFALSE\t/\tTRUE\t1799999999\tsessionid\t${s}`);
  one('cookie-js', jwt(), (s) => `document.cookie = "auth_token=${s}; path=/"`);
  one(
    'oauth-json',
    url64(86),
    (s) => `{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"${s}"}`,
  );
  one('oauth-id', jwt(), (s) => `"id_token": "${s}",`);
  one('oauth-refresh', '1//0e' + url64(90), (s) => `  "refresh_token": "${s}",\n  "scope": "openid"`);
  one(
    'oauth-device',
    alnum(40),
    (s) => `device_code=${s}&client_id=cli&grant_type=urn:ietf:params:oauth:grant-type:device_code`,
  );
  one(
    'url-query',
    alnum(32),
    (s) => `GET https://api.acme.io/v1/forecast?lat=50.7&lon=7.1&api_key=${s} 200 in 31ms`,
  );
  one('url-query', url64(43), (s) => `Open https://acme.io/magic?next=%2Fhome&login_token=${s} to sign in`);
  one(
    'slack-webhook',
    alnum(24),
    (s) =>
      `curl -X POST https://hooks.slack.com/services/T${from(UPPER + DIGITS, 9)}/B${from(UPPER + DIGITS, 10)}/${s}`,
  );
  one(
    'discord-webhook',
    url64(68),
    (s) => `DISCORD_HOOK=https://discord.com/api/webhooks/${from('123456789', 19)}/${s}`,
  );

  // Files
  one('netrc', generated(), (s) => `machine gitlab.acme.io\n\tlogin ci\n\tpassword ${s}\n`);
  one('pgpass', leet(), (s) => `db.acme.io:5432:*:app:${s}`);
  one(
    'npmrc',
    alnum(36),
    (s) => `registry=https://npm.acme.io/\n//npm.acme.io/:_authToken=${s}\nalways-auth=true`,
  );
  one('npmrc', base64Of('ci:' + 'Walnut2044x'), (s) => `//npm.acme.io/:_auth=${s}`);
  one('pip-conf', generated(), (s) => `[global]\nindex-url = https://ci:${s}@pypi.acme.io/simple`);
  one(
    'settings-xml',
    seasonal(),
    (s) =>
      `    <server>\n      <id>releases</id>\n      <username>ci</username>\n      <password>${s}</password>\n    </server>`,
  );
  one(
    'gradle',
    marked(),
    (s) => `signing.keyId=24875D73\nsigning.password=${s}\nsigning.secretKeyRingFile=/keys/secring.gpg`,
  );
  one('gradle', leet(), (s) => `storePassword=${s}\nkeyAlias=upload`);
  one(
    'keystore-kts',
    leet(),
    (s) => `signingConfigs { create("release") { keyAlias = "upload"; keyPassword = "${s}" } }`,
  );
  one('actions', alnum(40), (s) => `        env:\n          SONAR_TOKEN: ${s}\n          CI: true`);
  one('ansible', words(), (s) => `[web]\n10.0.0.4 ansible_user=root ansible_password=${s}`);
  one('ansible', seasonal(), (s) => `mysql_root_password: "${s}"\nmysql_user: app`);
  one(
    'systemd',
    generated(),
    (s) => `[Service]\nEnvironment="APP_SECRET=${s}" "PORT=80"\nExecStart=/srv/app`,
  );
  one('powershell', leet(), (s) => `PS C:\\> $env:DB_PASSWORD = '${s}'`);
  one('cmd', generated(), (s) => `C:\\app> set API_SECRET=${s}`);
  one('toml', alnum(40), (s) => `[auth]\nissuer = "acme"\nclient_secret = "${s}"`);
  one('ini', marked(), (s) => `[database]\nhost = db\nuser = app\npassword = ${s}\n`);
  one('hcl', generated(), (s) => `  master_username = "app"\n  master_password = "${s}"`);
  one('json-in-json', alnum(32), (s) => JSON.stringify({ body: JSON.stringify({ user: 'a', apiToken: s }) }));
  one('json-in-json', marked().replace(/[&]/g, '*'), (s) =>
    JSON.stringify({ o: JSON.stringify({ i: JSON.stringify({ password: s }) }) }),
  );
  one('django', from(LOWER + DIGITS + '!@#%^&*(-_=+)', 50), (s) => `SECRET_KEY = '${s}'\nDEBUG = False`);
  one('rails', hex(128), (s) => `production:\n  secret_key_base: ${s}`);
  one('laravel', 'base64:' + base64(43) + '=', (s) => `APP_ENV=production\nAPP_KEY=${s}\nAPP_DEBUG=false`);
  one('spring', seasonal(), (s) => `spring.datasource.username=app\nspring.datasource.password=${s}`);
  one(
    'dotnet',
    marked().replace(/[&]/g, '*'),
    (s) =>
      `"DefaultConnection": "Server=tcp:sql.acme.io,1433;Initial Catalog=shop;User ID=app;Password=${s};Encrypt=True;"`,
  );

  // Connection strings
  one('postgres', leet(), (s) => `postgres://app:${s}@10.1.2.3:5432/shop?sslmode=disable`);
  one('sqlalchemy', generated(), (s) => `engine = create_engine("mysql+pymysql://root:${s}@localhost/shop")`);
  one(
    'mongo',
    marked().replace(/[#$%&@^]/g, 'x'),
    (s) => `MongoClient("mongodb://admin:${s}@mongo:27017/?authSource=admin")`,
  );
  one('amqp', words(), (s) => `CELERY_BROKER_URL=amqp://worker:${s}@rabbit:5672//`);
  one(
    'odbc',
    leet(),
    (s) => `Driver={ODBC Driver 18 for SQL Server};Server=db;Database=shop;UID=sa;PWD=${s};`,
  );
  one(
    'jdbc',
    generated(),
    (s) => `jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=${s};encrypt=true`,
  );
  one('jdbc', leet(), (s) => `jdbc:mysql://db:3306/shop?user=app&password=${s}&useSSL=false`);
  one('oracle', short(), (s) => `jdbc:oracle:thin:scott/${s}@//db:1521/ORCL`);
  one('smtp', generated(), (s) => `MAILER_DSN=smtp://mailer:${s}@smtp.acme.io:587`);
  one('ldap', seasonal(), (s) => `ldapsearch -x -D cn=admin,dc=acme,dc=io -w '${s}' -b dc=acme,dc=io`);

  // Commands
  one('mysql', leet(), (s) => `mysql -h db -u root -p${s} shop < dump.sql`);
  one('psql', generated(), (s) => `PGPASSWORD='${s}' psql -h db -U app -c '\\dt'`);
  one('redis-cli', alnum(24), (s) => `redis-cli -h cache -a ${s} --no-auth-warning info`);
  one('sshpass', marked(), (s) => `sshpass -p '${s}' ssh root@10.0.0.9 uptime`);
  one('borg', words(), (s) => `BORG_PASSPHRASE='${s}' borg create ::x /srv`);
  one('openssl', leet(), (s) => `openssl pkcs12 -in a.p12 -nodes -passin pass:${s}`);
  one('gpg', words(), (s) => `gpg --batch --yes --passphrase "${s}" --symmetric a.txt`);
  one('keytool', leet(), (s) => `keytool -genkey -alias x -keystore k.jks -storepass ${s} -keypass ${s}`);
  one('sql-create', seasonal(), (s) => `CREATE USER 'app'@'%' IDENTIFIED BY '${s}';`);
  one('sql-role', words(), (s) => `CREATE ROLE app LOGIN PASSWORD '${s}';`);
  one('sql-mssql', marked(), (s) => `CREATE LOGIN app WITH PASSWORD = N'${s}';`);
  one(
    'git-remote',
    'ghp' + '_' + alnum(36),
    (s) => `origin  https://ann:${s}@github.com/acme/shop.git (push)`,
  );

  // Keys
  {
    const key = pem('RSA PRIVATE KEY').split('\n');
    add(
      'pem-read',
      key.map((line, i) => `${String(i + 1).padStart(6)}→${line}`).join('\n'),
      ...key.slice(1, -1),
    );
    const once = pem('ENCRYPTED PRIVATE KEY', '\\n');
    add('pem-escaped', `TLS_KEY="${once}\\n"`, ...once.split('\\n').slice(1, -1));
    const open = pem('OPENSSH PRIVATE KEY').split('\n');
    add('openssh-yaml', `deploy_key: |\n${open.map((line) => '  ' + line).join('\n')}`, ...open.slice(1, -1));
  }
  one('totp', from(BASE32, 32), (s) => `otpauth://totp/Acme:ann?secret=${s}&issuer=Acme`);

  // Chat and code
  one('chat', short(), (s) => `the password is ${s}, please don't commit it`);
  one('chat', short(), (s) => `use ${s} as pw for the staging box`);
  one('chat', seasonal(), (s) => `log in with admin / ${s} and check the orders page`);
  one('chat', alnum(40), (s) => `My API key is ${s} – can you test whether it still works?`);
  one('js', alnum(32), (s) => `const client = new Acme({ apiKey: '${s}', region: 'eu' });`);
  one('python', generated(), (s) => `conn = psycopg2.connect(dbname="shop", user="app", password="${s}")`);
  one('go', hex(64), (s) => `var jwtSecret = []byte("${s}")`);
  one('java', seasonal(), (s) => `ds.setUsername("app"); ds.setPassword("${s}");`);
  one('csharp', alnum(40), (s) => `client.DefaultRequestHeaders.Add("X-Api-Key", "${s}");`);
});
