/** Secrets of other kinds, in other places than the providers' list: settings, commands, code, headers. */
import { secretList } from './list.ts';

export const freshSecrets = secretList((g, one) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, base64Of: b64, UPPER, LOWER, DIGITS } = g;
  const typed = (): string =>
    from(UPPER, 1) + from(LOWER, 4) + from('-_.#$', 1) + from(LOWER, 4) + from(DIGITS, 2) + from('!?*', 1);
  const at = (secret: string, place: (secret: string) => string): void => one('various', secret, place);
  at('xai' + '-' + alnum(80), (s) => `XAI_KEY = "${s}"`);
  at('sk' + '-or-v1-' + hex(64), (s) => `OpenRouter(api_key='${s}')`);
  at('hf' + '_' + alnum(34), (s) => `huggingface-cli login --token ${s}`);
  at('r8' + '_' + alnum(37), (s) => `REPLICATE_API_TOKEN: ${s}`);
  at('pplx' + '-' + alnum(48), (s) => `Authorization: Bearer ${s}`);
  at('gsk' + '_' + alnum(52), (s) => `const groq = new Groq({ apiKey: "${s}" });`);
  at('nvapi' + '-' + url64(64), (s) => `docker login nvcr.io -u '$oauthtoken' -p ${s}`);
  at('lsv2' + '_sk_' + hex(32) + '_' + hex(10), (s) => `export LANGCHAIN_API_KEY=${s}`);
  at(uuid(), (s) => `pinecone.init(api_key="${s}", environment="us-east1-gcp")`);
  at(hex(32), (s) => `Ocp-Apim-Subscription-Key: ${s}`);
  at('sk' + '_' + hex(48), (s) => `xi-api-key: ${s}`);
  at(alnum(40), (s) => `openweathermap.org/data/2.5/weather?q=Bonn&appid=${s}`);
  at(hex(32), (s) => `https://api.openweathermap.org/data/2.5/weather?q=Bonn&appid=${s}`);
  at('csk' + '-' + from(LOWER + DIGITS, 48), (s) => `cerebras: ${s}`);
  at('ghu' + '_' + alnum(36), (s) => `{"github.com":{"user":"ann","oauth_token":"${s}"}}`);
  at('glpat' + '-' + url64(20), (s) => `git push https://oauth2:${s}@gitlab.acme.io/a/b.git`);
  at('gldt' + '-' + url64(20), (s) => `docker login -u deploy -p ${s} registry.gitlab.com`);
  at(
    'glsoat' + '-' + url64(20),
    (s) => `curl --header "PRIVATE-TOKEN: ${s}" "https://gitlab.acme.io/api/v4"`,
  );
  at(from(LOWER + DIGITS, 52), (s) => `git -c http.extraHeader="Authorization: Basic ${s}" clone x`);
  at('CCIPAT' + '_' + alnum(22) + '_' + hex(40), (s) => `circleci setup --token ${s}`);
  at(
    'tfe' + alnum(11) + '.atlasv1.' + alnum(66),
    (s) => `{"credentials":{"app.terraform.io":{"token":"${s}"}}}`,
  );
  at('pul' + '-' + hex(40), (s) => `PULUMI_ACCESS_TOKEN=${s} pulumi up`);
  at('npm' + '_' + alnum(36), (s) => `npm config set //registry.npmjs.org/:_authToken ${s}`);
  at('pypi' + '-AgEIcHlwaS5vcmc' + url64(150), (s) => `twine upload -u __token__ -p ${s} dist/*`);
  at(
    'dckr' + '_pat_' + url64(27),
    (s) => `{"auths":{"https://index.docker.io/v1/":{"identitytoken":"${s}"}}}`,
  );
  at('vcp' + '_' + alnum(56), (s) => `vercel --token ${s} ls`);
  at('nfp' + '_' + alnum(36), (s) => `netlify deploy --auth ${s}`);
  at('FlyV1 ' + 'fm2_' + base64(160), (s) => `FLY_API_TOKEN="${s}"`);
  at('rnd' + '_' + alnum(28), (s) => `RENDER_API_KEY: '${s}'`);
  at('dop' + '_v1_' + hex(64), (s) => `provider "digitalocean" {\n  token = "${s}"\n}`);
  at('HRKU' + '-AA' + url64(58), (s) => `heroku auth:token\n${s}`);
  at('sbp' + '_' + hex(40), (s) => `supabase login --token ${s}`);
  at(jwt(), (s) => `anon and service keys: ${s}`);
  at('pscale' + '_tkn_' + url64(43), (s) => `pscale --service-token ${s} --service-token-id x`);
  at('napi' + '_' + alnum(64), (s) => `neonctl --api-key ${s} projects list`);
  at(alnum(64), (s) => `COCKROACH_API_KEY=CCDB1_${alnum(22)}_${s}`);
  at('AVNS' + '_' + url64(18), (s) => `mysql://avnadmin:${s}@acme.aivencloud.com:12345/db`);
  at(typed(), (s) => `sqlplus system/${s}@//db:1521/XE`);
  at(typed(), (s) => `mongo --username root --password ${s} --authenticationDatabase admin`);
  at(typed(), (s) => `PGPASSWORD=${s} pg_dump -h db app > a.sql`);
  at(typed(), (s) => `redis-cli -u redis://default:${s}@cache:6379 ping`);
  at(typed(), (s) => `cqlsh -u cassandra -p ${s} 10.0.0.9`);
  at(typed(), (s) => `influx -username admin -password '${s}' -execute 'show databases'`);
  at(
    typed(),
    (s) => `"datasource": {"url": "jdbc:postgresql://db/app", "username": "app", "password": "${s}"}`,
  );
  at(typed(), (s) => `clickhouse-client --host ch --user default --password ${s}`);
  at(typed(), (s) => `DATABASES = {'default': {'USER': 'app', 'PASSWORD': '${s}', 'HOST': 'db'}}`);
  at(typed(), (s) => `<Connector keystoreFile="conf/keystore.jks" keystorePass="${s}" />`);
  at(typed(), (s) => `spring.rabbitmq.password=${s}`);
  at(typed(), (s) => `quarkus.datasource.password=${s}`);
  at(typed(), (s) => `export ORACLE_PWD='${s}'`);
  at(typed(), (s) => `bind_password: "${s}"`);
  at(typed(), (s) => `ldap_default_authtok = ${s}`);
  at(typed(), (s) => `smtp_sasl_password_maps = static:relay:${s}`);
  at(typed(), (s) => `set smtp auth-password "${s}"`);
  at(typed(), (s) => `ansible-playbook site.yml -e "db_password=${s}"`);
  at(typed(), (s) => `vault kv put secret/app password=${s}`);
  at(typed(), (s) => `az sql server create -n s -u admin -p ${s}`);
  at(typed(), (s) => `az vm create --admin-username azure --admin-password ${s}`);
  at(typed(), (s) => `aws rds create-db-instance --master-username app --master-user-password ${s}`);
  at(typed(), (s) => `gcloud sql users set-password root --instance=db --password=${s}`);
  at(typed(), (s) => `net user deploy ${s} /add`);
  at(typed(), (s) => `New-Object PSCredential("admin", (ConvertTo-SecureString "${s}" -AsPlainText -Force))`);
  at(typed(), (s) => `smbclient //nas/share -U me%${s}`);
  at(typed(), (s) => `wget --http-user=me --http-password=${s} https://x`);
  at(typed(), (s) => `http -a me:${s} GET https://api.acme.io`);
  at(typed(), (s) => `curl --proxy-user me:${s} https://x`);
  at(typed(), (s) => `requests.get(url, auth=('me', '${s}'))`);
  at(typed(), (s) => `new NetworkCredential("me", "${s}")`);
  at(typed(), (s) => `await signIn('credentials', { email, password: '${s}' })`);
  at(typed(), (s) => `page.getByLabel('Password').fill('${s}')`);
  at(typed(), (s) => `driver.find_element(By.ID, "password").send_keys("${s}")`);
  at(typed(), (s) => `root:${s}@tcp(127.0.0.1:3306)/app?parseTime=true`);
  at(typed(), (s) => `dsn := "app:${s}@tcp(db:3306)/app"`);
  at(typed(), (s) => `sqlalchemy.create_engine("mssql+pyodbc://sa:${s}@dsn")`);
  at(typed(), (s) => `Password for user app: ${s}`);
  at(typed(), (s) => `The new admin password is \`${s}\`. Please change it.`);
  at(typed(), (s) => `Passwort: ${s}`);
  at(typed(), (s) => `mot de passe : ${s}`);
  at(typed(), (s) => `contraseña: ${s}`);
  at(typed(), (s) => `user=admin&pwd=${s}&submit=Login`);
  at(typed(), (s) => `{"username": "ann", "pass": "${s}"}`);
  at(typed(), (s) => `GRAFANA_ADMIN_PASS=${s}`);
  at(typed(), (s) => `KEYSTORE_PWD="${s}"`);
  at(typed(), (s) => `MINIO_ROOT_USER=minio MINIO_ROOT_PASSWORD=${s} minio server /data`);
  at(typed(), (s) => `RABBITMQ_DEFAULT_PASS: ${s}`);
  at(alnum(40), (s) => `secret_access_key: ${s}`);
  at(
    base64(40),
    (s) => `rclone config create s3 s3 access_key_id AKIA${from(UPPER, 16)} secret_access_key ${s}`,
  );
  at(base64(40), (s) => `AWS_ACCESS_KEY_ID=ASIA${from(UPPER, 16)}\nAWS_SECRET_ACCESS_KEY="${s}"`);
  at(base64(86) + '==', (s) => `AccountKey=${s};TableEndpoint=https://x`);
  at(alnum(3) + '7Q' + '~' + url64(34), (s) => `"AZURE_CLIENT_SECRET": "${s}"`);
  at(
    'AIza' + 'Sy' + url64(33),
    (s) => `<meta-data android:name="com.google.android.geo.API_KEY" android:value="${s}"/>`,
  );
  at('GOCSPX' + '-' + url64(28), (s) => `client_secret: ${s}`);
  at(hex(32), (s) => `twilio_auth_token: '${s}'`);
  at('whsec' + '_' + alnum(32), (s) => `stripe.webhooks.constructEvent(body, sig, '${s}')`);
  at('sk' + '_test_51' + alnum(97), (s) => `stripe.api_key = "${s}"`);
  at('sq0csp' + '-' + url64(43), (s) => `SQUARE_APPLICATION_SECRET=${s}`);
  at(url64(80), (s) => `paypal: { clientId: "A${url64(20)}", clientSecret: "${s}" }`);
  at('shpss' + '_' + hex(32), (s) => `SHOPIFY_API_SECRET=${s}`);
  at('xoxe.xoxp-1-' + alnum(140), (s) => `slack config token ${s}`);
  at('xapp' + '-1-A' + alnum(10) + '-' + from(DIGITS, 13) + '-' + hex(64), (s) => `SLACK_APP_TOKEN=${s}`);
  at(from('123456789', 10) + ':AA' + url64(33), (s) => `bot = telebot.TeleBot("${s}")`);
  at('SG' + '.' + url64(22) + '.' + url64(43), (s) => `SENDGRID_API_KEY=${s}`);
  at(hex(32), (s) => `DATADOG_API_KEY: "${s}"`);
  at('NRAK' + '-' + from(UPPER + DIGITS, 27), (s) => `newrelic profile add --apiKey ${s} -r us`);
  at('glc' + '_' + base64(90), (s) => `password: ${s}`);
  at('lin' + '_oauth_' + hex(64), (s) => `linear oauth ${s}`);
  at(
    'ATATT3' + url64(180) + '=' + hex(8).toUpperCase(),
    (s) => `jira.auth = HTTPBasicAuth("me@acme.io", "${s}")`,
  );
  at('PMAK' + '-' + hex(24) + '-' + hex(34), (s) => `newman run c.json --postman-api-key ${s}`);
  at('dp' + '.pt.' + alnum(43), (s) => `DOPPLER_TOKEN="${s}"`);
  at('hvs' + '.' + url64(95), (s) => `export VAULT_TOKEN=${s}`);
  at('acme_' + 'sk_' + alnum(32), (s) => `our own key: ${s}`);
  at('acme-prod-' + 'key-' + alnum(36), (s) => `{"k":"${s}"}`);
  at('lh_' + 'pat_' + url64(43), (s) => `token from the hub ${s}`);
  at(url64(43), (s) => `X-Auth-Token: ${s}`);
  at(hex(64), (s) => `signing_secret = '${s}'`);
  at(hex(64), (s) => `ENCRYPTION_KEY=${s}`);
  at(base64(43) + '=', (s) => `AES_KEY: ${s}`);
  at(hex(64), (s) => `accounts: ["0x${s}"]`);
  at(hex(64), (s) => `DEPLOYER_PRIVATE_KEY=${s}`);
  at(url64(120), (s) => `Cookie: __Secure-next-auth.session-token=${s}; theme=light`);
  at(jwt(), (s) => `localStorage.setItem('jwt', '${s}')`);
  at(b64('svc:' + typed()), (s) => `-H 'Authorization: Basic ${s}'`);
  at(url64(43), (s) => `https://acme.io/invite?invite_token=${s}`);
  at(alnum(32), (s) => `wss://stream.acme.io/?token=${s}`);
  at(url64(64), (s) => `{"refresh_token": "${s}", "scope": "all"}`);
  at(
    g.pem('DSA PRIVATE KEY').split('\n')[4]!,
    (s) => `-----BEGIN DSA PRIVATE KEY-----\n${s}\n${base64(64)}\n-----END DSA PRIVATE KEY-----`,
  );
});
