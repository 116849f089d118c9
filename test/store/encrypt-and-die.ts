import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';
import { encryptingDatabase } from '../../src/store/database.ts';

/** Encrypts a database and is killed at a step: `encrypt-and-die.ts <database> <step>`. */
const [path, step] = process.argv.slice(2);
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
};

const prepare = Database.prototype.prepare;
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql);
  if (step === 'VACUUM' && sql.startsWith('VACUUM INTO')) {
    statement.run(`${path!}.new`);
    die();
  }
  return statement;
} as typeof prepare;
const Ciphered = encryptingDatabase();
const pragma = Ciphered.prototype.pragma;
Ciphered.prototype.pragma = function (this: unknown, source: string, options?: object) {
  const result: unknown = pragma.call(this, source, options);
  if (step === 'rekey' && source.startsWith('rekey')) die();
  return result;
} as typeof pragma;
const { linkSync, renameSync, rmSync } = fs;
fs.linkSync = (from, to) => (step === 'link' ? die() : linkSync(from, to));
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (step === 'rename' && String(to) === path) die();
};
fs.rmSync = (name, options) =>
  step === 'rm' && String(name).endsWith('.old') ? die() : rmSync(name, options);
syncBuiltinESMExports();

const [{ moveDatabase }, { databaseKey, newKeySource }, { dirname }] = await Promise.all([
  import('../../src/store/encrypt.ts'),
  import('../../src/shared/database-key.ts'),
  import('node:path'),
]);
const source = newKeySource(dirname(path!), process.env);
moveDatabase({ path: path!, to: { source, key: databaseKey(source, process.env) } });
