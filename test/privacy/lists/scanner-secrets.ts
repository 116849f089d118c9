/** Secrets of the formats that published scanners and hosts of code look for, each in another place. */
import { BASE32, BASE58, BECH32, secretList } from './list.ts';

export const scannerSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const lower = (length: number): string => from(LOWER + DIGITS, length);
  const upper = (length: number): string => from(UPPER + DIGITS, length);

  // A form of their own
  one(
    '1password',
    'ops_' + base64Of('{"signInAddress":"acme.1password.com","userAuth":{' + alnum(220)),
    (s) => `export OP_SERVICE_ACCOUNT_TOKEN=${s}`,
  );
  one(
    '1password',
    `A3-${upper(6)}-${upper(6)}-${upper(5)}-${upper(5)}-${upper(5)}-${upper(5)}`,
    (s) => `Your Secret Key: ${s}`,
  );
  one('adobe', 'p8e-' + lower(32), (s) => `"client_secret": "${s}"`);
  one('adobe', 'p8e-' + lower(32), (s) => `Tried ${s} and got 401`);
  one('airtable', 'pat' + alnum(14) + '.' + hex(64), (s) => `Airtable(base, "${s}")`);
  one('alibaba', 'LTAI' + '5t' + alnum(18), (s) => `aliyun configure set --access-key-id ${s}`);
  one('anthropic', 'sk-ant-' + 'oat01-' + url64(93) + 'AA', (s) => `{"type":"oauth","access":"${s}"}`);
  one(
    'anthropic',
    'sk-ant-' + 'api03-' + url64(93) + 'AA',
    (s) => `x-api-key: ${s}\nanthropic-version: 2023-06-01`,
  );
  one(
    'authress',
    'sc_' + lower(10) + '.' + lower(4) + '.acc_' + lower(12) + '.' + url64(60),
    (s) => `new AuthressClient(settings, '${s}')`,
  );
  one(
    'aws-bedrock',
    'bedrock-api-key-' +
      base64Of('bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=' + alnum(90)),
    (s) => `AWS_BEARER_TOKEN_BEDROCK=${s}`,
  );
  one(
    'azure-devops',
    alnum(76) + 'AZDO' + alnum(4),
    (s) => `git clone https://${s}@dev.azure.com/acme/shop/_git/shop`,
  );
  one('beamer', 'b_' + url64(44), (s) => `BEAMER_API_KEY: ${s}`);
  one('buildkite', 'bkct' + '_' + lower(40), (s) => `buildkite-agent start --token ${s}`);
  one('clickhouse', '4b1d' + alnum(38), (s) => `keySecret: "${s}"`);
  one('clojars', 'CLOJARS_' + hex(60), (s) => `CLOJARS_PASSWORD=${s} lein deploy`);
  one('cloudflare-ca', 'v1.0-' + hex(24) + '-' + hex(146), (s) => `X-Auth-User-Service-Key: ${s}`);
  one('confluent', 'cflt' + base64(60), (s) => `sasl.password=${s}`);
  one('contentful', 'CFPAT-' + url64(43), (s) => `contentful space list --management-token ${s}`);
  one('databricks', 'dapi' + hex(32), (s) => `host = https://adb-1.azuredatabricks.net\ntoken = ${s}`);
  one('defined', 'dnkey-' + url64(26) + '-' + url64(52), (s) => `curl -H 'Authorization: Bearer ${s}'`);
  one('digitalocean', 'dor' + '_v1_' + hex(64), (s) => `refresh: ${s}`);
  one('discord', 'MTA' + alnum(23) + '.' + 'Gx' + alnum(4) + '.' + url64(38), (s) => `client.login("${s}");`);
  one('docker', 'dckr' + '_pat_' + url64(27), (s) => `echo ${s} | docker login -u ann --password-stdin`);
  one('doppler', 'dp' + '.st.prd.' + alnum(43), (s) => `doppler run --token=${s} -- npm start`);
  one('dropbox', 'sl.' + url64(135), (s) => `dbx = dropbox.Dropbox('${s}')`);
  one('duffel', 'duffel' + '_live_' + url64(43), (s) => `Duffel({ token: '${s}' })`);
  one(
    'dynatrace',
    'dt0c01.' + from(BASE32, 24) + '.' + from(BASE32, 64),
    (s) => `Authorization: Api-Token ${s}`,
  );
  one('easypost', 'EZAK' + alnum(54), (s) => `easypost.api_key = "${s}"`);
  one('facebook', 'EAAC' + alnum(160), (s) => `https://graph.facebook.com/v19.0/me?access_token=${s}`);
  one('figma', 'figd' + '_' + url64(43), (s) => `X-Figma-Token: ${s}`);
  one('flutterwave', 'FLWSECK' + '-' + hex(32) + '-X', (s) => `FLW_SECRET=${s}`);
  one('frameio', 'fio-u-' + url64(64), (s) => `FRAMEIO="${s}"`);
  one('github', 'gho' + '_' + alnum(36), (s) => `    oauth_token: ${s}\n    git_protocol: https`);
  one(
    'github',
    'github' + '_pat_11' + alnum(20) + '_' + alnum(59),
    (s) => `gh auth login --with-token <<< "${s}"`,
  );
  one(
    'gitlab',
    'glptt' + '-' + hex(40),
    (s) => `curl -X POST -F token=${s} -F ref=main https://gitlab.com/api/v4/projects/1/trigger/pipeline`,
  );
  one('gitlab', 'GR1348941' + url64(20), (s) => `--registration-token ${s}`);
  one('gitlab', hex(32), (s) => `Cookie: _gitlab_session=${s}`);
  one(
    'gitlab',
    'glagent' + '-' + url64(50),
    (s) => `helm upgrade agent gitlab/gitlab-agent --set config.token=${s}`,
  );
  one('gocardless', 'live' + '_' + url64(40), (s) => `GOCARDLESS_ACCESS_TOKEN=${s}`);
  one('grafana', base64Of(`{"k":"${alnum(32)}","n":"ci","id":1}`), (s) => `grafana_auth: ${s}`);
  one('harness', 'pat.' + url64(22) + '.' + hex(24) + '.' + alnum(20), (s) => `x-api-key: ${s}`);
  one('hubspot', 'pat' + '-eu1-' + uuid(), (s) => `hubspot.Client({ accessToken: '${s}' })`);
  one('huggingface', 'api_org_' + from(LOWER + UPPER, 34), (s) => `HUGGING_FACE_HUB_TOKEN="${s}"`);
  one('infracost', 'ico-' + alnum(32), (s) => `infracost configure set api_key ${s}`);
  one('intercom', 'dG9rO' + alnum(55) + '=', (s) => `INTERCOM_ACCESS_TOKEN=${s}`);
  one('intra42', 's-s4t2ud-' + hex(64), (s) => `INTRA_SECRET ${s}`);
  one('launchdarkly', 'sdk-' + uuid(), (s) => `LDClient.init('${s}')`);
  one('launchdarkly', 'api-' + uuid(), (s) => `LAUNCHDARKLY_ACCESS_TOKEN=${s}`);
  one(
    'linear',
    'lin' + '_api_' + alnum(40),
    (s) => `{"mcpServers":{"linear":{"env":{"LINEAR_API_KEY":"${s}"}}}}`,
  );
  one('lob', 'live' + '_' + hex(35), (s) => `curl https://api.lob.com/v1/addresses -u ${s}:`);
  one('mailchimp', hex(32) + '-us' + '21', (s) => `mailchimp.setConfig({ apiKey: '${s}', server: 'us21' })`);
  one(
    'mailgun',
    hex(32) + '-' + hex(8) + '-' + hex(8),
    (s) => `curl -s --user 'api:${s}' https://api.mailgun.net/v3/x/messages`,
  );
  one(
    'mapbox',
    'sk.' + base64Of(`{"u":"acme","a":"${alnum(24)}"}`) + '.' + url64(22),
    (s) => `mapboxgl.accessToken = '${s}'`,
  );
  one('maxmind', alnum(6) + '_' + alnum(29) + '_mmk', (s) => `LicenseKey ${s}`);
  one('notion', 'ntn' + '_' + from(DIGITS, 11) + alnum(35), (s) => `Notion token is ${s}`);
  one(
    'nuget',
    'oy2' + lower(43),
    (s) => `nuget push x.nupkg ${s} -Source https://api.nuget.org/v3/index.json`,
  );
  one('okta', '00' + url64(40), (s) => `Authorization: SSWS ${s}`);
  one('openai', 'sk-' + 'admin-' + url64(58) + 'T3Blbk' + 'FJ' + url64(58), (s) => `[openai] key=${s}`);
  one('plaid', 'access' + '-production-' + uuid(), (s) => `{"access_token":"${s}","item_id":"x"}`);
  one('plaid', hex(30), (s) => `'PLAID-SECRET': '${s}'`);
  one('planetscale', 'pscale' + '_oauth_' + url64(43), (s) => `cat ~/.config/planetscale/access-token\n${s}`);
  one('prefect', 'pnu' + '_' + alnum(36), (s) => `prefect cloud login -k ${s}`);
  one('pulumi', 'pul' + '-' + hex(40), (s) => `"accessToken": "${s}"`);
  one('readme', 'rdme_' + 'xn8s9h' + hex(64), (s) => `rdme openapi --key=${s}`);
  one('rubygems', 'rubygems' + '_' + hex(48), (s) => `GEM_HOST_API_KEY=${s} gem push x.gem`);
  one('scalingo', 'tk-us-' + url64(48), (s) => `SCALINGO_API_TOKEN=${s}`);
  one('sendinblue', 'xsmtpsib' + '-' + hex(64) + '-' + alnum(16), (s) => `SMTP_PASS=${s}`);
  one(
    'sentry',
    'sntrys' + '_' + base64Of('{"iat":1700000000.1,"url":"https://sentry.io"}') + '_' + base64(43),
    (s) => `sentry-cli --auth-token ${s} releases list`,
  );
  one('settlemint', 'sm_' + 'pat_' + alnum(16), (s) => `SETTLEMINT_ACCESS_TOKEN="${s}"`);
  one('shippo', 'shippo' + '_live_' + hex(40), (s) => `Authorization: ShippoToken ${s}`);
  one('shopify', 'shpca' + '_' + hex(32), (s) => `X-Shopify-Access-Token: ${s}`);
  one(
    'slack',
    'xoxb' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + alnum(24),
    (s) => `WebClient(token="${s}")`,
  );
  one(
    'slack',
    'xoxc' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + hex(64),
    (s) => `"api_token":"${s}"`,
  );
  one(
    'slack-workflow',
    alnum(24),
    (s) => `https://hooks.slack.com/workflows/T${upper(8)}/A${upper(8)}/${from(DIGITS, 18)}/${s}`,
  );
  one('snyk', 'snyk' + '_uat.' + hex(8) + '.' + url64(40), (s) => `SNYK_OAUTH_TOKEN=${s}`);
  one('sourcegraph', 'sgp' + '_' + hex(16) + '_' + hex(40), (s) => `SRC_ACCESS_TOKEN=${s} src search x`);
  one('square', 'EAAA' + url64(60), (s) => `Square-Token: ${s}`);
  one('stripe', 'rk' + '_live_51' + alnum(97), (s) => `stripe listen --api-key ${s}`);
  one('sumologic', alnum(64), (s) => `SUMOLOGIC_ACCESS_KEY=${s}`);
  one(
    'teams-webhook',
    hex(32),
    (s) => `https://acme.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${s}/${uuid()}`,
  );
  one(
    'telegram',
    from('123456789', 10) + ':AA' + url64(33),
    (s) => `curl https://api.telegram.org/bot${s}/getMe`,
  );
  one('twilio', hex(32), (s) => `Client("AC${hex(32)}", "${s}")`);
  one('twitch', lower(30), (s) => `TWITCH_CLIENT_SECRET: ${s}`);
  one('typeform', 'tfp' + '_' + url64(59), (s) => `-H "authorization: bearer ${s}"`);
  one('vault', 'hvb' + '.' + url64(140), (s) => `VAULT_TOKEN=${s} vault status`);
  one('yandex', 'AQVN' + url64(36), (s) => `Authorization: Api-Key ${s}`);
  one(
    'zendesk',
    alnum(40),
    (s) => `curl -u ann@acme.io/token:${s} https://acme.zendesk.com/api/v2/users.json`,
  );

  // Makers of newer keys
  one('cerebras', 'csk' + '-' + lower(48), (s) => `CEREBRAS_API_KEY=${s}`);
  one('elevenlabs', 'sk' + '_' + hex(48), (s) => `ElevenLabs(api_key="${s}")`);
  one('exa', uuid(), (s) => `exa = Exa('${s}')`);
  one('fireworks', 'fw' + '_' + alnum(24), (s) => `fireworks key: ${s}`);
  one('groq', 'gsk' + '_' + alnum(52), (s) => `Groq(api_key="${s}")`);
  one('langfuse', 'sk' + '-lf-' + uuid(), (s) => `Langfuse(secret_key="${s}")`);
  one(
    'modal',
    'as' + '-' + alnum(22),
    (s) => `modal token set --token-id ak-${alnum(22)} --token-secret ${s}`,
  );
  one('nvidia', 'nvapi' + '-' + url64(64), (s) => `"Authorization": "Bearer ${s}"`);
  one('posthog', 'phx' + '_' + alnum(47), (s) => `POSTHOG_PERSONAL_KEY=${s}`);
  one('resend', 're' + '_' + alnum(8) + '_' + alnum(24), (s) => `new Resend("${s}")`);
  one('supabase', 'sb' + '_secret_' + url64(22) + '_' + url64(8), (s) => `SUPABASE_SECRET_KEY=${s}`);
  one('tavily', 'tvly' + '-prod-' + alnum(32), (s) => `"TAVILY_API_KEY": "${s}"`);
  one('trigger', 'tr' + '_prod_' + alnum(20), (s) => `TRIGGER_SECRET_KEY=${s}`);
  one('upstash', 'AX' + url64(58), (s) => `new Redis({ url: 'https://x.upstash.io', token: '${s}' })`);
  one('vercel-blob', 'vercel_blob_rw_' + alnum(16) + '_' + alnum(30), (s) => `BLOB_READ_WRITE_TOKEN="${s}"`);
  one(
    'workos',
    'sk' + '_live_' + base64Of('key_' + upper(26) + ',' + alnum(20)).replaceAll('=', ''),
    (s) => `new WorkOS('${s}')`,
  );
  one('clerk', 'sk' + '_test_' + alnum(42), (s) => `CLERK_SECRET_KEY=${s}`);
  one('convex', 'prod:happy-otter-123|' + base64(120), (s) => `CONVEX_DEPLOY_KEY="${s}"`);
  one('inngest', 'signkey' + '-prod-' + hex(64), (s) => `INNGEST_SIGNING_KEY=${s}`);
  one('livekit', alnum(44), (s) => `LIVEKIT_API_KEY=API${alnum(12)}\nLIVEKIT_API_SECRET=${s}`);

  // Keys and money
  {
    const body = pem('PGP PRIVATE KEY BLOCK').split('\n').slice(1, -1);
    add(
      'pgp',
      `$ gpg --export-secret-keys --armor\n-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${body.join('\n')}\n-----END PGP PRIVATE KEY BLOCK-----`,
      ...body,
    );
    const ec = pem('EC PRIVATE KEY', '\\n');
    add('pem-json', `{"auth_key": "${ec}"}`, ...ec.split('\\n').slice(1, -1));
    const crlf = pem('PRIVATE KEY', '\r\n');
    add('pem-crlf', `app.key\r\n${crlf}\r\n`, ...crlf.split('\r\n').slice(1, -1));
  }
  one('age', 'AGE-SECRET' + '-KEY-1' + from(BECH32, 58).toUpperCase(), (s) => `SOPS_AGE_KEY=${s}`);
  one('bitcoin', 'K' + from('wxyz', 1) + from(BASE58, 50), (s) => `wif: ${s}`);
  one('jwt-cookie', jwt(), (s) => `set-cookie: sb-access-token=${s}; path=/`);
  one(
    'jwe',
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..' + url64(16) + '.' + url64(200) + '.' + url64(22),
    (s) => `next-auth.session-token ${s}`,
  );
});
