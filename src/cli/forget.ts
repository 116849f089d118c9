import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import { sessionTitle } from '../shared/session-labels.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { parseSince } from '../shared/when.ts';
import { bytes, counted } from '../render/figures.ts';
import { safeLine } from '../render/safe-text.ts';
import type { ForgettableSession } from '../store/forget.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import type { Proof } from '../store/prove-forgotten.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { noteChange } from './note-change.ts';
import { write, writeJson } from './output.ts';

interface ForgetOptions extends JsonOption {
  project?: string;
  before?: string;
  search?: string;
  private?: boolean;
  dryRun?: boolean;
  prove?: boolean;
}

interface ForgetAnswer {
  dry_run: boolean;
  sessions: {
    session_id: string;
    project: string | null;
    title: string;
    turns: number;
    started_at: string;
    ended_at: string;
  }[];
  subagents: number;
  turns: number;
  proof?: Proof;
}

/** `her forget`: removes sessions for good and keeps them out; exit code 1 when the proof fails. */
export function addForget(her: Command): void {
  const command = her
    .command('forget')
    .description('remove sessions for good, and keep them out')
    .argument('[session]', 'its id, a unique beginning of it, "latest" or "previous"')
    .option('-p, --project <name>', 'all sessions of this project')
    .option('--before <time>', 'all whose last activity lies before: ISO date, or "3 months ago"', needed)
    .option('--search <words>', 'all that hold these words, as they are written', needed)
    .option('--private', 'all of projects and folders that config.json calls private by now')
    .option('--dry-run', 'show what would go')
    .option(
      '--prove',
      'then search every file of HER_HOME for the removed texts; alone: for what was removed before',
    )
    .action(async (session: string | undefined, options: ForgetOptions) => {
      const { project, before, search, prove, private: ofPrivate } = options;
      if (![session, project, before, search, ofPrivate].some(Boolean) && !prove)
        command.error('error: say what to forget: a session, --project, --before, --search or --private', {
          exitCode: 2,
        });
      const answer = await forget(session, options);
      if (options.json) await writeJson(answer);
      else await write(inWords(answer));
      if (answer.proof && answer.proof.found.length > 0) process.exitCode = 1;
    });
  withJson(command);
  withExamples(command, [
    'forget 3f9c2a --dry-run',
    'forget --project harbor-api --prove',
    'forget --before "6 months ago"',
    'forget --search "the customer\'s name"',
    'forget --private --dry-run',
    'forget --prove',
  ]);
}

function needed(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** @throws HerError `no-session` | `ambiguous-session` | `unknown-project` | `bad-time` | `log-in-use` */
async function forget(session: string | undefined, options: ForgetOptions): Promise<ForgetAnswer> {
  const [
    { openStore },
    { findSession },
    { leaseOn },
    forgetting,
    proving,
    { textsOf },
    { imagesOnlyIn },
    onDisk,
    hiddenSessions,
    { readSettings },
  ] = await Promise.all([
    import('../store/open.ts'),
    import('../replay/find-session.ts'),
    import('../store/lease.ts'),
    import('../store/forget.ts'),
    import('../store/prove-forgotten.ts'),
    import('../store/removed-texts.ts'),
    import('../store/images.ts'),
    import('../ingest/forgotten-on-disk.ts'),
    import('../store/private-sessions.ts'),
    import('../shared/settings.ts'),
  ]);
  const config = readConfig(process.env);
  const now = config.now();
  const before = options.before === undefined ? undefined : await parseSince(options.before, now);
  let store = openStore(config.database);
  try {
    const isNamed = [session, options.project, before, options.search, options.private].some(
      (given) => given !== undefined,
    );
    const found = !isNamed
      ? []
      : forgetting.sessionsToForget(store, {
          sessions: options.private
            ? hiddenSessions.privateSessions(store, readSettings(config.home, process.env).private)
            : session === undefined
              ? undefined
              : [findSession(store, session, now).key],
          project: options.project,
          before,
          words: options.search,
        });
    const answer = answerOf(found, options.dryRun === true);
    if (options.dryRun) return answer;
    const ids = found.flatMap((one) => [one.id, ...one.subagents.map(({ id }) => id)]);
    const texts = isNamed ? textsOf(store, ids) : onDisk.forgottenTexts(store, process.env);
    const windows = options.prove
      ? [...proving.windowsOf(texts), ...proving.windowsOfImages(imagesOnlyIn(store, ids))]
      : [];
    const lease = leaseOn(store);
    await asWriter(store, lease, () => {
      if (found.length > 0) forgetting.recordForgetting(store, lease, found);
      forgetting.finishForgetting(store, lease);
    });
    const keys = answer.sessions.map((one) => one.session_id);
    if (keys.length > 0) await noteChange(config, 'forget', keys);
    if (!options.prove) return answer;
    store.close();
    const inFiles = proving.searchFiles(config.home, windows);
    store = openStore(config.database);
    answer.proof = proving.proveForgotten(store, inFiles, windows);
    return answer;
  } finally {
    store.close();
  }
}

/** Whoever reads transcripts at the moment gives way at once, and goes on afterwards. */
async function asWriter(store: Store, lease: Lease, work: () => void): Promise<void> {
  lease.seize();
  try {
    work();
  } catch (error) {
    const { LeaseLost } = await import('../store/lease.ts');
    if (error instanceof LeaseLost)
      throw new HerError('lease-held', 'Another Her began to write meanwhile. Run the command again.', {
        cause: error,
      });
    throw error;
  } finally {
    if (store.isInPlace()) lease.release();
  }
}

function answerOf(found: readonly ForgettableSession[], isDryRun: boolean): ForgetAnswer {
  return {
    dry_run: isDryRun,
    sessions: found.map((one) => ({
      session_id: one.key,
      project: one.project,
      title: sessionTitle(one.title, one.opening),
      turns: one.turns,
      started_at: new Date(one.started_at).toISOString(),
      ended_at: new Date(one.ended_at).toISOString(),
    })),
    subagents: found.reduce((sum, one) => sum + one.subagents.length, 0),
    turns: found.reduce((sum, one) => sum + one.turns, 0),
  };
}

function inWords({ dry_run: isDryRun, sessions, subagents, turns, proof }: ForgetAnswer): string {
  if (sessions.length === 0) return proof ? proofInWords(proof) : 'Nothing to forget.\n';
  const lines = sessions.map(
    (one) =>
      `  ${one.session_id}  ${one.started_at.slice(0, 10)}  ${safeLine(one.project ?? '')}  ${safeLine(one.title)}`,
  );
  const what = `${counted(sessions.length, 'session')} with ${counted(turns, 'turn')}${subagents > 0 ? ` and ${counted(subagents, 'sub-agent')}` : ''}`;
  const head = isDryRun ? `Would forget ${what}:` : `Forgot ${what}; their transcripts are not read again:`;
  return `${head}\n${lines.join('\n')}\n${proof ? proofInWords(proof) : ''}`;
}

function proofInWords(proof: Proof): string {
  const looked = `Looked for ${counted(proof.texts, 'piece')} of the removed texts in ${bytes(proof.bytes)} of ${counted(proof.files, 'file')} and ${counted(proof.blocks, 'compressed block')}`;
  const kept =
    proof.also_kept > 0 ? ` (${proof.also_kept} of them are also said in sessions that were kept)` : '';
  if (proof.found.length === 0) return `${looked}: none is left${kept}.\n`;
  const where = proof.found.map(({ file, count }) => `${count} in ${file}`).join(', ');
  return `${looked}: FOUND ${where}${kept}. End every other Her and run \`${TYPED_HER} forget --prove\`.\n`;
}
