import type { Command } from 'commander';
import { counted } from '../render/figures.ts';
import { readConfig } from '../shared/config.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { noteChange } from './note-change.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { write, writeJson } from './output.ts';

interface ConsentOptions extends JsonOption {
  withdraw?: boolean;
}

/** `her consent`: which sessions may be given to others. */
export function addConsent(her: Command): void {
  const command = her
    .command('consent')
    .description('mark a session that may be given to others; alone: list them')
    .argument('[session]', 'its id, a unique beginning of it, "latest" or "previous"')
    .option('--withdraw', 'take the mark back')
    .action(async (session: string | undefined, { withdraw = false, json }: ConsentOptions) => {
      if (session === undefined) {
        if (withdraw) command.error('error: say of which session the consent is withdrawn', { exitCode: 2 });
        return await list(json);
      }
      await mark(session, withdraw, json);
    });
  withJson(command);
  withExamples(command, ['consent 3f9c2a', 'consent 3f9c2a --withdraw', 'export turns --for-others']);
}

/** @throws HerError `no-session` | `ambiguous-session` */
async function mark(meant: string, withdraw: boolean, json: boolean | undefined): Promise<void> {
  const [{ openStore }, { findSession }, { giveConsent, withdrawConsent }] = await Promise.all([
    import('../store/open.ts'),
    import('../replay/find-session.ts'),
    import('../store/consent.ts'),
  ]);
  const config = readConfig(process.env);
  const store = openStore(config.database);
  try {
    const { key } = findSession(store, meant, config.now());
    const hadIt = withdraw && withdrawConsent(store, key);
    if (!withdraw) giveConsent(store, key, config.now());
    await noteChange(config, withdraw ? 'consent withdrawn' : 'consent', [key]);
    if (json) return await writeJson({ session_id: key, consent: !withdraw });
    await write(
      withdraw
        ? hadIt
          ? `Session ${key} is not given to others any more. What was exported before is out of Her's hands.\n`
          : `Session ${key} had no consent.\n`
        : `Session ${key} may be given to others: \`${TYPED_HER} export turns --for-others\` holds it.\n`,
    );
  } finally {
    store.close();
  }
}

async function list(json: boolean | undefined): Promise<void> {
  const [{ openStore }, { consents }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/consent.ts'),
  ]);
  const store = openStore(readConfig(process.env).database);
  try {
    const given = consents(store).map(({ session_id, at }) => ({
      session_id,
      since: new Date(at).toISOString(),
    }));
    if (json) return await writeJson({ sessions: given });
    const lines = given.map(({ session_id: id, since }) => `  ${id}  since ${since.slice(0, 10)}\n`);
    await write(
      given.length === 0
        ? 'No session may be given to others.\n'
        : `${counted(given.length, 'session')} may be given to others:\n${lines.join('')}`,
    );
  } finally {
    store.close();
  }
}
