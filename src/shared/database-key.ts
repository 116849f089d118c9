import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { HerError } from './errors.ts';
import { textInHome } from './home-file.ts';

/**
 * Where the database's key comes from: `HER_HOME/encryption.json` says how to get it and never holds it.
 * The file is there from just before the database is encrypted until just after it is decrypted.
 */
const ENV_NAME = 'HER_KEY';
/** From a process to those it starts: what it derived, with the digest of what it was derived from. */
const DERIVED_NAME = 'HER_DERIVED_KEY';
const RAW_KEY = /^[0-9a-f]{64}$/i;
const KEY_BYTES = 32;
const SERVICE = 'her-mcp';

const keySource = z.discriminatedUnion('from', [
  /** `HER_KEY` holds 64 hexadecimal digits: the key itself. */
  z.strictObject({ from: z.literal('environment') }),
  /** `HER_KEY` holds a passphrase. Argon2id, RFC 9106's second choice of parameters: 64 MiB, 3 passes, 4 lanes. */
  z.strictObject({ from: z.literal('passphrase'), kdf: z.enum(['argon2id', 'scrypt']), salt: z.string() }),
  /** The operating system's keychain holds a random key under this account. */
  z.strictObject({ from: z.literal('keychain'), account: z.string() }),
]);

export type KeySource = z.output<typeof keySource>;

export function keySourceFile(home: string): string {
  return join(home, 'encryption.json');
}

/** How this home's database is encrypted; null when it is not. @throws HerError `bad-config` */
export function readKeySource(home: string): KeySource | null {
  const path = keySourceFile(home);
  const text = textInHome(path, 'bad-config');
  if (text === undefined) return null;
  try {
    return keySource.parse(JSON.parse(text));
  } catch (error) {
    throw new HerError('bad-config', `${path} is damaged: without it the key cannot be found. Restore it.`, {
      cause: error,
    });
  }
}

/** Decides where a new key comes from: `HER_KEY` when it is set, else the keychain. @throws HerError `no-key` */
export function newKeySource(home: string, env: NodeJS.ProcessEnv): KeySource {
  const given = env[ENV_NAME];
  if (given !== undefined && RAW_KEY.test(given)) return { from: 'environment' };
  if (given) {
    const kdf = 'argon2Sync' in crypto ? 'argon2id' : 'scrypt';
    return { from: 'passphrase', kdf, salt: crypto.randomBytes(16).toString('hex') };
  }
  if (!hasKeychain())
    throw new HerError(
      'no-key',
      `There is no key: set ${ENV_NAME} to a passphrase or to 64 hexadecimal digits (here the system's keychain cannot be used: macOS has one, Linux needs secret-tool).`,
    );
  const source: KeySource = { from: 'keychain', account: home };
  keepInKeychain(home, crypto.randomBytes(KEY_BYTES).toString('hex'));
  return source;
}

const derived = new Map<string, Buffer>();

/** 32 bytes. Deriving them from a passphrase takes 0.15 to 0.5 s. @throws HerError `no-key` */
export function databaseKey(source: KeySource, env: NodeJS.ProcessEnv): Buffer {
  if (source.from === 'keychain') return Buffer.from(fromKeychain(source.account), 'hex');
  const given = env[ENV_NAME];
  if (!given)
    throw new HerError(
      'no-key',
      `The database is encrypted, and ${ENV_NAME} is not set: it must hold the ${source.from === 'environment' ? 'key' : 'passphrase'}.`,
    );
  if (source.from === 'environment') return Buffer.from(given, 'hex');
  const name = nameOf(source.kdf, source.salt, given);
  const key =
    derived.get(name) ?? handedOver(name, env) ?? derive(source.kdf, given, Buffer.from(source.salt, 'hex'));
  derived.set(name, key);
  return key;
}

/** The environment for a process that will open the database: it need not derive again what this one derived last. */
export function withDerivedKey(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const [name, key] = [...derived].at(-1) ?? [];
  return name && key ? { ...env, [DERIVED_NAME]: `${name}:${key.toString('hex')}` } : env;
}

function nameOf(kdf: string, salt: string, passphrase: string): string {
  return crypto.createHash('sha256').update(`${kdf}:${salt}:${passphrase}`).digest('hex');
}

function handedOver(name: string, env: NodeJS.ProcessEnv): Buffer | undefined {
  const [known, key = ''] = env[DERIVED_NAME]?.split(':') ?? [];
  return known === name && RAW_KEY.test(key) ? Buffer.from(key, 'hex') : undefined;
}

function derive(kdf: 'argon2id' | 'scrypt', passphrase: string, salt: Buffer): Buffer {
  const message = Buffer.from(passphrase.normalize('NFKC'));
  // Node has Argon2 from 24.7 on; with an older one a new database gets scrypt (N 2^17, as OWASP asks).
  if (kdf === 'scrypt')
    return crypto.scryptSync(message, salt, KEY_BYTES, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 });
  if (!('argon2Sync' in crypto))
    throw new HerError('no-key', 'The passphrase of this database needs Argon2id: use Node 24.7 or newer.');
  return crypto.argon2Sync('argon2id', {
    message,
    nonce: salt,
    parallelism: 4,
    tagLength: KEY_BYTES,
    memory: 65_536,
    passes: 3,
  });
}

function hasKeychain(): boolean {
  if (process.platform === 'darwin') return true;
  return process.platform === 'linux' && spawnSync('secret-tool', ['--version']).error === undefined;
}

function keepInKeychain(account: string, secret: string): void {
  const done =
    process.platform === 'darwin'
      ? // `-w` last and without a value would ask on the terminal; -i reads the command from stdin, so no process list shows it.
        spawnSync('security', ['-i'], {
          input: `add-generic-password -U -s ${SERVICE} -a ${JSON.stringify(account)} -w ${secret}\n`,
        })
      : spawnSync('secret-tool', ['store', '--label=Her', 'service', SERVICE, 'account', account], {
          input: secret,
        });
  if (done.status !== 0)
    throw new HerError(
      'no-key',
      `The keychain did not take the key (${done.stderr?.toString().trim() ?? ''}). Set ${ENV_NAME} instead.`,
    );
}

function fromKeychain(account: string): string {
  const asked =
    process.platform === 'darwin'
      ? spawnSync('security', ['find-generic-password', '-s', SERVICE, '-a', account, '-w'])
      : spawnSync('secret-tool', ['lookup', 'service', SERVICE, 'account', account]);
  const secret = asked.stdout?.toString().trim() ?? '';
  if (asked.status === 0 && RAW_KEY.test(secret)) return secret;
  throw new HerError(
    'no-key',
    `The database is encrypted, and the keychain does not give its key (service ${SERVICE}, account ${account}). Unlock the keychain and try again.`,
  );
}
