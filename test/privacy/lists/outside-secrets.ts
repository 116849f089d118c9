/**
 * Secrets as somebody who does not know the rules would list them: from providers' documents and published scanners'
 * lists, in the places where an assistant meets them. Drawn when the tests run, like those of `secrets.ts`.
 */
import { BASE32, BASE58, BECH32, secretList } from './list.ts';

const MNEMONIC = 'ribbon cactus oyster tunnel velvet hybrid mango puzzle lantern fiscal wisdom ocean'; // twelve words, as wallets show them

export const outsideSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, pemBody, base64Of: b64, UPPER, LOWER, DIGITS } = g;
  const human = (): string => from(UPPER, 1) + from(LOWER, 5) + from(DIGITS, 4) + '!';
  const marks = (): string => from(ALL_MARKS, 2) + alnum(6) + from(ALL_MARKS, 2) + alnum(6);

  // Model providers
  one('mistral', alnum(32), (s) => `MISTRAL_API_KEY=${s}\nMODEL=mistral-large`);
  one('cohere', alnum(40), (s) => `co = cohere.Client("${s}")`);
  one('cohere', alnum(40), (s) => `export CO_API_KEY=${s}`);
  one(
    'deepseek',
    'sk-' + hex(32),
    (s) => `client = OpenAI(api_key="${s}", base_url="https://api.deepseek.com")`,
  );
  one(
    'gemini',
    'AIza' + 'Sy' + url64(33),
    (s) =>
      `curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-pro:generateContent?key=${s}"`,
  );
  one('voyage', 'pa-' + url64(43), (s) => `VOYAGE_API_KEY=${s}`);
  one('voyage', 'pa-' + url64(43), (s) => `vo = voyageai.Client(api_key="${s}")`);
  one('jina', 'jina_' + hex(32) + url64(28), (s) => `-H 'Authorization: Bearer ${s}'`);
  one('jina', 'jina_' + hex(32) + url64(28), (s) => `my jina key: ${s}`);
  one('tavily', 'tvly-' + 'dev-' + alnum(32), (s) => `TavilyClient("${s}")`);
  one('firecrawl', 'fc-' + hex(32), (s) => `new FirecrawlApp({ apiKey: "${s}" })`);
  one('firecrawl', 'fc-' + hex(32), (s) => `the Firecrawl one is ${s} if you need it`);
  one('exa', uuid(), (s) => `EXA_API_KEY="${s}"`);
  one('assemblyai', hex(32), (s) => `aai.settings.api_key = "${s}"`);
  one('deepgram', hex(40), (s) => `curl -H "Authorization: Token ${s}" https://api.deepgram.com/v1/listen`);
  one('stability', 'sk-' + alnum(48), (s) => `stability.host=grpc\nSTABILITY_KEY: ${s}`);
  one('together', hex(64), (s) => `TOGETHER_API_KEY=${s}`);
  one('wandb', hex(40), (s) => `wandb login ${s}`);
  one('wandb', hex(40), (s) => `machine api.wandb.ai\n  login user\n  password ${s}`);
  one('langfuse', 'sk-lf-' + uuid(), (s) => `LANGFUSE_SECRET_KEY="${s}"`);
  one(
    'helicone',
    'sk-helicone-' + alnum(7) + '-' + alnum(7) + '-' + alnum(7) + '-' + alnum(7),
    (s) => `"Helicone-Auth": "Bearer ${s}"`,
  );
  one('kaggle', hex(32), (s) => `{"username":"jdoe","key":"${s}"}`);
  one('comet', alnum(25), (s) => `comet_ml.init(api_key="${s}")`);
  one('cursor', 'key_' + hex(64), (s) => `CURSOR_API_KEY=${s}`);
  one(
    'openai',
    'sk-proj-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74),
    (s) => `litellm.api_key = '${s}'  # tmp`,
  );

  // Source hosts, CI, registries
  one(
    'github',
    'ghs' + '_' + alnum(36),
    (s) => `git clone https://x-access-token:${s}@github.com/acme/app.git`,
  );
  one(
    'github',
    'github' + '_pat_11' + alnum(20) + '_' + alnum(59),
    (s) => `remote: origin\thttps://${s}@github.com/acme/app.git (fetch)`,
  );
  one('github', 'v1.' + hex(40), (s) => `{"token":"${s}","expires_at":"2026-11-23T10:00:00Z"}`);
  one(
    'gitlab',
    'glrtr' + '-' + url64(27),
    (s) => `gitlab-runner register --url https://gitlab.com --token ${s}`,
  );
  one('gitlab', 'gloas' + '-' + hex(64), (s) => `client_secret: '${s}'`);
  one('gitlab', 'glpat' + '-' + url64(20), (s) => `| CI | PRIVATE-TOKEN | ${s} |`);
  one(
    'bitbucket',
    'ATBB' + alnum(28) + hex(8).toUpperCase(),
    (s) => `https://jdoe:${s}@bitbucket.org/acme/app.git`,
  );
  one(
    'bitbucket',
    'ATCTT3xFfGN0' + url64(160) + '=' + hex(8).toUpperCase(),
    (s) => `curl --header 'Authorization: Bearer ${s}' https://api.bitbucket.org/2.0/repositories/acme`,
  );
  one('azure-devops', from(LOWER + DIGITS, 52), (s) => `export AZURE_DEVOPS_EXT_PAT=${s}`);
  one('azure-devops', from(LOWER + DIGITS, 52), (s) => `https://anything:${s}@dev.azure.com/acme/_git/app`);
  one('gitea', hex(40), (s) => `tea login add --name acme --url https://git.acme.io --token ${s}`);
  one('circleci', hex(40), (s) => `curl -H "Circle-Token: ${s}" https://circleci.com/api/v2/me`);
  one('travis', alnum(22), (s) => `travis login --github-token ${s}`);
  one('jenkins', '11' + hex(32), (s) => `curl -X POST -u ops:${s} https://ci.acme.io/job/deploy/build`);
  one('buildkite', 'bkua' + '_' + hex(40), (s) => `BUILDKITE_TOKEN ${s}`);
  one('codecov', uuid(), (s) => `codecov -t ${s} -f coverage.xml`);
  one('codecov', uuid(), (s) => `CODECOV_TOKEN: "${s}"`);
  one('coveralls', alnum(33), (s) => `repo_token: ${s}`);
  one('sonar', 'squ' + '_' + hex(40), (s) => `sonar-scanner -Dsonar.login=${s}`);
  one('sonar', 'sqp' + '_' + hex(40), (s) => `mvn sonar:sonar -Dsonar.token=${s}`);
  one('snyk', uuid(), (s) => `snyk auth ${s}`);
  one('snyk', uuid(), (s) => `SNYK_TOKEN=${s}`);
  one('npm', uuid(), (s) => `//npm.pkg.acme.io/:_authToken="${s}"`);
  one(
    'npm',
    b64('Tr4verse!' + hex(1)),
    (s) => `//registry.acme.io/:_password="${s}"\n//registry.acme.io/:username=ci`,
  );
  one('pypi', 'pypi-AgEIcHlwaS5vcmc' + url64(150), (s) => `[pypi]\nusername = __token__\npassword = ${s}`);
  one('crates', 'cio' + alnum(32), (s) => `[registry]\ntoken = "${s}"`);
  one('crates', 'cio' + alnum(32), (s) => `cargo login ${s}`);
  one('rubygems', hex(48), (s) => `---\n:rubygems_api_key: ${s}`);
  one(
    'nuget',
    'oy2' + from(LOWER + DIGITS, 43),
    (s) => `dotnet nuget push app.nupkg --api-key ${s} --source nuget.org`,
  );
  one('nuget', human(), (s) => `<add key="ClearTextPassword" value="${s}" />`);
  one('jsr', 'jsrp_' + alnum(40), (s) => `publish with ${s}`);
  one('docker', human(), (s) => `echo ${s} | docker login -u acme --password-stdin`);
  one('docker', 'dckr_oat_' + url64(32), (s) => `docker login -u acme -p ${s}`);
  one('artifactory', 'AKCp' + alnum(69), (s) => `curl -H "X-JFrog-Art-Api: ${s}" https://acme.jfrog.io/api`);
  one(
    'artifactory',
    'cmVmdGtu' + alnum(56),
    (s) => `pip install --index-url https://ci:${s}@acme.jfrog.io/artifactory/api/pypi/simple app`,
  );
  one('artifactory', 'cmVmdGtu' + alnum(56), (s) => `reference token: ${s}`);
  one('octopus', 'API-' + from(UPPER + DIGITS, 26), (s) => `octo push --apiKey ${s}`);
  one('octopus', 'API-' + from(UPPER + DIGITS, 26), (s) => `Octopus key ${s} for the deploy`);
  one(
    'terraform',
    alnum(14) + '.atlas' + 'v1.' + url64(67),
    (s) => `credentials "app.terraform.io" {\n  token = "${s}"\n}`,
  );
  one('hex.pm', hex(32), (s) => `HEX_API_KEY=${s} mix hex.publish`);

  // Clouds
  {
    const id = 'AKIA' + from(BASE32, 16);
    const key = base64(40);
    add('aws', `[default]\naws_access_key_id=${id}\naws_secret_access_key=${key}\nregion=eu-west-1`, id, key);
    const session = 'IQoJb3JpZ2luX2Vj' + base64(300) + '==';
    const temp = 'ASIA' + from(BASE32, 16);
    const secret = base64(40);
    add(
      'aws',
      JSON.stringify(
        {
          Credentials: {
            AccessKeyId: temp,
            SecretAccessKey: secret,
            SessionToken: session,
            Expiration: '2026-11-23T12:00:00Z',
          },
        },
        null,
        2,
      ),
      temp,
      secret,
      session,
    );
    add('aws', `AccessKeyId\tSecretAccessKey\n${id}\t${key}`, id, key);
    add('aws', `new AWS.S3({ accessKeyId: '${temp}', secretAccessKey: '${secret}' })`, temp, secret);
    add('aws', `s3://${id}:${encodeURIComponent(key)}@bucket/path`, encodeURIComponent(key));
    add('aws-ses', `SMTP username: ${id}\nSMTP password: B${key}abc`, `B${key}abc`);
    add('s3cfg', `[default]\naccess_key = ${id}\nsecret_key = ${key}`, id, key);
  }
  one('aws-bedrock', 'ABSK' + base64(128) + '=', (s) => `AWS_BEARER_TOKEN_BEDROCK=${s}`);
  one('aws-mws', 'amzn.mws.' + uuid(), (s) => `mws_auth_token: ${s}`);
  {
    const key = pem('PRIVATE KEY', '\\n');
    const id = hex(40);
    add(
      'gcp-service-account',
      `{\n  "type": "service_account",\n  "project_id": "acme-prod",\n  "private_key_id": "${id}",\n  "private_key": "${key}\\n",\n  "client_email": "ci@acme-prod.iam.gserviceaccount.com"\n}`,
      key.split('\\n')[3]!,
      key.split('\\n')[1]!,
    );
    const once = JSON.stringify({
      GCP_KEY: JSON.stringify({ type: 'service_account', private_key: key.replaceAll('\\n', '\n') }),
    });
    add('gcp-service-account', once, key.split('\\n')[3]!, key.split('\\n').at(-2)!);
  }
  {
    const secret = 'd-' + url64(22);
    const refresh = '1//0' + url64(98);
    add(
      'gcp-adc',
      `{"client_secret":"${secret}","refresh_token":"${refresh}","type":"authorized_user"}`,
      secret,
      refresh,
    );
  }
  one('gcp-hmac', 'GOOG1E' + from(UPPER + DIGITS, 55), (s) => `gs_access_key_id = ${s}`);
  one('gcp-access', 'ya29.' + 'a0' + url64(180), (s) => `$ gcloud auth print-access-token\n${s}`);
  one('firebase', 'AAAA' + url64(7) + ':APA91b' + url64(134), (s) => `Authorization: key=${s}`);
  one('firebase', 'AAAA' + url64(7) + ':APA91b' + url64(134), (s) => `FCM_SERVER_KEY="${s}"`);
  one('firebase-ci', '1//0' + url64(60), (s) => `firebase deploy --token "${s}"`);
  {
    const account = base64(86) + '==';
    add(
      'azure-storage',
      `AZURE_STORAGE_CONNECTION_STRING="DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${account};EndpointSuffix=core.windows.net"`,
      account,
    );
    add(
      'azure-storage',
      `az storage blob upload --account-name acme --account-key ${account} -f a.txt`,
      account,
    );
    add(
      'azure-cosmos',
      `AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=${account};`,
      account,
    );
    const sas = encodeURIComponent(base64(43) + '=');
    add(
      'azure-sas',
      `https://acme.blob.core.windows.net/backup?sp=racwdl&st=2026-01-01T00:00:00Z&se=2027-01-01T00:00:00Z&spr=https&sv=2022-11-02&sr=c&sig=${sas}`,
      sas,
    );
    add(
      'azure-sas',
      `BlobEndpoint=https://acme.blob.core.windows.net/;SharedAccessSignature=sv=2022-11-02&ss=b&srt=sco&sp=rl&se=2027-01-01&sig=${sas}`,
      sas,
    );
    const bus = base64(43) + '=';
    add(
      'azure-servicebus',
      `"ServiceBus": "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${bus}"`,
      bus,
    );
    add('azure-iothub', `HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey=${bus}`, bus);
    const search = alnum(52);
    add(
      'azure-search',
      `"AzureSearch": { "Endpoint": "https://acme.search.windows.net", "AdminKey": "${search}" }`,
      search,
    );
    const ocp = hex(32);
    add(
      'azure-cognitive',
      `curl -H "Ocp-Apim-Subscription-Key: ${ocp}" https://westeurope.api.cognitive.microsoft.com/`,
      ocp,
    );
    const openai = hex(32);
    add('azure-openai', `AZURE_OPENAI_KEY=${openai}`, openai);
    const eight = alnum(3) + '8Q' + '~' + url64(34);
    add('azure-ad', `az login --service-principal -u ${uuid()} -p ${eight} --tenant ${uuid()}`, eight);
    add('azure-ad', `clientSecret: ${eight}\ntenantId: ${uuid()}`, eight);
    const fn = url64(54) + '==';
    add('azure-function', `https://acme.azurewebsites.net/api/run?code=${fn}`, fn);
    const pub = alnum(60);
    add(
      'azure-publish',
      `<publishProfile publishMethod="MSDeploy" userName="$acme" userPWD="${pub}" />`,
      pub,
    );
    const insights = uuid();
    add(
      'azure-insights',
      `APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=${insights};IngestionEndpoint=https://x/`,
      insights,
    );
  }
  one('digitalocean', 'dop' + '_v1_' + hex(64), (s) => `doctl auth init -t ${s}`);
  one('digitalocean-spaces', 'DO00' + from(UPPER + DIGITS, 16), (s) => `SPACES_SECRET_KEY=${s}${s}abc`);
  one('linode', hex(64), (s) => `LINODE_CLI_TOKEN=${s}`);
  one('hetzner', alnum(64), (s) => `hcloud context create x # token ${s}`);
  one('hetzner', alnum(64), (s) => `export HCLOUD_TOKEN="${s}"`);
  one('vultr', from(UPPER + DIGITS, 36), (s) => `VULTR_API_KEY=${s}`);
  one('scaleway', uuid(), (s) => `SCW_SECRET_KEY=${s}`);
  one('ovh', alnum(32), (s) => `application_secret=${s}\nendpoint=ovh-eu`);
  one('alibaba', alnum(30), (s) => `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${s}`);
  one('alibaba', 'LTAI5t' + alnum(18), (s) => `accessKeyId: ${s}`);
  one('tencent', alnum(32), (s) => `TENCENTCLOUD_SECRET_KEY=${s}`);
  one('yandex', 'AQVN' + url64(36), (s) => `yc iam api-key: ${s}`);
  one('yandex', 'y0_AgAAAA' + url64(50), (s) => `OAuth ${s}`);
  one('yandex', 't1.' + url64(120) + '.' + url64(86), (s) => `yc iam create-token\n${s}`);
  one('ibm', url64(44), (s) => `ibmcloud login --apikey ${s}`);
  one(
    'oracle',
    pem('RSA PRIVATE KEY').split('\n').slice(1, 3).join('\n'),
    (s) => `key_content=-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----\nOCI_API_KEY`,
  );
  one('fly', 'FlyV1 ' + 'fm2_' + base64(200) + '==', (s) => `fly tokens create deploy\n${s}`);
  one('railway', uuid(), (s) => `RAILWAY_TOKEN=${s}`);
  one('render', 'rnd' + '_' + alnum(32), (s) => `curl --header 'authorization: Bearer ${s}'`);
  one('vercel', alnum(24), (s) => `vercel deploy --prod --token=${s}`);
  one('vercel', alnum(24), (s) => `VERCEL_TOKEN: ${s}`);
  one('netlify', url64(43), (s) => `NETLIFY_AUTH_TOKEN=${s}`);
  one('heroku', uuid(), (s) => `machine api.heroku.com\n  login me@acme.io\n  password ${s}`);
  one('cloudflare', url64(40), (s) => `CF_API_TOKEN=${s}`);
  one('cloudflare', hex(37), (s) => `X-Auth-Email: me@acme.io\nX-Auth-Key: ${s}`);
  one(
    'cloudflare-tunnel',
    b64(JSON.stringify({ a: hex(32), t: uuid(), s: base64(43) })),
    (s) => `cloudflared service install ${s}`,
  );
  one(
    'cloudflare-tunnel',
    b64(JSON.stringify({ a: hex(32), t: uuid(), s: base64(43) })),
    (s) => `cloudflared tunnel run --token ${s}`,
  );
  one('cloudflare-r2', hex(64), (s) => `R2_SECRET_ACCESS_KEY=${s}`);
  one('turnstile', '0x4AAAAAAA' + url64(25), (s) => `TURNSTILE_SECRET_KEY=${s}`);
  one('fastly', url64(32), (s) => `curl -H "Fastly-Key: ${s}" https://api.fastly.com/`);
  one('ngrok', alnum(27) + '_' + alnum(21), (s) => `ngrok config add-authtoken ${s}`);
  one(
    'tailscale',
    'tskey' + '-auth-k' + alnum(11) + 'CNTRL-' + alnum(32),
    (s) => `sudo tailscale up --authkey ${s}`,
  );
  one('zerotier', alnum(32), (s) => `ZEROTIER_CENTRAL_TOKEN=${s}`);
  one('wireguard', base64(42) + 'A=', (s) => `[Interface]\nPrivateKey = ${s}\nAddress = 10.0.0.2/32`);
  one('wireguard', base64(42) + 'A=', (s) => `PresharedKey = ${s}`);
  one('wifi', human(), (s) => `network={\n  ssid="home"\n  psk="${s}"\n}`);
  one('wifi', human(), (s) => `nmcli dev wifi connect home password ${s}`);

  // Data stores
  one('postgres', human(), (s) => `postgresql+asyncpg://app:${s}@db.acme.io:5432/app?ssl=require`);
  one('postgres', human(), (s) => `host=db.acme.io port=5432 user=app password=${s} dbname=app`);
  one('postgres', human(), (s) => `db.acme.io:5432:app:app:${s}   # ~/.pgpass`);
  one('postgres', human(), (s) => `psql "user=app password='${s}' host=db"`);
  one('mysql', human(), (s) => `[client]\nuser=root\npassword=${s}\n`);
  one('mysql', human(), (s) => `mysql --user=root --password="${s}" -e 'show tables'`);
  one('mysql', human(), (s) => `$db = new PDO('mysql:host=db;dbname=app', 'root', '${s}');`);
  one('mysql', human(), (s) => `mysqli_connect("localhost", "root", "${s}", "shop")`);
  one('mysql', human(), (s) => `pymysql.connect(host='db', user='app', passwd='${s}')`);
  one(
    'mssql',
    human(),
    (s) => `Data Source=db.acme.io;Initial Catalog=app;User ID=sa;Password=${s};Encrypt=True`,
  );
  one('mssql', human(), (s) => `sqlcmd -S db -U sa -P '${s}' -Q "select 1"`);
  one('mongodb', alnum(16), (s) => `mongodb+srv://admin:${s}@cluster0.x1y2z.mongodb.net/test`);
  one('mongodb', alnum(16), (s) => `mongosh "mongodb://db" -u admin -p ${s}`);
  one('redis', alnum(40), (s) => `rediss://default:${s}@eu1-fun-cat-12345.upstash.io:6379`);
  one('redis', alnum(24), (s) => `requirepass ${s}`);
  one('redis', alnum(24), (s) => `redis.auth("${s}")`);
  one('upstash', 'AX' + url64(60), (s) => `UPSTASH_REDIS_REST_TOKEN="${s}"`);
  one(
    'neon',
    'npg' + '_' + alnum(12),
    (s) => `postgresql://neondb_owner:${s}@ep-cool-1.eu-central-1.aws.neon.tech/neondb`,
  );
  one('turso', jwt(), (s) => `TURSO_AUTH_TOKEN=${s}`);
  one('supabase', jwt(), (s) => `SUPABASE_SERVICE_ROLE_KEY="${s}"`);
  one('supabase', 'sb' + '_secret_' + url64(22) + '_' + url64(8), (s) => `createClient(url, '${s}')`);
  one('planetscale', 'pscale_pw_' + url64(43), (s) => `mysql://u:${s}@aws.connect.psdb.cloud/app`);
  one('clickhouse', '4b1d' + alnum(38), (s) => `clickhouse cloud secret ${s}`);
  one(
    'snowflake',
    human(),
    (s) => `snowflake.connector.connect(user='ETL', password='${s}', account='ab123')`,
  );
  one(
    'databricks',
    'dapi' + hex(32),
    (s) => `databricks configure --host https://adb-1.azuredatabricks.net --token <<< ${s}`,
  );
  one('elastic', base64(60) + '==', (s) => `Authorization: ApiKey ${s}`);
  one('elastic', alnum(24), (s) => `elastic-user password: ${s}`);
  one('elastic', alnum(20), (s) => `curl -k -u elastic:${s} https://es:9200/_cat/indices`);
  one('algolia', hex(32), (s) => `algoliasearch('APPID12345', '${s}') // admin api key`);
  one('algolia', hex(32), (s) => `X-Algolia-API-Key: ${s}`);
  one('meilisearch', url64(43), (s) => `MEILI_MASTER_KEY=${s}`);
  one(
    'kafka',
    alnum(64),
    (s) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="K3Y" password="${s}";`,
  );
  one('rabbitmq', human(), (s) => `amqp://svc:${s}@mq.acme.io:5672/%2f`);
  one('ldap', human(), (s) => `ldapsearch -x -D "cn=admin,dc=acme,dc=io" -w ${s} -b dc=acme`);
  one('odbc', human(), (s) => `Driver={ODBC Driver 18 for SQL Server};Server=tcp:db;Uid=app;Pwd={${s}};`);
  one('jdbc', human(), (s) => `DriverManager.getConnection("jdbc:mysql://db/app", "app", "${s}")`);
  one('hibernate', human(), (s) => `<property name="hibernate.connection.password">${s}</property>`);
  one('tomcat', human(), (s) => `<user username="admin" password="${s}" roles="manager-gui"/>`);

  // Messages, mail, payments, business software
  one(
    'slack',
    'xoxb' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + alnum(24),
    (s) => `slack_token: "${s}"`,
  );
  one(
    'slack',
    'T' + from(UPPER + DIGITS, 8) + '/B' + from(UPPER + DIGITS, 10) + '/' + alnum(24),
    (s) => `curl -X POST https://hooks.slack.com/services/${s}`,
  );
  one('slack-signing', hex(32), (s) => `SLACK_SIGNING_SECRET=${s}`);
  one(
    'discord',
    from(DIGITS, 18) + '/' + url64(68),
    (s) => `webhook = "https://discord.com/api/webhooks/${s}"`,
  );
  one('discord', 'MTE' + alnum(23) + '.G' + alnum(5) + '.' + url64(38), (s) => `client.login("${s}")`);
  one(
    'telegram',
    from('123456789', 10) + ':AA' + url64(33),
    (s) => `https://api.telegram.org/bot${s}/sendMessage`,
  );
  one(
    'teams',
    uuid() + '@' + uuid() + '/IncomingWebhook/' + hex(32) + '/' + uuid(),
    (s) => `https://acme.webhook.office.com/webhookb2/${s}`,
  );
  one(
    'power-automate',
    url64(43),
    (s) =>
      `https://prod-12.westeurope.logic.azure.com:443/workflows/${hex(32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=${s}`,
  );
  one('mattermost', from(LOWER + DIGITS, 26), (s) => `mattermost_token=${s}`);
  one('matrix', 'syt_' + base64(8) + '_' + alnum(20) + '_' + alnum(6), (s) => `access token: ${s}`);
  one('zoom', alnum(32), (s) => `ZOOM_CLIENT_SECRET=${s}`);
  one(
    'google-chat',
    url64(43),
    (s) => `https://chat.googleapis.com/v1/spaces/AAAA/messages?key=AIzaSyPublic&token=${s}%3D`,
  );
  one('twilio', hex(32), (s) => `twilio.rest.Client("AC${hex(32)}", "${s}")`);
  one('twilio', hex(32), (s) => `curl -u AC${hex(32)}:${s} https://api.twilio.com/2010-04-01/Accounts.json`);
  one('sendgrid', 'SG' + '.' + url64(22) + '.' + url64(43), (s) => `sgMail.setApiKey('${s}')`);
  one(
    'mailgun',
    hex(32) + '-' + hex(8) + '-' + hex(8),
    (s) => `mg = mailgun.client({ username: 'api', key: '${s}' })`,
  );
  one(
    'mailgun',
    hex(32) + '-' + hex(8) + '-' + hex(8),
    (s) => `curl -s --user 'api:${s}' https://api.mailgun.net/v3/`,
  );
  one('mailchimp', hex(32) + '-us' + '21', (s) => `mailchimp.setConfig({ apiKey: "${s}", server: "us21" })`);
  one('postmark', uuid(), (s) => `X-Postmark-Server-Token: ${s}`);
  one('sparkpost', hex(40), (s) => `SPARKPOST_API_KEY=${s}`);
  one('mailjet', hex(32), (s) => `MJ_APIKEY_PRIVATE=${s}`);
  one(
    'smtp',
    human(),
    (s) => `nodemailer.createTransport({ host, auth: { user: 'ops@acme.io', pass: '${s}' } })`,
  );
  one('smtp', human(), (s) => `server.login("ops@acme.io", "${s}")`);
  one(
    'gmail-app',
    'abcd' + ' ' + from(LOWER, 4) + ' ' + from(LOWER, 4) + ' ' + from(LOWER, 4),
    (s) => `EMAIL_HOST_PASSWORD = "${s}"`,
  );
  one('stripe', 'rk' + '_live_51' + alnum(97), (s) => `stripe listen --api-key ${s}`);
  one(
    'stripe',
    'whsec' + '_' + alnum(32),
    (s) => `> Ready! Your webhook signing secret is ${s} (^C to quit)`,
  );
  one('paypal', 'E' + url64(79), (s) => `PAYPAL_CLIENT_SECRET=${s}`);
  one('braintree', hex(32), (s) => `Braintree::Configuration.private_key = "${s}"`);
  one(
    'braintree',
    'access_token$production$' + from(LOWER + DIGITS, 16) + '$' + hex(32),
    (s) => `gateway = "${s}"`,
  );
  one('adyen', 'AQE' + base64(120) + '-' + base64(44) + '=-' + alnum(16), (s) => `X-API-Key: ${s}`);
  one('plaid', hex(30), (s) => `PLAID_SECRET=${s}`);
  one('razorpay', alnum(24), (s) => `new Razorpay({ key_id: 'rzp_live_${alnum(14)}', key_secret: '${s}' })`);
  one('mollie', 'live' + '_' + alnum(30), (s) => `mollieClient({ apiKey: '${s}' })`);
  one('mollie', 'live' + '_' + alnum(30), (s) => `use ${s} on production`);
  one('lemonsqueezy', jwt(), (s) => `LEMONSQUEEZY_API_KEY=${s}`);
  one('paddle', 'pdl_live_apikey_' + alnum(26) + '_' + alnum(22) + '_' + alnum(3), (s) => `paddle key ${s}`);
  one('gocardless', 'live_' + url64(40), (s) => `GC_ACCESS_TOKEN=${s}`);
  one('shopify', 'shpat' + '_' + hex(32), (s) => `X-Shopify-Access-Token: ${s}`);
  one('shippo', 'shippo_live_' + hex(40), (s) => `Authorization: ShippoToken ${s}`);
  one('shippo', 'shippo_live_' + hex(40), (s) => `shippo ${s}`);
  one('lob', 'live_' + hex(35), (s) => `curl https://api.lob.com/v1/addresses -u ${s}:`);
  one('hubspot', 'pat-eu1-' + uuid(), (s) => `HUBSPOT_TOKEN=${s}`);
  one('hubspot', 'pat-na1-' + uuid(), (s) => `new hubspot.Client({ accessToken: '${s}' })`);
  one('salesforce', alnum(15) + '!' + alnum(80), (s) => `sfdx access token: 00D${s}`);
  one('intercom', base64(59) + '=', (s) => `INTERCOM_ACCESS_TOKEN=dG9rO${s}`);
  one(
    'zendesk',
    alnum(40),
    (s) => `curl -u me@acme.io/token:${s} https://acme.zendesk.com/api/v2/users.json`,
  );
  one(
    'jira',
    'ATATT3xFfGF0' + url64(170) + '=' + hex(8).toUpperCase(),
    (s) => `curl -u me@acme.io:${s} https://acme.atlassian.net/rest/api/3/myself`,
  );
  one('jira', alnum(24), (s) => `JIRA_API_TOKEN=${s}`);
  one('trello', hex(64), (s) => `https://api.trello.com/1/members/me/boards?key=${hex(32)}&token=${s}`);
  one('trello', 'ATTA' + hex(64) + hex(8).toUpperCase(), (s) => `trello: ${s}`);
  one('asana', '2/' + from(DIGITS, 16) + '/' + from(DIGITS, 16) + ':' + hex(32), (s) => `ASANA_PAT=${s}`);
  one('clickup', 'pk_' + from(DIGITS, 8) + '_' + from(UPPER + DIGITS, 32), (s) => `CLICKUP_TOKEN=${s}`);
  one('linear', 'lin' + '_api_' + alnum(40), (s) => `"LINEAR_API_KEY": "${s}",`);
  one('notion', 'ntn' + '_' + from(DIGITS, 11) + alnum(35), (s) => `new Client({ auth: '${s}' })`);
  one('figma', 'figd' + '_' + url64(40), (s) => `X-Figma-Token: ${s}`);
  one('airtable', 'pat' + alnum(14) + '.' + hex(64), (s) => `Airtable.configure({ apiKey: '${s}' })`);
  one('airtable', 'key' + alnum(14), (s) => `AIRTABLE_API_KEY=${s}`);
  one('monday', jwt(), (s) => `monday.setToken("${s}")`);
  one('dropbox', 'sl.' + 'u.' + url64(140), (s) => `dbx = dropbox.Dropbox("${s}")`);
  one('box', alnum(32), (s) => `"boxAppSettings": { "clientID": "x", "clientSecret": "${s}" }`);
  one('contentful', 'CFPAT' + '-' + url64(43), (s) => `contentful login --management-token ${s}`);
  one('sanity', 'sk' + alnum(178), (s) => `SANITY_WRITE_TOKEN="${s}"`);
  one(
    'sanity',
    'sk' + alnum(178),
    (s) => `createClient({ projectId: 'x', dataset: 'production', token: '${s}' })`,
  );
  one(
    'mapbox',
    'sk.' + b64(JSON.stringify({ u: 'acme', a: alnum(25) })).replace(/=+$/, '') + '.' + url64(22),
    (s) => `MAPBOX_SECRET=${s}`,
  );
  one(
    'mapbox',
    'sk.' + b64(JSON.stringify({ u: 'acme', a: alnum(25) })).replace(/=+$/, '') + '.' + url64(22),
    (s) => `tilesets upload with ${s}`,
  );
  one('pusher', hex(20), (s) => `Pusher.secret = '${s}'`);
  one('ably', alnum(6) + '.' + alnum(6) + ':' + url64(43), (s) => `new Ably.Realtime('${s}')`);
  one('ably', alnum(6) + '.' + alnum(6) + ':' + url64(43), (s) => `ABLY_API_KEY=${s}`);
  one('livekit', alnum(43), (s) => `LIVEKIT_API_SECRET=${s}`);
  one('agora', hex(32), (s) => `AGORA_APP_CERTIFICATE=${s}`);
  one('spotify', hex(32), (s) => `SPOTIPY_CLIENT_SECRET='${s}'`);
  one('twitter', alnum(50), (s) => `consumer_secret="${s}"`);
  one('twitter', 'AAAAAAAAAAAAAAAAAAAAA' + url64(80), (s) => `TWITTER_BEARER_TOKEN=${s}`);
  one('facebook', 'EAAG' + alnum(180), (s) => `graph.facebook.com/v19.0/me?access_token=${s}`);
  one('facebook', from(DIGITS, 15) + '|' + url64(27), (s) => `"access_token": "${s}"`);
  one('linkedin', 'WPL_AP1.' + alnum(16) + '.' + alnum(6) + '==', (s) => `LinkedIn client secret: ${s}`);
  one(
    'apple',
    pem('PRIVATE KEY').split('\n').slice(1, 4).join('\n'),
    (s) => `$ cat AuthKey_ABC123.p8\n-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----`,
  );
  one(
    'apple',
    from(LOWER, 4) + '-' + from(LOWER, 4) + '-' + from(LOWER, 4) + '-' + from(LOWER, 4),
    (s) => `xcrun notarytool submit a.zip --apple-id me@acme.io --password ${s} --team-id ABCDE12345`,
  );
  one('android', human(), (s) => `signingConfigs { release { storePassword '${s}'\n keyAlias 'upload' } }`);
  one('android', human(), (s) => `RELEASE_STORE_PASSWORD=${s}`);
  one('fastlane', human(), (s) => `MATCH_PASSWORD="${s}" bundle exec fastlane match`);

  // Watching
  one(
    'datadog',
    hex(32),
    (s) => `DD_API_KEY=${s} DD_SITE="datadoghq.eu" bash -c "$(curl -L https://install)"`,
  );
  one('datadog', hex(40), (s) => `DD-APPLICATION-KEY: ${s}`);
  one('newrelic', hex(36) + 'NR' + 'AL', (s) => `license_key: '${s}'`);
  one(
    'sentry',
    'sntrys' + '_eyJpYXQiOjE3' + base64(100) + '=_' + base64(43),
    (s) => `sentry-cli --auth-token ${s} releases new 1`,
  );
  one('sentry', hex(64), (s) => `[auth]\ntoken=${s}`);
  one('pagerduty', 'u+' + url64(18), (s) => `Authorization: Token token=${s}`);
  one('pagerduty', hex(32), (s) => `"routing_key": "${s}"`);
  one('opsgenie', uuid(), (s) => `Authorization: GenieKey ${s}`);
  one('grafana', 'glsa' + '_' + alnum(32) + '_' + hex(8), (s) => `grafana:\n  auth: ${s}`);
  one('grafana', 'eyJrIjoi' + alnum(80) + '==', (s) => `GRAFANA_API_KEY=${s}`);
  one('honeycomb', 'hcaik_' + alnum(58), (s) => `x-honeycomb-team: ${s}`);
  one('honeycomb', alnum(22), (s) => `x-honeycomb-team=${s}`);
  one('logdna', hex(32), (s) => `LOGDNA_INGESTION_KEY=${s}`);
  one(
    'splunk',
    uuid(),
    (s) => `curl -k https://splunk:8088/services/collector -H "Authorization: Splunk ${s}"`,
  );
  one('rollbar', hex(32), (s) => `ROLLBAR_ACCESS_TOKEN=${s}`);
  one('bugsnag', hex(32), (s) => `Bugsnag.start({ apiKey: '${s}' })`);
  one('launchdarkly', 'sdk-' + uuid(), (s) => `LDClient.init("${s}")`);
  one('launchdarkly', 'api-' + uuid(), (s) => `LAUNCHDARKLY_ACCESS_TOKEN=${s}`);
  one('amplitude', hex(32), (s) => `AMPLITUDE_SECRET_KEY=${s}`);
  one('segment', alnum(32), (s) => `SEGMENT_WRITE_KEY=${s}`);
  one(
    'dynatrace',
    'dt0c01' + '.' + from(UPPER + DIGITS, 24) + '.' + from(UPPER + DIGITS, 64),
    (s) => `Authorization: Api-Token ${s}`,
  );
  one('betterstack', alnum(24), (s) => `source token ${s} for Logtail: LOGTAIL_SOURCE_TOKEN=${s}`);

  // Identity, vaults
  one('okta', '00' + url64(40), (s) => `Authorization: SSWS ${s}`);
  one('okta', '00' + url64(40), (s) => `OKTA_API_TOKEN=${s}`);
  one('auth0', url64(64), (s) => `AUTH0_CLIENT_SECRET='${s}'`);
  one('clerk', 'sk' + '_live_' + alnum(42), (s) => `CLERK_SECRET_KEY=${s}`);
  one(
    'workos',
    'sk_' + b64('key_' + alnum(26) + ',' + alnum(25)).replace(/=+$/, ''),
    (s) => `WORKOS_API_KEY="${s}"`,
  );
  one('keycloak', alnum(32), (s) => `"credentials": { "secret": "${s}" }`);
  one(
    'vault',
    'hvs' + '.CAESI' + url64(90),
    (s) =>
      `Key                  Value\n---                  -----\ntoken                ${s}\ntoken_accessor       x`,
  );
  one('vault', base64(43) + '=', (s) => `Unseal Key 1: ${s}`);
  one('vault', 's.' + alnum(24), (s) => `VAULT_TOKEN=${s}`);
  one('vault', 's.' + alnum(24), (s) => `Initial Root Token: ${s}`);
  one('vault', uuid(), (s) => `vault write auth/approle/login role_id=${uuid()} secret_id=${s}`);
  one('doppler', 'dp' + '.st.prd.' + alnum(43), (s) => `doppler run --token='${s}' -- npm start`);
  one('1password', 'ops' + '_eyJ' + base64(300), (s) => `OP_SERVICE_ACCOUNT_TOKEN=${s} op run`);
  one('bitwarden', '0.' + uuid() + '.' + alnum(30) + ':' + base64(22) + '==', (s) => `BWS_ACCESS_TOKEN=${s}`);
  one('bitwarden', base64(86) + '==', (s) => `export BW_SESSION="${s}"`);
  one('infisical', 'st.' + hex(24) + '.' + hex(32) + '.' + hex(32), (s) => `INFISICAL_TOKEN=${s}`);
  one('teleport', hex(32), (s) => `teleport start --roles=node --token=${s} --auth-server=tele.acme.io`);
  one('totp', from(BASE32, 32), (s) => `otpauth://totp/Acme:me@acme.io?secret=${s}&issuer=Acme`);
  one('saml', uuid(), (s) => `client_secret=${s}&grant_type=client_credentials&client_id=abc`);

  // Keys and wallets
  one('pem', pem('EC PRIVATE KEY'), (s) => s);
  one('pem', pem('OPENSSH PRIVATE KEY', '\\n'), (s) => `SSH_KEY="${s}"`);
  {
    const body = pemBody(10);
    const block = ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'];
    add('pem', `deploy_key: |\n${block.map((line) => `    ${line}`).join('\n')}\nother: 1`, ...body);
    add('pem', `const KEY = [\n${block.map((line) => `  '${line}',`).join('\n')}\n].join('\\n')`, ...body);
    add('pem', block.join('\\\\n'), ...body);
    add('pem', block.join('\r\n'), ...body);
    add('pem', `PRIVATE_KEY=${b64(block.join('\n'))}`, b64(block.join('\n')));
    add('pem', block.map((line) => `> ${line}`).join('\n'), ...body);
    add('pem', block.join(' '), ...body);
    add(
      'pgp',
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${['lQdGBF' + base64(58), ...body.slice(1)].join('\n')}\n=${base64(4)}\n-----END PGP PRIVATE KEY BLOCK-----`,
      ...body.slice(1),
    );
    add(
      'ssh2',
      `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "x"\n${body.join('\n')}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
      ...body,
    );
  }
  one(
    'kubeconfig',
    b64(`-----BEGIN RSA PRIVATE KEY-----\n${base64(64)}\n${base64(64)}`),
    (s) => `    client-certificate-data: ${b64('-----BEGIN CERTIFICATE-----')}\n    client-key-data: ${s}`,
  );
  one('kubeconfig', jwt(), (s) => `users:\n- name: admin\n  user:\n    token: ${s}`);
  one(
    'kubeconfig',
    alnum(32),
    (s) => `users:\n- name: admin\n  user:\n    username: admin\n    password: ${s}`,
  );
  one(
    'k8s-secret',
    b64(human()),
    (s) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${s}`,
  );
  one('k8s-secret', b64(alnum(30)), (s) => `kind: Secret\ntype: Opaque\ndata:\n  DB_URL: ${s}`);
  one(
    'k8s-join',
    from(LOWER + DIGITS, 6) + '.' + from(LOWER + DIGITS, 16),
    (s) => `kubeadm join 10.0.0.1:6443 --token ${s} --discovery-token-ca-cert-hash sha256:${hex(64)}`,
  );
  one(
    'swarm',
    'SWMTKN-1-' + from(LOWER + DIGITS, 50) + '-' + from(LOWER + DIGITS, 25),
    (s) => `docker swarm join --token ${s} 10.0.0.1:2377`,
  );
  one('k3s', 'K10' + hex(64) + '::server:' + hex(32), (s) => `K3S_TOKEN=${s}`);
  one('openshift', 'sha256~' + url64(43), (s) => `oc login --token=${s} --server=https://api.acme.io:6443`);
  one(
    'age',
    'AGE-SECRET' + '-KEY-1' + from(BECH32, 58).toUpperCase(),
    (s) => `# created: 2026\n# public key: age1${from(BECH32, 58)}\n${s}`,
  );
  one('ethereum', hex(64), (s) => `PRIVATE_KEY=0x${s}`);
  one('ethereum', hex(64), (s) => `new ethers.Wallet("0x${s}", provider)`);
  one('ethereum', hex(64), (s) => `cast send --private-key 0x${s} 0xabc "mint()"`);
  one('bitcoin', '5' + from('HJK', 1) + from(BASE58, 49), (s) => `bitcoin-cli importprivkey "${s}"`);
  one('bitcoin', 'xprv9s21ZrQH143K' + from(BASE58, 95), (s) => `master: ${s}`);
  one(
    'solana',
    '[' + Array.from({ length: 64 }, () => Math.floor(g.random() * 256)).join(',') + ']',
    (s) => `$ cat ~/.config/solana/id.json\n${s}`,
  );
  one('nostr', 'nsec1' + from(BECH32, 58), (s) => `nostr key ${s}`);
  one('mnemonic', MNEMONIC, (s) => `MNEMONIC="${s}"`);
  one('mnemonic', MNEMONIC, (s) => `seed phrase: ${s}`);
  one('infura', hex(32), (s) => `https://mainnet.infura.io/v3/${s}`);
  one('alchemy', url64(32), (s) => `https://eth-mainnet.g.alchemy.com/v2/${s}`);
  one('etherscan', from(UPPER + DIGITS, 34), (s) => `ETHERSCAN_API_KEY=${s}`);
  one('coinbase', alnum(64), (s) => `COINBASE_API_SECRET=${s}`);
  one('binance', alnum(64), (s) => `Client(api_key, api_secret="${s}")`);

  // Frameworks and config
  one(
    'django',
    'django-insecure-' + from(LOWER + DIGITS + '!@#$%^&*(-_=+)', 50),
    (s) => `SECRET_KEY = '${s}'`,
  );
  one('django', from(LOWER + DIGITS + '!@#$%^&*(-_=+)', 50), (s) => `SECRET_KEY = "${s}"`);
  one('laravel', 'base64:' + base64(43) + '=', (s) => `APP_KEY=${s}`);
  one('rails', hex(128), (s) => `production:\n  secret_key_base: ${s}`);
  one('rails', hex(32), (s) => `$ cat config/master.key\n${s}`);
  one('rails', hex(32), (s) => `RAILS_MASTER_KEY=${s}`);
  one('symfony', hex(32), (s) => `APP_SECRET=${s}`);
  one('phoenix', base64(64), (s) => `config :app, AppWeb.Endpoint, secret_key_base: "${s}"`);
  one('wordpress', from(ALNUM_MARKS, 64), (s) => `define('AUTH_KEY',         '${s}');`);
  one('wordpress', human(), (s) => `define( 'DB_PASSWORD', '${s}' );`);
  one('nextauth', base64(43) + '=', (s) => `NEXTAUTH_SECRET=${s}`);
  one('jwt-secret', human() + human(), (s) => `jwt.sign(payload, '${s}', { expiresIn: '1h' })`);
  one('flask', hex(48), (s) => `app.secret_key = b'${s}'`);
  one('spring', human(), (s) => `spring:\n  datasource:\n    username: app\n    password: ${s}`);
  one(
    'appsettings',
    human(),
    (s) => `"ConnectionStrings": { "Default": "Server=db;Database=app;User=sa;Password=${s};" }`,
  );
  one('ansible', human(), (s) => `ansible_become_pass: ${s}`);
  one('ansible', human(), (s) => `ansible_ssh_pass=${s} ansible_host=10.0.0.4`);
  one('compose', human(), (s) => `environment:\n  - MYSQL_ROOT_PASSWORD=${s}\n  - MYSQL_DATABASE=app`);
  one('compose', human(), (s) => `environment:\n  POSTGRES_PASSWORD: "${s}"`);
  one('inspect', human(), (s) => `"Env": [\n  "PATH=/usr/bin",\n  "MYSQL_PASSWORD=${s}",\n  "TZ=UTC"\n]`);
  one('terraform', human(), (s) => `variable "db_password" {\n  type    = string\n  default = "${s}"\n}`);
  one('terraform', human(), (s) => `terraform apply -var="db_password=${s}"`);
  one('terraform', human(), (s) => `"master_password": {\n  "value": "${s}",\n  "type": "string"\n}`);
  one('terraform', human(), (s) => `master_password = "${s}"\nmaster_username = "app"`);
  one('actions', alnum(40), (s) => `- run: deploy\n  env:\n    DEPLOY_KEY: ${s}`);
  one('cloudformation', human(), (s) => `- ParameterKey: DBPassword\n  ParameterValue: ${s}`);
  one(
    'cloudformation',
    human(),
    (s) => `aws cloudformation deploy --parameter-overrides DBPassword=${s} Env=prod`,
  );
  one('helm', human(), (s) => `helm upgrade app ./chart --set postgresql.auth.password=${s},image.tag=1.2.3`);
  one('pulumi', human(), (s) => `pulumi config set --secret dbPassword ${s}`);
  one('ssm', human(), (s) => `aws ssm put-parameter --name /app/db --type SecureString --value '${s}'`);
  one(
    'secretsmanager',
    human(),
    (s) =>
      `aws secretsmanager create-secret --name db --secret-string '{"username":"app","password":"${s}"}'`,
  );
  one(
    'kubectl',
    alnum(30),
    (s) => `kubectl create secret docker-registry reg --docker-username=ci --docker-password=${s}`,
  );
  one('wrangler', alnum(40), (s) => `echo "${s}" | npx wrangler secret put API_TOKEN`);
  one('fly', human(), (s) => `fly secrets set DATABASE_PASSWORD=${s} SESSION=1`);
  one('heroku', alnum(32), (s) => `heroku config:set SESSION_KEY=${s}`);
  one('netrc', alnum(20), (s) => `machine git.acme.io login ci password ${s}`);
  {
    const s = marks();
    add('env', `DB_PASS="${s}"`, s);
    add('json', JSON.stringify({ db: { password: s } }), s);
    add('yaml', `db_password: '${s}'`, s);
    add('toml', `[database]\npassword = "${s}"`, s);
  }
  one('shadow', '$6$' + alnum(16) + '$' + alnum(86), (s) => `root:${s}:19700:0:99999:7:::`);
  one('sudo', human(), (s) => `echo ${s} | sudo -S apt install x`);
  one('useradd', human(), (s) => `echo "deploy:${s}" | sudo chpasswd`);
  one('ssh', human(), (s) => `sshpass -p '${s}' scp a.txt deploy@10.0.0.5:`);
  one('rclone', url64(40), (s) => `[remote]\ntype = sftp\nhost = x\npass = ${s}`);
  one('restic', human(), (s) => `RESTIC_PASSWORD=${s} restic backup /`);
  one('zip', human(), (s) => `zip -P ${s} -r out.zip dir`);
  one('7z', human(), (s) => `7z x a.7z -p${s}`);
  one('gpg', human(), (s) => `gpg --batch --passphrase ${s} -d file.gpg`);
  one('openssl', human(), (s) => `openssl enc -aes-256-cbc -k ${s} -in a -out b`);
  one('keytool', human(), (s) => `keytool -list -keystore a.jks -storepass ${s}`);
  one('ftp', human(), (s) => `lftp -u deploy,${s} sftp://host`);
  one('ftp', human(), (s) => `wget --user=me --password=${s} ftp://host/x`);
  one('mount', human(), (s) => `mount -t cifs //nas/share /mnt -o username=me,password=${s}`);
  one('net-use', human(), (s) => `net use Z: \\\\nas\\share /user:acme\\me ${s}`);
  one('powershell', human(), (s) => `ConvertTo-SecureString "${s}" -AsPlainText -Force`);
  one('rdp', human(), (s) => `xfreerdp /u:admin /p:${s} /v:10.0.0.3`);

  // HTTP
  one('basic', b64('svc:' + human()), (s) => `authorization: Basic ${s}\naccept: */*`);
  one(
    'cookie',
    alnum(40),
    (s) => `curl 'https://app.acme.io/me' -H 'cookie: _ga=GA1.2.3; session_token=${s}; theme=dark'`,
  );
  one('cookie', url64(120), (s) => `Set-Cookie: __Host-session=${s}; Path=/; Secure; HttpOnly`);
  one('cookie', jwt(), (s) => `--cookie "access_token=${s}"`);
  one('har', alnum(48), (s) => `{"name": "x-api-key", "value": "${s}"}`);
  one('har', alnum(48), (s) => `{"name":"Authorization","value":"Bearer ${s}"}`);
  one(
    'curl-v',
    alnum(48),
    (s) => `> GET /v1/me HTTP/2\n> Host: api.acme.io\n> authorization: Bearer ${s}\n> accept: */*`,
  );
  one(
    's3-presigned',
    hex(64),
    (s) =>
      `https://acme.s3.eu-west-1.amazonaws.com/a.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=${s}`,
  );
  one(
    'gcs-signed',
    hex(512),
    (s) => `https://storage.googleapis.com/acme/a?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=${s}`,
  );
  one(
    'cloudfront',
    url64(340),
    (s) => `https://d1.cloudfront.net/a?Expires=1700000000&Signature=${s}&Key-Pair-Id=K1`,
  );
  one('oauth', url64(60), (s) => `{"access_token":"${s}","token_type":"Bearer","expires_in":3600}`);
  one('oauth', url64(80), (s) => `"refreshToken" : "${s}"`);
  one('oauth', url64(43), (s) => `https://app.acme.io/cb#access_token=${s}&token_type=bearer`);
  one(
    'oauth',
    url64(60),
    (s) => `POST /token grant_type=authorization_code&code=${s}&redirect_uri=https%3A%2F%2Fx`,
  );
  one('pkce', url64(43), (s) => `code_verifier=${s}`);
  one('magic', url64(43), (s) => `https://app.acme.io/reset-password?token=${s}`);
  one('webhook', alnum(32), (s) => `crypto.createHmac('sha256', '${s}').update(body)`);
  one(
    'claude-oauth',
    'sk-ant-' + 'ort01-' + url64(93) + 'AA',
    (s) => `{"claudeAiOauth":{"accessToken":"x","refreshToken":"${s}"}}`,
  );
  one('prose', human(), (s) => `you can log in as admin with password ${s} on staging`);
  one('prose', human(), (s) => `username: admin / password: ${s}`);
  one('prose', human(), (s) => `login is admin / ${s}`);
  one('prose', human(), (s) => `the root pw is ${s}`);
  one('prose', alnum(32), (s) => `Use this API token for the demo: ${s}`);
  one('prose', alnum(32), (s) => `here's my api key ${s}, don't share it`);
  one('prose', alnum(40), (s) => `I set the secret to "${s}"`);
  one('table', human(), (s) => `| user | password |\n|---|---|\n| admin | ${s} |`);
  one('csv', human(), (s) => `username,password\nadmin,${s}`);
  one('repr', alnum(32), (s) => `Config(host='x', api_key='${s}', debug=False)`);
  one('repr', human(), (s) => `{:username=>"admin", :password=>"${s}"}`);
  one('go', human(), (s) => `&Config{Host:"db", Password:"${s}"}`);
  one('rust', alnum(32), (s) => `Settings { api_key: Some("${s}") }`);
  one('log', alnum(40), (s) => `[INFO] connecting with token=${s} retries=3`);
  one('log', alnum(40), (s) => `DEBUG auth: using API key '${s}'`);
  one('properties', human(), (s) => `db.password = ${s}`);
  one('ini', human(), (s) => `[smtp]\nuser=ops\npasswd=${s}`);
  one(
    'xml',
    human(),
    (s) => `<server><id>nexus</id><username>ci</username><password>${s}</password></server>`,
  );
  one('plist', alnum(40), (s) => `<key>API_KEY</key>\n<string>${s}</string>`);
  one('android-xml', alnum(40), (s) => `<string name="api_secret">${s}</string>`);
  one('kotlin', alnum(32), (s) => `buildConfigField("String", "API_KEY", "\\"${s}\\"")`);
  one('swift', alnum(32), (s) => `static let apiKey = "${s}"`);
  one('csharp', alnum(32), (s) => `private const string ApiSecret = "${s}";`);
  one('java', alnum(32), (s) => `public static final String AUTH_TOKEN = "${s}";`);
  one('perl', alnum(32), (s) => `my $api_token = '${s}';`);
  one('clojure', alnum(32), (s) => `{:api-key "${s}"}`);
  one('elixir', alnum(32), (s) => `config :app, api_token: "${s}"`);
  one('lua', alnum(32), (s) => `local token = "${s}"`);
  one('sql', human(), (s) => `ALTER ROLE app PASSWORD '${s}';`);
  one('sql', human(), (s) => `INSERT INTO users (email, password) VALUES ('a@b.io', '${s}');`);
  one('cypress', human(), (s) => `cy.get('#password').type('${s}')`);
  one('playwright', human(), (s) => `await page.fill('input[name="password"]', '${s}');`);
  one('graphql', human(), (s) => `mutation { login(email: "a@b.io", password: "${s}") { token } }`);
  one('form', human().replace('!', '%21'), (s) => `grant_type=password&username=me&password=${s}&scope=all`);
  one('multi-env', alnum(32), (s) => `A=1 B=2 STRIPE_WEBHOOK_SECRET=${s} node index.js`);
  one('fish', alnum(32), (s) => `set -gx OPENAI_KEY ${s}`);
  one('powershell', alnum(32), (s) => `$Env:API_TOKEN="${s}"`);
  one('cmd', alnum(32), (s) => `setx ACME_API_KEY "${s}"`);
  one('nix', alnum(32), (s) => `services.app.environment.API_TOKEN = "${s}";`);
  one('vscode', alnum(40), (s) => `"acme.apiToken": "${s}"`);
  one(
    'mcp',
    alnum(40),
    (s) => `{"mcpServers":{"acme":{"command":"npx","args":["-y","acme-mcp","--api-key","${s}"]}}}`,
  );
  one('mcp', alnum(40), (s) => `claude mcp add acme -e ACME_API_KEY=${s} -- npx acme-mcp`);
  one(
    'mcp',
    alnum(40),
    (s) => `claude mcp add --transport http acme https://mcp.acme.io --header "X-Acme-Token: ${s}"`,
  );
});

const ALL_MARKS = '!@#%^&*-_=+?~';
const ALNUM_MARKS =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*()-_ []{}<>~`+=,.;:/?|';
