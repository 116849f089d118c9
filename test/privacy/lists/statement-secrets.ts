/**
 * Secrets in statements, addresses, notes and the code of clients. The SQL and some addresses have the forms of
 * Samsung/CredSweeper's and Yelp/detect-secrets' samples; the values are drawn.
 */
import { secretList } from './list.ts';

export const statementSecrets = secretList((g, one) => {
  const { alnum, hex, url64, base64, uuid, from, base64Of, UPPER, LOWER, DIGITS } = g;
  const { seasonal, leet, words, short, generated, word } = g;
  const mixed = (): string =>
    from(UPPER, 1) +
    from(LOWER, 1) +
    from(UPPER, 1) +
    from(LOWER, 2) +
    from(DIGITS, 1) +
    from(LOWER, 1) +
    from(UPPER, 1) +
    from(DIGITS, 1) +
    from(LOWER, 1) +
    from(UPPER, 1);

  // SQL
  one(
    'sql',
    mixed(),
    (s) => `ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY '${s}';`,
  );
  one('sql', mixed(), (s) => `create user name identified by '${s}' --`);
  one('sql', mixed(), (s) => `exec("CREATE USER ExposedTest ACCOUNT UNLOCK IDENTIFIED BY ${s}");`);
  one('sql', mixed(), (s) => `CREATE USER foo WITH ENCRYPTED PASSWORD '${s}' CREATEDB;`);
  one('sql', mixed(), (s) => `ALTER LOGIN username WITH PASSWORD = '${s}';`);
  one('sql', mixed(), (s) => `CREATE USER IF NOT EXISTS sandy WITH PASSWORD '${s}' NOSUPERUSER;`);
  one('sql', mixed(), (s) => `ALTER USER username IDENTIFIED BY ${s};`);
  one('sql', mixed(), (s) => `mysql -u root -e "CREATE USER 'cacti'@'localhost' IDENTIFIED BY '${s}';"`);
  one('sql', mixed(), (s) => `psql -c "CREATE ROLE scram_test login password '${s}'"`);
  one('sql', mixed(), (s) => `CREATE ROLE app_admin WITH LOGIN PASSWORD ${s};`);
  one('sql', mixed(), (s) => `SET PASSWORD FOR 'ann'@'localhost' = PASSWORD('${s}');`);
  one(
    'sql',
    mixed(),
    (s) => `UPDATE mysql.user SET authentication_string = PASSWORD ('${s}') WHERE User = 'ann';`,
  );
  one('sql', mixed(), (s) => `UPDATE users SET password = '${s}' WHERE id = 1;`);
  one('sql', mixed(), (s) => `sh -c 'echo CREATE USER mg IDENTIFIED BY ${s}\\; >>tmp.sql;'`);
  one('sql', mixed(), (s) => `CREATE DATABASE LINK x CONNECT TO scott IDENTIFIED BY "${s}" USING 'orcl';`);
  one('sql', base64(40), (s) => `CREATE SECRET s3 (TYPE S3, KEY_ID 'x', SECRET '${s}');`);
  one('sql', generated(), (s) => `OPEN SYMMETRIC KEY k DECRYPTION BY PASSWORD = '${s}';`);
  one('sql', generated(), (s) => `SELECT dblink_connect('host=db user=app password=${s} dbname=shop');`);
  one(
    'sql',
    generated(),
    (s) => `COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=x;aws_secret_access_key=${s}${s}abcd';`,
  );
  one('sql', words(), (s) => `SELECT pgp_sym_decrypt(data, '${s}') FROM vault;`);
  one('sql', leet(), (s) => `PRAGMA key = '${s}';`);
  // Addresses
  one('address', mixed(), (s) => `smtps://example@gmail.com:${s}@smtp.gmail.com:465`);
  one('address', generated(), (s) => `const url = "dbconnection://ad%6Din:${s}@db-host-local";`);
  one('address', `why${word()}would${word()}`, (s) => `basic_auth = 'http://username:${s}@example.net'`);
  one('address', leet(), (s) => `ftp://deploy:${s}@ftp.acme.io/www`);
  one('address', leet(), (s) => `sftp://deploy:${s}@10.0.0.5:22//srv`);
  one(
    'address',
    seasonal().replace('!', '1').replace('?', '2').replace('#', '3'),
    (s) => `git+https://bot:${s}@git.acme.io/a.git@main`,
  );
  one('address', generated(), (s) => `rtsp://admin:${s}@192.168.1.64:554/stream1`);
  one('address', generated(), (s) => `ldaps://cn=admin,dc=acme:${s}@ldap.acme.io`);
  one('address', generated(), (s) => `nats://app:${s}@nats:4222`);
  one('address', generated(), (s) => `clickhouse://default:${s}@ch:9000/shop`);
  one('address', generated(), (s) => `elastic: https://elastic:${s}@es:9200`);
  one('address', generated(), (s) => `socks5://u1:${s}@proxy:1080`);
  one('address', generated(), (s) => `neo4j+s://neo4j:${s}@x.databases.neo4j.io`);
  one('address', url64(32), (s) => `https://acme.io/unsubscribe?email=a%40b.io&token=${s}`);
  one('address', hex(32), (s) => `https://newsapi.org/v2/top-headlines?country=de&apiKey=${s}`);
  one('address', alnum(40), (s) => `https://acme.io/oauth/callback?code=${s}&state=xyz`);
  one('address', hex(40), (s) => `https://hooks.acme.io/deploy?key=${s}`);
  // Clients
  one('client', `${word()}!`, (s) => `password = "${s}x"`);
  one('client', leet(), (s) => `imap.login('ann@acme.io', '${s}')`);
  one('client', generated(), (s) => `ssh.connect(host, username='root', password='${s}')`);
  one('client', generated(), (s) => `redis.Redis(host='cache', password='${s}')`);
  one('client', leet(), (s) => `MongoClient(host, username='app', password='${s}')`);
  one('client', generated(), (s) => `new Sequelize('shop', 'app', '${s}', { dialect: 'mysql' })`);
  one('client', generated(), (s) => `mysql.createConnection({ host: 'db', user: 'root', password: '${s}' })`);
  one('client', alnum(40), (s) => `Octokit({ auth: '${s}' })`);
  one('client', alnum(32), (s) => `axios.get(url, { headers: { 'X-API-KEY': '${s}' } })`);
  one('client', alnum(40), (s) => `req.Header.Set("X-Auth-Token", "${s}")`);
  one('client', generated(), (s) => `session.auth = ('ann', '${s}')`);
  one('client', generated(), (s) => `Net::SSH.start('host', 'root', password: '${s}')`);
  one(
    'client',
    seasonal(),
    (s) => `$cred = New-Object PSCredential 'admin', (ConvertTo-SecureString '${s}' -AsPlainText -Force)`,
  );
  one('client', generated(), (s) => `cipher = AES.new(b'${s}', AES.MODE_ECB)`);
  one('client', generated(), (s) => `jwt.encode({'id': 1}, '${s}', algorithm='HS256')`);
  one('client', alnum(32), (s) => `stripe.Webhook.construct_event(payload, sig, secret='${s}')`);
  one('client', generated(), (s) => `KeyStore.load(in, "${s}".toCharArray())`);
  // Notes
  one(
    'note',
    from(DIGITS, 3) + from(LOWER, 2) + from(DIGITS, 3) + from(LOWER, 2) + '9',
    (s) => `my password is ${s}`,
  );
  one('note', [5, 5, 5, 5, 5].map((n) => from(UPPER, n)).join('-'), (s) => `Activation key : ${s}`);
  one('note', short(), (s) => `Password (temporary): ${s}`);
  one('note', seasonal(), (s) => `I've changed the password from ${s} to something else`);
  one('note', from(DIGITS, 6), (s) => `PIN: ${s}`);
  one('note', `${from(DIGITS, 4)}-${from(DIGITS, 4)}`, (s) => `backup code: ${s}`);
  one('note', uuid(), (s) => `client_secret is ${s}`);
  one('note', generated(), (s) => `Try with key "${s}" instead.`);
  one('note', base64Of(generated()), (s) => `echo '${s}' | base64 -d > password.txt`);
});
