import { Argument, type Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { noteChange } from './note-change.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { write, writeJson } from './output.ts';

const STATES = ['on', 'off', 'status'] as const;

interface EncryptAnswer {
  encrypted: boolean;
  /** Where the key comes from. */
  key?: 'environment' | 'passphrase' | 'keychain';
}

/** `her encrypt on|off|status` */
export function addEncrypt(her: Command): void {
  const command = her
    .command('encrypt')
    .description('keep the database encrypted on disk')
    .addArgument(new Argument('<state>').choices(STATES))
    .addHelpText(
      'after',
      `
The key is what HER_KEY holds: 64 hexadecimal digits, or a passphrase (Argon2id). Without HER_KEY the
system's keychain keeps a random key. End every other Her first.`,
    )
    .action(async (state: (typeof STATES)[number], { json }: JsonOption) => {
      const answer = await encrypt(state, process.env);
      if (json) await writeJson(answer);
      else await write(inWords(answer));
    });
  withJson(command);
  withExamples(command, ['encrypt on', 'encrypt status', 'encrypt off']);
}

/** @throws HerError `no-key` | `no-cipher` | `db-key` | `db-in-use` */
async function encrypt(state: (typeof STATES)[number], env: NodeJS.ProcessEnv): Promise<EncryptAnswer> {
  const [keys, { openStore }, { moveDatabase }] = await Promise.all([
    import('../shared/database-key.ts'),
    import('../store/open.ts'),
    import('../store/encrypt.ts'),
  ]);
  const config = readConfig(env);
  const { home, database: path } = config;
  // Opening it says whether it can be read, and makes it where there is none.
  const store = openStore(path, env);
  const { isEncrypted } = store;
  store.close();
  const known = keys.readKeySource(home);
  const from = isEncrypted && known ? keys.databaseKey(known, env) : undefined;
  if (state === 'on' && !isEncrypted) {
    const source = keys.newKeySource(home, env);
    moveDatabase({ path, from, to: { source, key: keys.databaseKey(source, env) } });
    await noteChange(config, 'encrypt on');
    return { encrypted: true, key: source.from };
  }
  if (state === 'off' && isEncrypted) {
    moveDatabase({ path, from });
    await noteChange(config, 'encrypt off');
    return { encrypted: false };
  }
  return isEncrypted && known ? { encrypted: true, key: known.from } : { encrypted: false };
}

function inWords({ encrypted, key }: EncryptAnswer): string {
  if (!encrypted) return 'The database is not encrypted.\n';
  const where = key === 'keychain' ? "the system's keychain" : 'HER_KEY';
  return `The database is encrypted; the ${key === 'passphrase' ? 'passphrase' : 'key'} comes from ${where}. Without it nobody reads the database, you included.\n`;
}
