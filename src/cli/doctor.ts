import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readConfig, type Config } from '../shared/config.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { Check, DoctorAnswer } from '../shared/status.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { bytes, counted } from '../render/figures.ts';
import type { Store } from '../store/open.ts';
import { claudeConfigFile, registeredServer } from './claude-config.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { look, write, writeJson } from './output.ts';

/** `engines` of package.json. */
const LEAST_NODE = [22, 22] as const;
const LITTLE_SPACE = 500e6;

interface DoctorOptions extends JsonOption {
  rebuild?: boolean;
  yes?: boolean;
}

/** `her doctor`: what is wrong and how to mend it; exit code 1 when something is. */
export function addDoctor(her: Command): void {
  const command = her
    .command('doctor')
    .description('check that everything works, say how to mend what does not')
    .option('--rebuild', 'make a damaged database again from the transcripts and what is left of it')
    .option('-y, --yes', 'rebuild without asking')
    .action(async ({ json, yes, rebuild }: DoctorOptions) => {
      if (rebuild) {
        const { rebuildIfDamaged } = await import('./rebuild.ts');
        return await rebuildIfDamaged({ json, yes });
      }
      const answer = await examine(process.env);
      if (json) await writeJson(answer);
      else {
        const { renderDoctor } = await import('../render/status.ts');
        await write(renderDoctor(answer, look()));
      }
      if (!answer.healthy) process.exitCode = 1;
    });
  withJson(command);
  withExamples(command, ['doctor', 'doctor --json', 'doctor --rebuild']);
}

async function examine(env: NodeJS.ProcessEnv): Promise<DoctorAnswer> {
  const checks = [nodeCheck()];
  try {
    const config = readConfig(env);
    checks.push(...(await databaseChecks(config)), homeCheck(config), spaceCheck(config));
  } catch (error) {
    checks.push({ name: 'Settings', state: 'fail', found: sentenceOf(error) });
  }
  checks.push(await transcriptsCheck(env), registrationCheck(env));
  return { healthy: checks.every(({ state }) => state !== 'fail'), checks };
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const found = `Node ${process.versions.node}`;
  return isNew
    ? { name: 'Node', state: 'ok', found }
    : { name: 'Node', state: 'fail', found, mend: `Her needs Node ${LEAST_NODE.join('.')} or newer.` };
}

async function databaseChecks(config: Config): Promise<Check[]> {
  const { database } = config;
  const [{ checkDatabase }, { openStore }, { unfinishedRebuild }] = await Promise.all([
    import('../store/health.ts'),
    import('../store/open.ts'),
    import('../store/unfinished-rebuild.ts'),
  ]);
  if (unfinishedRebuild(database)) {
    return [
      {
        name: 'Database',
        state: 'fail',
        found: `a rebuild of ${database} is at work, or was cut off`,
        mend: `If none is running, run \`${TYPED_HER} doctor --rebuild\`: it ends what was begun, and nothing is lost.`,
      },
    ];
  }
  const { state, faults } = checkDatabase(database);
  if (state === 'unusable') return [{ name: 'Database', state: 'fail', found: faults.join(' ') }];
  if (state === 'damaged') {
    return [
      {
        name: 'Database',
        state: 'fail',
        found: `${database} is damaged: ${faults.join('; ')}`,
        mend: `Run \`${TYPED_HER} doctor --rebuild\`: it is made again from the transcripts, and keeps what only the old one holds.`,
      },
    ];
  }
  const store = openStore(database);
  try {
    return [
      { name: 'Database', state: 'ok', found: `${database}, ${bytes(statSync(database).size)}, in order` },
      store.hasVectors
        ? { name: 'sqlite-vec', state: 'ok', found: 'answers a query' }
        : {
            name: 'sqlite-vec',
            state: 'warn',
            found: 'does not work here, so search is by words only',
            mend: 'Install again (`npm install her-mcp`), for this machine and without --omit=optional.',
          },
      encryptionCheck(store),
      await leaseCheck(store),
      await meaningCheck(config),
    ];
  } finally {
    store.close();
  }
}

function encryptionCheck({ isEncrypted }: Store): Check {
  const found = isEncrypted
    ? 'on: the database is readable with its key only'
    : `off; \`${TYPED_HER} encrypt on\` switches it on`;
  return { name: 'Encryption', state: 'ok', found };
}

async function leaseCheck(store: Store): Promise<Check> {
  const { leaseHolder } = await import('../store/lease.ts');
  const holder = leaseHolder(store);
  if (!holder) return { name: 'Writer', state: 'ok', found: 'nobody writes at the moment' };
  const who = `process ${holder.pid} on ${holder.host}`;
  return holder.alive
    ? { name: 'Writer', state: 'ok', found: `${who} reads transcripts` }
    : { name: 'Writer', state: 'ok', found: `${who} is gone; the next process takes over` };
}

async function meaningCheck(config: Config): Promise<Check> {
  if (config.embedder === 'off')
    return { name: 'Meaning', state: 'ok', found: 'switched off (HER_EMBEDDER): search is by words' };
  try {
    const { builtInModelFolder, openEmbedder } = await import('../embed/open.ts');
    const embedder = await openEmbedder(config.embedder, {
      modelsFolder: builtInModelFolder(),
      minilmFolder: config.minilmFolder,
    });
    await embedder?.embed(['a question']);
    await embedder?.close();
    return { name: 'Meaning', state: 'ok', found: `${embedder?.model ?? config.embedder} works` };
  } catch (error) {
    return {
      name: 'Meaning',
      state: 'warn',
      found: `search is by words only: ${sentenceOf(error)}`,
      mend: 'HER_EMBEDDER=static uses the built-in model.',
    };
  }
}

/** Everything that was said lies in it, so nobody else may look. */
function homeCheck({ home }: Config): Check {
  const mode = statSync(home, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return { name: 'Home', state: 'warn', found: `${home} is not there yet` };
  const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0;
  return isOpen
    ? { name: 'Home', state: 'fail', found: `${home} can be read by others`, mend: `Run: chmod 700 ${home}` }
    : { name: 'Home', state: 'ok', found: `${home}, readable by you alone` };
}

function spaceCheck({ home }: Config): Check {
  const { bavail, bsize } = statfsSync(existsSync(home) ? home : dirname(home));
  const free = Number(bavail) * Number(bsize);
  const found = `${bytes(free)} free`;
  return free > LITTLE_SPACE
    ? { name: 'Disk', state: 'ok', found }
    : { name: 'Disk', state: 'warn', found, mend: 'Free some space: when the disk is full, reading waits.' };
}

async function transcriptsCheck(env: NodeJS.ProcessEnv): Promise<Check> {
  const [{ discover }, { SOURCES }] = await Promise.all([
    import('../ingest/discover.ts'),
    import('../sources/registry.ts'),
  ]);
  const roots = SOURCES.flatMap((source) => source.roots(env)).filter((root) => existsSync(root));
  const closed = roots.filter((root) => !isReadable(root));
  if (closed.length > 0) {
    return {
      name: 'Transcripts',
      state: 'fail',
      found: `${closed.join(', ')} cannot be read`,
      mend: 'Give yourself the right to read it (chmod u+rx).',
    };
  }
  const files = discover(SOURCES, env);
  const locked = files.filter(({ path }) => !isReadable(path)).length;
  if (files.length === 0) {
    return {
      name: 'Transcripts',
      state: 'warn',
      found: 'none were found',
      mend: 'Use Claude Code once, or say where its folder is with CLAUDE_CONFIG_DIR.',
    };
  }
  const found = `${counted(files.length, 'file')} in ${roots.join(', ')}`;
  return locked > 0
    ? {
        name: 'Transcripts',
        state: 'warn',
        found: `${found}, ${locked} of them not readable`,
        mend: `\`${TYPED_HER} status\` names them; chmod u+r makes them readable.`,
      }
    : { name: 'Transcripts', state: 'ok', found };
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function registrationCheck(env: NodeJS.ProcessEnv): Check {
  const file = claudeConfigFile(env);
  const server = registeredServer(file);
  return server === undefined
    ? {
        name: 'Claude Code',
        state: 'warn',
        found: `Her is not registered for the user in ${file}`,
        mend: `Run \`${TYPED_HER} init\`. (A registration in one project only is not looked for.)`,
      }
    : { name: 'Claude Code', state: 'ok', found: `registered in ${file}` };
}
