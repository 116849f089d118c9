/** What somebody finds who works through an incident: pipelines' logs, runbooks, dumps of configuration, mails and chat. */
import { BASE32, secretList } from './list.ts';

export const incidentSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, word, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, short, generated } = g;
  const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
  /** `Otter&Walnut42`, `Maple.Rocket.731`, `Violet_Saddle_9`: as people make them from two words. */
  const joined = (): string => {
    const mark = from('&._-+', 1);
    return (
      capital(word()) +
      mark +
      capital(word()) +
      from('-_.', 1).repeat(g.random() < 0.5 ? 0 : 1) +
      from('123456789', 3)
    );
  };

  // pipelines
  {
    const [a, b] = [generated(), alnum(40)];
    add(
      'ci-env-dump',
      `+ env\nCI=true\nDEPLOY_PASSWORD=${a}\nNPM_CONFIG_REGISTRY=https://npm.acme.dev\nSONAR_TOKEN=${b}\nHOME=/root`,
      a,
      b,
    );
    const [c, d] = [joined(), joined()];
    add(
      'ci-secrets-yaml',
      `secrets:\n  staging:\n    db_password: ${c}\n  prod:\n    db_password: ${d}\n`,
      c,
      d,
    );
    const [e, f] = ['AKIA' + from(BASE32, 16), base64(40)];
    add(
      'ci-terraform-log',
      `Error: error configuring Terraform AWS Provider: access_key=${e} secret_key=${f} region=eu-central-1`,
      e,
      f,
    );
    const [h, i] = [generated(), joined()];
    add(
      'compose-env',
      `      - RABBITMQ_DEFAULT_USER=ops\n      - RABBITMQ_DEFAULT_PASS=${h}\n      - KEYCLOAK_ADMIN_PASSWORD=${i}\n`,
      h,
      i,
    );
    const [j, k, l] = [joined(), joined(), joined()];
    add(
      'markdown-table',
      `| host | user | pass |\n|---|---|---|\n| db01 | sa | ${j} |\n| db02 | sa | ${k} |\n| db03 | sa | ${l} |`,
      j,
      k,
      l,
    );
    const [m, n] = [joined(), leet()];
    add('csv', `name,email,initial_password\nAnn,ann@acme.dev,${m}\nBob,bob@acme.dev,${n}\n`, m, n);
    const [o, p] = [base64(44), base64(44)];
    add('unseal', `Unseal Key 1: ${o}\nUnseal Key 2: ${p}\n`, o, p);
    const [q, r] = [hex(64), hex(64)];
    add('rotate', `old webhook secret: ${q}\nnew webhook secret: ${r}`, q, r);
  }
  one('gitlab-job', 'glcbt' + '-64_' + url64(20), (s) => `$ echo $CI_JOB_TOKEN\n${s}`);
  one('jenkins-groovy', joined(), (s) => `withEnv(['DB_PASS=${s}']) { sh 'make deploy' }`);
  one(
    'jenkins-credentials',
    generated(),
    (s) => `new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "nexus", "Nexus", "deploy", "${s}")`,
  );
  one('azure-pipeline', alnum(52), (s) => `##vso[task.setvariable variable=AZURE_DEVOPS_EXT_PAT]${s}`);
  one('circleci-curl', hex(40), (s) => `curl -H "Circle-Token: ${s}" https://circleci.com/api/v2/me`);
  one('argocd', alnum(16), (s) => `argocd login argocd.acme.dev --username admin --password ${s} --insecure`);
  one(
    'argocd-initial',
    alnum(16),
    (s) =>
      `$ argocd admin initial-password -n argocd\n${s}\n\n This password must be only used for first time login.`,
  );
  one('helm-secret', base64Of(joined()), (s) =>
    `  postgres-password: ${s}\nkind: Secret\nmetadata:\n  name: pg\n`.replace(
      /^/,
      'apiVersion: v1\ndata:\n',
    ),
  );
  one(
    'kube-event',
    jwt(),
    (s) =>
      `E0501 12:00:00 authentication.go:73] "Unable to authenticate the request" err="[invalid bearer token, ${s}]"`,
  );
  one(
    'docker-history',
    generated(),
    (s) => `<missing>  2 weeks ago  /bin/sh -c #(nop)  ENV MYSQL_ROOT_PASSWORD=${s}  0B`,
  );
  one(
    'ansible-fail',
    joined(),
    (s) =>
      `fatal: [db01]: FAILED! => {"changed": false, "invocation": {"module_args": {"login_user": "root", "login_password": "${s}"}}}`,
  );
  one(
    'ansible-user',
    joined(),
    (s) => `- user:\n    name: deploy\n    password: "{{ '${s}' | password_hash('sha512') }}"`,
  );
  one('packer', seasonal(), (s) => `"ssh_password": "${s}",\n"ssh_timeout": "20m"`);
  one('vagrant', joined(), (s) => `v.customize ["set", :id, "--vrdeauthpassword", "${s}"]`);
  one('cloud-init', joined(), (s) => `#cloud-config\nchpasswd:\n  list: |\n    ubuntu:${s}\n  expire: False`);
  one('cloud-init-user', joined(), (s) => `users:\n  - name: ops\n    plain_text_passwd: ${s}\n`);
  one('kickstart', joined(), (s) => `rootpw --plaintext ${s}\ntimezone UTC`);
  one('preseed', joined(), (s) => `d-i passwd/root-password password ${s}`);
  one(
    'unattend',
    joined(),
    (s) => `<AdministratorPassword><Value>${s}</Value><PlainText>true</PlainText></AdministratorPassword>`,
  );

  // runbooks and tickets
  one(
    'runbook-step',
    joined(),
    (s) => `3. Log in as \`root\` with password \`${s}\` and restart the service.`,
  );
  one('runbook-vpn', joined(), (s) => `VPN: profile acme-ops, user ann, password ${s}`);
  one('runbook-ilo', leet(), (s) => `iLO: https://10.0.0.9 (Administrator / ${s})`);
  one('ticket-creds', joined(), (s) => `Creds for the new box:\nIP: 10.0.4.2\nuser: ubuntu\npw: ${s}`);
  one(
    'ticket-reset',
    joined(),
    (s) => `Your password has been reset to: ${s}\nPlease change it after your first login.`,
  );
  one(
    'mail-welcome',
    short(),
    (s) => `Your account has been created.\n\nUsername: ann\nTemporary password: ${s}\n`,
  );
  one('chat-reply', joined(), (s) => `@ann what's the password for grafana?\n@bob it's ${s}`);
  one('chat-lines', joined(), (s) => `<ann> root pw on db02?\n<bob> ${s}\n<ann> ty`);
  one('chat-short', leet(), (s) => `pw=${s} user=ops host=10.0.0.8`);
  one('chat-key', alnum(32), (s) => `heres the mistral key ${s} dont commit it pls`);
  one('chat-openai', 'sk-' + 'proj-' + url64(120), (s) => `can you test with this key? ${s}`);
  one('german-mail', joined(), (s) => `Zugangsdaten:\nBenutzer: admin\nPasswort: ${s}\n`);
  one('french-mail', joined(), (s) => `Identifiant : admin\nMot de passe : ${s}`);
  one('spanish-mail', joined(), (s) => `Usuario: admin\nContraseña: ${s}`);
  one('portuguese', joined(), (s) => `usuário: admin\nsenha: ${s}`);
  one('russian', joined(), (s) => `логин: admin\nпароль: ${s}`);
  one('japanese', joined(), (s) => `ユーザー: admin\nパスワード: ${s}`);
  one('dutch', joined(), (s) => `het wachtwoord van de database is ${s}`);
  one('italian', joined(), (s) => `la password del server di posta è ${s}`);
  one('wifi', words(), (s) => `Guest wifi: SSID acme-guest, key ${s}`);
  one('safe', from('123456789', 8), (s) => `SIM PIN: ${s}`);
  one(
    'license',
    `${from(UPPER + DIGITS, 5)}-${from(UPPER + DIGITS, 5)}-${from(UPPER + DIGITS, 5)}-${from(UPPER + DIGITS, 5)}`,
    (s) => `License key: ${s}`,
  );

  // dumps of configuration
  one('spring-yaml', joined(), (s) => `spring.datasource.password: ${s}`);
  one(
    'spring-actuator',
    generated(),
    (s) => `"spring.datasource.password":{"value":"${s}","origin":"application.yml:14:15"}`,
  );
  one('quarkus', joined(), (s) => `%prod.quarkus.datasource.password=${s}`);
  one(
    'django-db',
    joined(),
    (s) => `DATABASES = {'default': {'USER': 'app', 'PASSWORD': '${s}', 'HOST': 'db'}}`,
  );
  one('laravel', base64(43) + '=', (s) => `APP_KEY=base64:${s}`);
  one(
    'symfony',
    joined().replace(/[&+]/g, '.'),
    (s) => `DATABASE_URL="mysql://app:${s}@127.0.0.1:3306/app?serverVersion=8.0"`,
  );
  one('phoenix', base64(64), (s) => `secret_key_base: "${s}",`);
  one('strapi', `${base64(22)}==,${base64(22)}==`, (s) => `APP_KEYS=${s}`);
  one(
    'nestjs',
    alnum(32),
    (s) => `JwtModule.register({ secret: '${s}', signOptions: { expiresIn: '60s' } })`,
  );
  one('express-session', leet(), (s) => `app.use(session({ secret: '${s}', resave: false }));`);
  one('passport', alnum(40), (s) => `new GitHubStrategy({ clientID: '${hex(20)}', clientSecret: '${s}' })`);
  one('firebase-admin', pem('PRIVATE KEY', '\\n'), (s) => `FIREBASE_PRIVATE_KEY="${s}\\n"`);
  one('knex', joined(), (s) => `connection: { host: 'db', user: 'app', password: '${s}', database: 'shop' }`);
  one('typeorm', joined(), (s) => `new DataSource({ type: "postgres", username: "app", password: "${s}" })`);
  one(
    'gorm',
    joined(),
    (s) => `dsn := "host=db user=app password=${s} dbname=shop port=5432 sslmode=disable"`,
  );
  one(
    'go-redis',
    generated(),
    (s) => `redis.NewClient(&redis.Options{Addr: "cache:6379", Password: "${s}", DB: 0})`,
  );
  one('rust-env', alnum(40), (s) => `std::env::set_var("API_TOKEN", "${s}");`);
  one('java-driver', joined(), (s) => `DriverManager.getConnection("jdbc:mysql://db/shop", "app", "${s}")`);
  one('dotnet', joined(), (s) => `"DefaultConnection": "Host=db;Username=app;Password=${s};Database=shop"`);
  one(
    'rails-db',
    joined(),
    (s) => `production:\n  adapter: mysql2\n  username: app\n  password: ${s}\n  host: db`,
  );
  one('snmp', leet(), (s) => `snmp-server community ${s} RO`);
  one('cisco', joined(), (s) => `username ops privilege 15 password 0 ${s}`);
  one('mikrotik', joined(), (s) => `/ppp secret add name=ann password=${s} service=l2tp`);
  one('ipsec', joined(), (s) => `10.0.0.1 10.0.0.2 : PSK "${s}"`);
  one('radius', leet(), (s) => `client 10.0.0.0/8 {\n  secret = ${s}\n}`);
  one('bind', base64(43) + '=', (s) => `key "rndc-key" {\n  algorithm hmac-sha256;\n  secret "${s}";\n};`);
  one('postfix', joined(), (s) => `[smtp.acme.dev]:587 ann@acme.dev:${s}`);
  one('dovecot', joined(), (s) => `ann@acme.dev:{PLAIN}${s}:1000:1000::/home/ann`);
  one('squid', joined(), (s) => `cache_peer proxy.acme.dev parent 3128 0 login=ann:${s}`);
  one('proxy-env', joined().replace(/[&+]/g, '.'), (s) => `https_proxy=http://ann:${s}@proxy.acme.dev:3128`);
  one('apt-auth', joined(), (s) => `machine apt.acme.dev login ann password ${s}`);
  one('elastic', alnum(20), (s) => `curl -u elastic:${s} https://es:9200/_cat/indices`);
  one(
    'elastic-setup',
    alnum(20),
    (s) => `Password for the elastic user (reset with bin/elasticsearch-reset-password -u elastic):\n  ${s}`,
  );
  one('kibana', joined(), (s) => `elasticsearch.username: "kibana"\nelasticsearch.password: "${s}"`);
  one('minio', joined(), (s) => `mc alias set local http://minio:9000 minioadm ${s}`);
  one('sentinel', generated(), (s) => `sentinel auth-pass mymaster ${s}`);
  one('zookeeper', joined(), (s) => `addauth digest ops:${s}`);
  one('nats', joined(), (s) => `nats --user ops --password ${s} sub orders`);
  one(
    'mongo-uri-env',
    generated(),
    (s) => `MONGO_URL=mongodb://root:${s}@mongo-0.mongo:27017,mongo-1.mongo:27017/?replicaSet=rs0`,
  );
  one('jupyter', hex(48), (s) => `http://127.0.0.1:8888/lab?token=${s}`);
  one(
    'code-server',
    hex(24),
    (s) => `bind-addr: 127.0.0.1:8080\nauth: password\npassword: ${s}\ncert: false`,
  );
  one('homeassistant', jwt(), (s) => `rest_command:\n  headers:\n    authorization: "Bearer ${s}"`);
  one('pihole', joined(), (s) => `pihole -a -p ${s}`);
  one('wg-psk', base64(43) + '=', (s) => `PresharedKey = ${s}`);
  one('ssh-passphrase', joined(), (s) => `ssh-keygen -t ed25519 -N '${s}' -f deploy_key`);
  one(
    'azure-sas-url',
    encodeURIComponent(base64(43) + '='),
    (s) => `az storage copy "https://acme.blob.core.windows.net/x?sv=2024-08-04&ss=b&srt=co&sp=rl&sig=${s}"`,
  );
  one(
    'gcs-signed',
    hex(256),
    (s) => `https://storage.googleapis.com/acme/x?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=${s}`,
  );
  one(
    'push-token',
    url64(140),
    (s) => `POST https://fcm.googleapis.com/fcm/send\nAuthorization: key=AAAA${alnum(7)}:APA91b${s}`,
  );
  one('scim', uuid(), (s) => `SCIM_BEARER_TOKEN="${s}"`);
  one(
    'app-password',
    Array.from({ length: 4 }, () => from(LOWER, 4)).join(' '),
    (s) => `GMAIL_APP_PASSWORD="${s}"`,
  );
});
