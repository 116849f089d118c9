/** Secrets where the manuals of tools, languages and protocols put them, and as people hand them on. */
import { BASE32, secretList } from './list.ts';

export const manualSecrets = secretList((g, one, add) => {
  const { alnum, hex, url64, base64, uuid, jwt, from, pem, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, marked, short, generated } = g;
  const plain = (): string => marked().replace(/[#$%&*@^!~]/g, '-');

  // Commands
  one(
    'mysqldump',
    generated(),
    (s) => `mysqldump --host=db --user=backup --password=${s} --all-databases > all.sql`,
  );
  one('mysqladmin', leet(), (s) => `mysqladmin -u root -p'${s}' status`);
  one('mongodump', generated(), (s) => `mongodump --uri="mongodb://backup:${s}@mongo:27017/shop" --gzip`);
  one('mongosh', leet(), (s) => `db.createUser({ user: "app", pwd: "${s}", roles: ["readWrite"] })`);
  one('mongosh', seasonal(), (s) => `db.auth("admin", "${s}")`);
  one('redis', generated(), (s) => `127.0.0.1:6379> AUTH ${s}\nOK`);
  one('redis', leet(), (s) => `CONFIG SET requirepass "${s}"`);
  one('redis-acl', generated(), (s) => `ACL SETUSER worker on >${s} ~* +@all`);
  one('rsync', leet(), (s) => `RSYNC_PASSWORD=${s} rsync -av rsync://me@host/mod .`);
  one('restic', words(), (s) => `export RESTIC_PASSWORD="${s}"`);
  one('rclone', generated(), (s) => `rclone obscure ${s}`);
  one('lftp', leet(), (s) => `lftp -e 'mirror' -u deploy,'${s}' ftp.acme.io`);
  one('ftp-script', seasonal(), (s) => `open ftp.acme.io\nuser deploy ${s}\nbinary`);
  one(
    'wget',
    marked().replace(/[$&*!#]/g, 'x'),
    (s) => `wget --user ann --password '${s}' https://files.acme.io/a.zip`,
  );
  one('curl-proxy', generated(), (s) => `https_proxy=http://ann:${s}@proxy.acme.io:3128 npm i`);
  one('ssh-keygen', words(), (s) => `ssh-keygen -t ed25519 -N '${s}' -f deploy_key`);
  one('openssl', leet(), (s) => `openssl rsa -in k.pem -passin pass:${s} -passout pass:x`);
  one('openssl', words(), (s) => `openssl enc -d -aes-256-cbc -pass pass:${s} -in a.enc`);
  one('openssl', hex(64), (s) => `openssl enc -aes-256-cbc -K ${s} -iv ${hex(32)} -in a`);
  one('jarsigner', leet(), (s) => `jarsigner -keystore k.jks -storepass ${s} app.jar upload`);
  one('signtool', generated(), (s) => `signtool sign /f cert.pfx /p ${s} /tr http://ts app.exe`);
  one('schtasks', seasonal(), (s) => `schtasks /create /tn x /tr x.exe /ru acme\\svc /rp ${s}`);
  one('psexec', marked().replace(/[$&%!^]/g, 'x'), (s) => `psexec \\\\web01 -u acme\\admin -p ${s} cmd`);
  one('runas', seasonal(), (s) => `cmdkey /add:nas /user:ann /pass:${s}`);
  one('smb', leet(), (s) => `//nas/data /mnt cifs username=ann,password=${s},uid=1000 0 0`);
  one('snmp', leet(), (s) => `snmpget -v3 -u ops -l authPriv -a SHA -A ${s} 10.0.0.1 sysUpTime.0`);
  one('ipmi', short() + 'X1', (s) => `ipmitool -I lanplus -H 10.0.0.2 -U admin -P ${s} power status`);
  one('htpasswd', generated(), (s) => `htpasswd -bc .htpasswd ann ${s}`);
  one('chpasswd', leet(), (s) => `echo 'deploy:${s}' | chpasswd`);
  one('passwd-stdin', seasonal(), (s) => `echo "${s}" | passwd --stdin deploy`);
  one('sudo', leet(), (s) => `echo '${s}' | sudo -S systemctl restart nginx`);
  one('docker-build', alnum(40), (s) => `docker build --build-arg NPM_TOKEN=${s} -t x .`);
  one('helm', generated(), (s) => `helm install pg bitnami/postgresql --set auth.postgresPassword=${s}`);
  one('kubectl', jwt(), (s) => `kubectl config set-credentials ci --token=${s}`);
  one('oc', seasonal(), (s) => `oc login -u kubeadmin -p ${s} https://api.acme.io:6443`);
  one('argocd', leet(), (s) => `argocd login cd.acme.io --username admin --password ${s}`);
  one('gh-secret', alnum(40), (s) => `gh secret set DEPLOY_TOKEN --body "${s}"`);
  one('vercel-env', alnum(32), (s) => `printf '${s}' | vercel env add SESSION_SECRET production`);
  one('flyctl', generated(), (s) => `flyctl secrets set DB_PASSWORD=${s} --app shop`);
  one('supabase', leet(), (s) => `supabase link --project-ref abcdefghijkl --password ${s}`);
  one('eas', leet(), (s) => `fastlane match --password ${s}`);
  one('twine', 'pypi-AgEIcHlwaS5vcmc' + url64(140), (s) => `TWINE_PASSWORD=${s} twine upload dist/*`);
  one('cargo', 'cio' + alnum(32), (s) => `CARGO_REGISTRY_TOKEN=${s} cargo publish`);
  one('composer', alnum(40), (s) => `composer config http-basic.repo.acme.io ann ${s}`);
  one('bundle', alnum(20), (s) => `bundle config gems.acme.io ann:${s}`);
  one('maven', leet(), (s) => `mvn deploy -Dpassword=${s} -Dusername=ci`);
  one('gradle', generated(), (s) => `./gradlew publish -PossrhPassword=${s}`);
  one('java', leet(), (s) => `java -Djavax.net.ssl.keyStorePassword=${s} -jar app.jar`);
  one('tar-gpg', words(), (s) => `tar c d | gpg -c --batch --passphrase='${s}' > d.gpg`);
  one('unzip', short() + 'Z', (s) => `unzip -P ${s} a.zip`);
  one('pdftk', leet(), (s) => `qpdf --password=${s} --decrypt in.pdf out.pdf`);
  one('nmcli', seasonal(), (s) => `nmcli device wifi connect "Office" password "${s}"`);
  one('vpn', leet(), (s) => `echo ${s} | openconnect --passwd-on-stdin -u ann vpn.acme.io`);
  one('expect', leet(), (s) => `expect "password:"\nsend "${s}\\r"`);

  // Files of programs
  one('my-cnf', marked().replace(/[#]/g, 'x'), (s) => `[client]\nhost = db\npassword = "${s}"`);
  one('odbc-ini', leet(), (s) => `[shop]\nDriver = PostgreSQL\nUserName = app\nPassword = ${s}`);
  one('tomcat', seasonal(), (s) => `<user username="admin" password="${s}" roles="manager-gui"/>`);
  one(
    'web-config',
    generated(),
    (s) => `<add name="Shop" connectionString="Data Source=db;User Id=app;Password=${s};" />`,
  );
  one('hibernate', leet(), (s) => `<property name="hibernate.connection.password">${s}</property>`);
  one('beans', seasonal(), (s) => `<property name="password" value="${s}"/>`);
  one('log4j', leet(), (s) => `log4j.appender.db.password=${s}`);
  one('filezilla', base64Of('Copper2041x!'), (s) => `<Pass encoding="base64">${s}</Pass>`);
  one('jenkins', '{AQAAABAAAA' + base64(60) + '=}', (s) => `<secret>${s}</secret>`);
  one('maven-master', '{' + base64(43) + '=}', (s) => `<master>${s}</master>`);
  one('wp', from(LOWER + UPPER + DIGITS + '!#%^*()-_=+', 64), (s) => `define('NONCE_SALT',       '${s}');`);
  one('php-config', generated(), (s) => `$config['db']['password'] = '${s}';`);
  one('php-array', leet(), (s) => `'password' => '${s}',`);
  one('magento', hex(32), (s) => `    'crypt' => [\n        'key' => '${s}'\n    ],`);
  one('rails-cred', alnum(40), (s) => `stripe:\n  secret_key: ${s}\n  publishable_key: pk_x`);
  one('rabbit', generated(), (s) => `default_user = app\ndefault_pass = ${s}`);
  one('mosquitto', leet(), (s) => `mosquitto_pub -h mq -u sensor -P ${s} -t t -m x`);
  one('mqtt-url', plain(), (s) => `mqtts://sensor:${s}@mq.acme.io:8883`);
  one(
    'kafka',
    generated(),
    (s) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${s}";`,
  );
  one('elastic', alnum(20), (s) => `xpack.security.http.ssl.keystore.secure_password: ${s}`);
  one(
    'elastic',
    generated(),
    (s) =>
      `Password for the elastic user (reset with \`bin/elasticsearch-reset-password -u elastic\`):\n  ${s}`,
  );
  one('grafana-ini', leet(), (s) => `[security]\nadmin_user = admin\nadmin_password = ${s}`);
  one('prometheus', generated(), (s) => `basic_auth:\n  username: prom\n  password: ${s}`);
  one('traefik', '$apr1$' + alnum(8) + '$' + alnum(22), (s) => `basicauth.users=admin:${s}`);
  one('nginx', base64Of('app:Velvet2033x'), (s) => `proxy_set_header Authorization "Basic ${s}";`);
  one('wireguard', base64(42) + 'E=', (s) => `wg set wg0 peer ${base64(42)}A= preshared-key <(echo ${s})`);
  one('ipsec', words(), (s) => `vpn.acme.io : PSK "${s}"`);
  one('freeradius', short() + '9K', (s) => `client ap { ipaddr = 10.0.0.3\n secret = ${s} }`);
  one('hostapd', words(), (s) => `ssid=office\nwpa_passphrase=${s}`);
  one('dovecot', leet(), (s) => `connect = host=db dbname=mail user=mail password=${s}`);
  one('msmtp', generated(), (s) => `account acme\nuser ann@acme.io\npassword ${s}`);
  one('mutt', generated(), (s) => `set imap_pass = "${s}"`);
  one('git-credentials', plain(), (s) => `https://ann:${s}@git.acme.io`);
  one(
    'docker-config',
    base64Of('ann:Zephyr2029x!'),
    (s) => `{"auths": {"registry.acme.io": {"auth": "${s}"}}}`,
  );
  one('kubeconfig', base64(32) + '==', (s) => `- name: ci\n  user:\n    token: ${s}`);
  one('seal', hex(64), (s) => `cookies.encryption_key = "${s}"`);
  one('ecto', leet(), (s) => `config :shop, Shop.Repo,\n  username: "app",\n  password: "${s}",`);
  one(
    'typeorm',
    generated(),
    (s) => `new DataSource({ type: 'postgres', username: 'app', password: '${s}' })`,
  );
  one('knex', seasonal(), (s) => `connection: { host: 'db', user: 'app', password: '${s}' }`);
  one('nodemailer', generated(), (s) => `auth: { user: 'mailer@acme.io', pass: '${s}' }`);
  one('passport', alnum(32), (s) => `app.use(session({ secret: '${s}', resave: false }));`);
  one('go', leet(), (s) => `sql.Open("postgres", "user=app password=${s} dbname=shop sslmode=disable")`);
  one('rust', generated(), (s) => `let pass: &str = "${s}";`);
  one('ruby', leet(), (s) => `Mysql2::Client.new(host: 'db', username: 'root', password: '${s}')`);
  one('swift', alnum(40), (s) => `request.setValue("Bearer ${s}", forHTTPHeaderField: "Authorization")`);
  one('kotlin', alnum(32), (s) => `const val API_KEY = "${s}"`);
  one('csharp', seasonal(), (s) => `new SqlConnection("Server=db;Database=shop;User Id=sa;Password=${s}")`);
  one('vb', leet(), (s) => `Dim pwd As String = "${s}"`);
  one('r', alnum(40), (s) => `Sys.setenv(OPENAI_API_KEY = "${s}")`);
  one('dart', alnum(32), (s) => `final String clientSecret = '${s}';`);
  one('terraform', alnum(40), (s) => `provider "datadog" {\n  api_key = "${hex(32)}"\n  app_key = "${s}"\n}`);
  one('arm', marked().replace(/[&]/g, 'x'), (s) => `"adminPassword": {\n      "value": "${s}"\n    }`);
  one('argv', generated(), (s) => `args: ["--db-user", "app", "--db-password", "${s}"]`);
  one('ps', leet(), (s) => `root  812  0.0  node server.js --admin-password ${s} --port 80`);

  // Codes and keys
  {
    const codes = Array.from({ length: 4 }, () => `${hex(5)}-${hex(5)}`);
    add('recovery', `Your recovery codes:\n\n${codes.join('\n')}`, ...codes);
    const ppk = [base64(64), base64(64), base64(20)];
    add(
      'putty',
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 3\n${ppk.join('\n')}\nPrivate-MAC: ${hex(64)}`,
      ...ppk,
    );
    const grep = pem('EC PRIVATE KEY').split('\n');
    add(
      'pem-grep',
      grep.map((line, i) => `certs/tls.key:${String(i + 1)}:${line}`).join('\n'),
      ...grep.slice(1, -1),
    );
    const diff = pem('RSA PRIVATE KEY').split('\n');
    add('pem-diff', diff.map((line) => `+${line}`).join('\n'), ...diff.slice(1, -1));
  }
  one(
    'minisign',
    'RWRTY0Iy' + base64(200) + '=',
    (s) => `untrusted comment: minisign encrypted secret key\n${s}`,
  );
  one('totp', from(BASE32, 16), (s) => `2FA secret: ${s}`);
  one('license', [5, 5, 5, 5, 5].map((n) => from(UPPER + DIGITS, n)).join('-'), (s) => `License key: ${s}`);
  one(
    'mnemonic',
    'violet gravel otter lantern copper harbor meadow pepper rocket saddle timber walnut',
    (s) => `Recovery phrase (12 words): ${s}`,
  );

  // People
  one('chat', short(), (s) => `pw: ${s}`);
  one('chat', leet(), (s) => `creds for the demo are demo@acme.io / ${s}`);
  one('chat', seasonal(), (s) => `The password for the test user should be "${s}".`);
  one('chat', words(), (s) => `passphrase is "${s}" (no quotes)`);
  one('chat', generated(), (s) => `I reset the admin password to ${s}`);
  one('chat', alnum(32), (s) => `token: ${s} <- this one works`);
  one('chat', seasonal(), (s) => `user ann@acme.io with password ${s} can't log in`);
  one('chat', alnum(40), (s) => `Use this key when calling the API: ${s}`);
  one('chat', uuid(), (s) => `the api key is ${s}`);
  one('chat-de', seasonal(), (s) => `Das Passwort lautet ${s}`);
  one('markdown', leet(), (s) => `- **Username:** admin\n- **Password:** \`${s}\``);
  one(
    'markdown',
    generated(),
    (s) => `| Service | User | Password |\n|---|---|---|\n| Grafana | admin | ${s} |`,
  );
  one(
    'log',
    generated(),
    (s) => `2026-11-20T10:11:12Z INFO created admin user email=admin@acme.io password=${s}`,
  );
  one('log', url64(43), (s) => `Jupyter Server is running at:\n    http://localhost:8888/lab?token=${s}`);
  one(
    'log',
    generated(),
    (s) => `2026-11-20 [Note] A temporary password is generated for root@localhost: ${s}`,
  );
  one(
    'trace',
    leet(),
    (s) => `psycopg2.OperationalError: connection to "host=db user=app password=${s}" failed`,
  );
});
