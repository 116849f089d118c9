/** What a developer finds who greps their own shell history and transcripts for what should not be there. */
import { BASE32, secretList } from './list.ts';

export const historySecrets = secretList((g, one) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated } = g;
  const quotable = (): string => marked().replace(/[$'!&]/g, '#');

  // shell history
  one(
    'psql',
    generated(),
    (s) => `PGPASSWORD=${s} psql -h db.acme.dev -U shop -c 'select count(*) from orders'`,
  );
  one('pg-dump', leet(), (s) => `pg_dump --dbname=postgresql://shop:${s}@127.0.0.1:5432/shop > dump.sql`);
  one('mysql-long', quotable(), (s) => `mysqldump -uroot --password='${s}' --all-databases | gzip > all.gz`);
  one('mysql-env', seasonal(), (s) => `MYSQL_PWD=${s} mysql -uroot shop < fix.sql`);
  one(
    'redis-auth',
    generated(),
    (s) =>
      `redis-cli -u redis://default:${s}@redis-12345.c1.eu-central-1-1.ec2.cloud.redislabs.com:12345 ping`,
  );
  one(
    'mongodump',
    generated(),
    (s) => `mongodump --uri="mongodb+srv://admin:${s}@prod.x1y2z.mongodb.net/shop"`,
  );
  one(
    'clickhouse',
    leet(),
    (s) => `clickhouse-client --host ch.acme.dev --user default --password ${s} -q 'select 1'`,
  );
  one('cqlsh', seasonal(), (s) => `cqlsh -u cassandra -p ${s} 10.0.3.4`);
  one('influx', url64(86) + '==', (s) => `influx query 'buckets()' --org acme --token ${s}`);
  one(
    'kafkacat',
    leet(),
    (s) =>
      `kcat -b kafka:9093 -X security.protocol=SASL_SSL -X sasl.mechanisms=PLAIN -X sasl.username=app -X sasl.password=${s} -L`,
  );
  one(
    'curl-bearer',
    url64(43),
    (s) => `curl -s -H "authorization: bearer ${s}" https://api.acme.dev/me | jq .`,
  );
  one('curl-header-key', hex(32), (s) => `curl -sS -H 'X-Api-Key: ${s}' https://sonarr.lan/api/v3/series`);
  one(
    'curl-private-token',
    alnum(20),
    (s) => `curl --header "PRIVATE-TOKEN: ${s}" https://gitlab.acme.dev/api/v4/projects`,
  );
  one('curl-form', seasonal(), (s) => `curl -X POST https://acme.dev/login -d 'username=ann&password=${s}'`);
  one(
    'curl-json',
    leet(),
    (s) =>
      `curl -X POST localhost:3000/api/login -H 'content-type: application/json' -d '{"email":"ann@acme.dev","password":"${s}"}'`,
  );
  one(
    'curl-oauth',
    alnum(40),
    (s) =>
      `curl https://login.acme.dev/oauth/token -d grant_type=client_credentials -d client_id=shop -d client_secret=${s}`,
  );
  one(
    'curl-key-param',
    alnum(32),
    (s) => `curl "https://api.openweathermap.org/data/2.5/weather?q=Berlin&appid=${s}"`,
  );
  one('curl-user-flag', hex(32), (s) => `curl https://api.mailgun.net/v3/domains --user 'api:key-${s}'`);
  one('wget', leet(), (s) => `wget --user=ann --password='${s}' https://files.acme.dev/dump.tgz`);
  one('httpie', generated(), (s) => `http -a ann:${s} GET https://jira.acme.dev/rest/api/3/myself`);
  one(
    'git-clone',
    'ghp' + '_' + alnum(36),
    (s) => `git clone https://x-access-token:${s}@github.com/acme/shop.git`,
  );
  one('git-config', alnum(40), (s) => `git config --global http.extraHeader "Authorization: Bearer ${s}"`);
  one(
    'gh-login',
    'github' + '_pat_11' + from(UPPER + DIGITS, 20) + '_' + alnum(59),
    (s) => `echo "${s}" | gh auth login --with-token`,
  );
  one('npm-config', 'npm' + '_' + alnum(36), (s) => `npm config set //registry.npmjs.org/:_authToken ${s}`);
  one('twine', 'pypi-' + 'AgEIcHlwaS5vcmcC' + url64(150), (s) => `twine upload -u __token__ -p ${s} dist/*`);
  one('cargo', 'cio' + alnum(32), (s) => `cargo login ${s}`);
  one(
    'gem',
    'rubygems' + '_' + hex(48),
    (s) => `printf -- '---\\n:rubygems_api_key: ${s}\\n' > ~/.gem/credentials`,
  );
  one(
    'docker-run',
    generated(),
    (s) => `docker run -d --name pg -e POSTGRES_PASSWORD=${s} -p 5432:5432 postgres:17`,
  );
  one(
    'docker-login-stdin',
    generated(),
    (s) => `docker login registry.acme.dev -u ci --password-stdin <<< '${s}'`,
  );
  one('docker-build', 'ghp' + '_' + alnum(36), (s) => `docker build --build-arg GITHUB_TOKEN=${s} -t shop .`);
  one(
    'kubectl-secret',
    quotable(),
    (s) => `kubectl -n shop create secret generic mail --from-literal=SMTP_PASSWORD='${s}'`,
  );
  one(
    'kubectl-registry',
    generated(),
    (s) =>
      `kubectl create secret docker-registry regcred --docker-server=ghcr.io --docker-username=ann --docker-password=${s}`,
  );
  one('kubectl-token', jwt(), (s) => `kubectl --server=https://10.0.0.1:6443 --token=${s} get nodes`);
  one(
    'helm-set',
    leet(),
    (s) => `helm install grafana grafana/grafana --set adminPassword=${s} --set service.type=NodePort`,
  );
  one('vault-kv', generated(), (s) => `vault kv put secret/shop/db username=shop password=${s}`);
  one(
    'vault-env',
    'hvs' + '.' + url64(92),
    (s) => `export VAULT_ADDR=https://vault.acme.dev VAULT_TOKEN=${s}`,
  );
  one('terraform-var', generated(), (s) => `terraform apply -var "db_password=${s}" -auto-approve`);
  one('tf-var-env', alnum(64), (s) => `TF_VAR_hcloud_token=${s} terraform plan`);
  one('pulumi', generated(), (s) => `pulumi config set --secret dbPassword ${s}`);
  one(
    'aws-env',
    base64(40),
    (s) => `AWS_ACCESS_KEY_ID=${'AKIA' + from(BASE32, 16)} AWS_SECRET_ACCESS_KEY=${s} aws s3 ls`,
  );
  one(
    'aws-ssm',
    quotable(),
    (s) => `aws ssm put-parameter --name /prod/db/password --type SecureString --value '${s}'`,
  );
  one(
    'aws-secret',
    leet(),
    (s) =>
      `aws secretsmanager create-secret --name prod/db --secret-string '{"username":"shop","password":"${s}"}'`,
  );
  one(
    'az-login',
    alnum(3) + '8Q~' + url64(34),
    (s) => `az login --service-principal -u ${uuid()} -p ${s} --tenant ${uuid()}`,
  );
  one(
    'az-storage',
    base64(86) + '==',
    (s) => `az storage blob list --account-name acme --account-key ${s} -c files`,
  );
  one('doctl', 'dop' + '_v1_' + hex(64), (s) => `doctl auth init -t ${s}`);
  one('hcloud', alnum(64), (s) => `HCLOUD_TOKEN=${s} hcloud server list`);
  one('flyctl', 'FlyV1 ' + 'fm2_' + base64(120), (s) => `fly secrets set API="${s}"`);
  one('fly-secrets', generated(), (s) => `fly secrets set DATABASE_PASSWORD=${s} SENTRY_ENV=prod`);
  one('heroku-config', url64(48), (s) => `heroku config:set SECRET_KEY=${s} -a shop`);
  one('wrangler', alnum(40), (s) => `echo ${s} | npx wrangler secret put API_TOKEN`);
  one('supabase', 'sbp' + '_' + hex(40), (s) => `supabase login --token ${s}`);
  one(
    'stripe-cli',
    'rk' + '_live_' + alnum(99),
    (s) => `stripe listen --api-key ${s} --forward-to localhost:3000/hook`,
  );
  one('ngrok', alnum(27) + '_' + alnum(21), (s) => `ngrok config add-authtoken ${s}`);
  one('sshpass-env', seasonal(), (s) => `SSHPASS='${s}' sshpass -e ssh deploy@10.0.0.3`);
  one(
    'expect',
    leet(),
    (s) => `expect -c 'spawn ssh root@10.0.0.1; expect "assword:"; send "${s}\\r"; interact'`,
  );
  one('sudo-s', leet(), (s) => `echo '${s}' | sudo -S systemctl restart nginx`);
  one('useradd', seasonal(), (s) => `useradd -m deploy -p $(openssl passwd -1 ${s})`);
  one('net-user', seasonal(), (s) => `net user ann ${s} /add`);
  one(
    'runas',
    seasonal(),
    (s) => `$cred = New-Object PSCredential("ann", (ConvertTo-SecureString "${s}" -AsPlainText -Force))`,
  );
  one('openssl-enc', words(), (s) => `openssl enc -aes-256-cbc -pbkdf2 -in a.tar -out a.enc -k '${s}'`);
  one('openssl-p12', short(), (s) => `openssl pkcs12 -in cert.p12 -nodes -passin pass:${s} -out cert.pem`);
  one('gpg-batch', leet(), (s) => `gpg --pinentry-mode loopback --passphrase '${s}' --sign release.tgz`);
  one('zip-e', short(), (s) => `zip -er -P ${s} backup.zip data/`);
  one('seven-zip', leet(), (s) => `7z x backup.7z -p${s} -oout`);
  one('restic', words(), (s) => `RESTIC_PASSWORD=${s} restic -r s3:s3.amazonaws.com/backup snapshots`);
  one('smb', seasonal(), (s) => `mount -t cifs //nas/data /mnt -o username=ann,password=${s},vers=3.0`);
  one('lftp', leet(), (s) => `lftp -u ann,${s} sftp://acme.dev`);
  one('ftp-url', generated(), (s) => `curl -T build.zip ftp://web:${s}@ftp.acme.dev/`);
  one('rsync', leet(), (s) => `RSYNC_PASSWORD=${s} rsync -av backup@nas::data .`);
  one('wifi', words(), (s) => `nmcli dev wifi connect Acme password ${s}`);
  one('mosquitto', leet(), (s) => `mosquitto_pub -h mq.lan -u ha -P ${s} -t test -m hi`);
  one('ipmi', generated(), (s) => `ipmitool -I lanplus -H 10.0.0.9 -U ADMIN -P ${s} power status`);
  one('snmp', leet(), (s) => `snmpwalk -v3 -l authPriv -u mon -a SHA -A ${s} 10.0.0.1`);
  one('export-many', url64(40), (s) => `export FOO=1 BAR=2 JWT_SECRET=${s} NODE_ENV=dev`);
  one('envsubst', alnum(36), (s) => `env OPENROUTER_KEY=${s} node scripts/try.js`);
  one('sed-env', generated(), (s) => `sed -i 's/^DB_PASSWORD=.*/DB_PASSWORD=${s}/' .env`);
  one('heredoc', alnum(40), (s) => `cat > .env <<'EOF'\nPORT=3000\nAPI_TOKEN=${s}\nEOF`);
  one('echo-append', url64(32), (s) => `echo "ENCRYPTION_KEY=${s}" >> .env.local`);
  one('history-numbered', generated(), (s) => `  512  export DB_PASS=${s}\n  513  npm start`);

  // what a session says and shows
  one('user-paste', generated(), (s) => `ok here you go, db pw is ${s}, host is db.acme.dev`);
  one('user-key', hex(64), (s) => `use this as the encryption key:\n\n${s}\n\nand redeploy`);
  one('user-creds', seasonal(), (s) => `staging login: ann@acme.dev / ${s}`);
  one(
    'user-block',
    leet(),
    (s) => `Host: 10.1.2.3\nUser: root\nPass: ${s}\n\ncan you check why nginx is down?`,
  );
  one('user-bare-token', alnum(40), (s) => `the token is\n\`\`\`\n${s}\n\`\`\`\nplease add it to the CI`);
  one('user-typo', leet(), (s) => `my passwrod is ${s} btw, change it if needed`);
  one('user-question', seasonal(), (s) => `why does it say auth failed? i typed ${s} as the password`);
  one(
    'assistant-echo',
    generated(),
    (s) => `I've set the database password to \`${s}\` in \`docker-compose.yml\`.`,
  );
  one('assistant-made', marked(), (s) => `Here is a strong password you can use: **${s}**`);
  one(
    'assistant-env',
    url64(43),
    (s) => `Add this to your \`.env\`:\n\n\`\`\`env\nNEXTAUTH_SECRET="${s}"\n\`\`\``,
  );
  one('edit-call', alnum(32), (s) =>
    JSON.stringify({ file_path: '/app/.env', old_string: 'API_KEY=', new_string: `API_KEY=${s}` }),
  );
  one(
    'read-numbered',
    generated(),
    (s) => `     1\tPORT=3000\n     2\tMAIL_PASSWORD=${s}\n     3\tMAIL_HOST=smtp.acme.dev`,
  );
  one(
    'grep-output',
    alnum(40),
    (s) => `src/config.ts:14:  apiSecret: '${s}',\nsrc/config.ts:15:  timeout: 30,`,
  );
  one('printenv', url64(36), (s) => `LANG=C.UTF-8\nGITLAB_TOKEN=${s}\nHOME=/root`);
  one(
    'docker-inspect',
    generated(),
    (s) => `"Env": [\n  "PATH=/usr/bin",\n  "POSTGRES_PASSWORD=${s}",\n  "PGDATA=/var/lib"\n]`,
  );
  one('ps', leet(), (s) => `root  4312  0.0  mysqld_exporter --config.my-cnf=/x --mysqld.password=${s}`);
  one(
    'compose-config',
    generated(),
    (s) => `    environment:\n      REDIS_PASSWORD: ${s}\n      REDIS_PORT: "6379"`,
  );
  one('git-diff', alnum(40), (s) => `-  token: process.env.TOKEN,\n+  token: '${s}',`);
  one(
    'git-remote',
    'glpat' + '-' + url64(20),
    (s) => `origin\thttps://oauth2:${s}@gitlab.com/acme/shop.git (fetch)`,
  );
  one('jq-output', jwt(), (s) => `$ curl -s localhost/login | jq -r .token\n${s}`);
  one('openssl-rand', base64(43) + '=', (s) => `$ openssl rand -base64 32\n${s}`);
  one(
    'node-crypto',
    hex(64),
    (s) =>
      `$ node -e "console.log(require('crypto').randomBytes(32).toString('hex'))" # session secret\n${s}`,
  );
  one(
    'kubectl-decode',
    generated(),
    (s) => `$ kubectl get secret db -o jsonpath='{.data.password}' | base64 -d\n${s}\n`,
  );
  one(
    'aws-sts-table',
    base64(40),
    (s) => `|  AccessKeyId     |  ${'ASIA' + from(BASE32, 16)}  |\n|  SecretAccessKey |  ${s}  |`,
  );
  one(
    'terraform-output',
    generated(),
    (s) => `Outputs:\n\ndb_endpoint = "db.acme.dev:5432"\ndb_password = "${s}"`,
  );
  one('django-shell', generated(), (s) => `>>> User.objects.create_superuser('admin', 'a@acme.dev', '${s}')`);
  one('rails-console', leet(), (s) => `irb> User.create!(email: "ann@acme.dev", password: "${s}")`);
  one('psql-alter', generated(), (s) => `shop=# ALTER USER shop WITH PASSWORD '${s}';`);
  one('mysql-create', leet(), (s) => `mysql> CREATE USER 'app'@'%' IDENTIFIED BY '${s}';`);
  one('redis-monitor', generated(), (s) => `127.0.0.1:6379> AUTH ${s}\nOK`);
  one(
    'mongo-create',
    generated(),
    (s) => `db.createUser({ user: "app", pwd: "${s}", roles: ["readWrite"] })`,
  );
  one('playwright', seasonal(), (s) => `await page.getByLabel('Password').fill('${s}');`);
  one('mcp-config', alnum(40), (s) =>
    JSON.stringify({ mcpServers: { jira: { command: 'uvx', args: ['mcp-atlassian', '--jira-token', s] } } }),
  );
  one(
    'mcp-add',
    'sk-' + alnum(48),
    (s) => `claude mcp add tavily -e TAVILY_API_KEY=${s} -- npx -y tavily-mcp`,
  );
  one(
    'axios-error',
    url64(60),
    (s) =>
      `  headers: {\n    Accept: 'application/json',\n    Authorization: 'Bearer ${s}',\n    'User-Agent': 'axios/1.7.2'\n  }`,
  );
  one(
    'http-log',
    alnum(64),
    (s) =>
      `127.0.0.1 - - [01/May/2026:10:00:00 +0200] "GET /api/v1/items?access_token=${s} HTTP/1.1" 200 512`,
  );
  one(
    'python-trace',
    generated(),
    (s) => `sqlalchemy.exc.OperationalError: could not connect: postgresql+psycopg2://shop:${s}@db:5432/shop`,
  );
  one(
    'id-rsa',
    pem('OPENSSH PRIVATE KEY').split('\n').slice(1, -1).join('\n'),
    (s) =>
      `$ cat ~/.ssh/id_ed25519\n-----BEGIN OPENSSH PRIVATE KEY-----\n${s}\n-----END OPENSSH PRIVATE KEY-----`,
  );
  one(
    'basic-decoded',
    quotable(),
    (s) => `$ echo ${base64Of('ann:x1')} | base64 -d\nann:x1\n# real one: ann:${s}`,
  );
  one(
    'otp-uri',
    from(BASE32, 32),
    (s) => `qrencode -t ansiutf8 'otpauth://totp/acme:ann?secret=${s}&issuer=acme'`,
  );
  one('recovery', `${from(LOWER, 4)}7-${from(LOWER, 4)}9`, (s) => `my github recovery codes:\n${s}\n`);
});
