import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import { readSettings } from '../shared/settings.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { counted } from '../render/figures.ts';
import { leaseHolder } from '../store/lease.ts';
import { openStore, type Store } from '../store/open.ts';
import { checkDatabase, rebuild } from '../store/health.ts';
import {
  dropUnfinished,
  putInPlace,
  rebuildingFile,
  unfinishedRebuild,
} from '../store/unfinished-rebuild.ts';
import { ingestContext } from '../ingest/context.ts';
import { isConfirmed } from './confirm.ts';
import { holdLease } from './hold-lease.ts';
import { ingest, readTranscripts } from './ingest.ts';
import { noteChange } from './note-change.ts';
import { notice, write, writeJson } from './output.ts';

/** `her doctor --rebuild`: makes a damaged database again from the transcripts and what is left of it. */
export interface RebuildOptions {
  json?: boolean;
  yes?: boolean;
}

interface RebuildAnswer {
  rebuilt: boolean;
  /** What was wrong. */
  faults: string[];
  /** Where the old database lies now. */
  aside?: string;
  /** What is stored now, of it: what only the old database held. */
  sessions?: number;
  turns?: number;
  kept?: { sessions: number; turns: number; unreadable: number };
}

/** Longer than a holder of the lease lets pass between two beats. */
const BEAT_WITHIN_MS = 3000;

/** @throws HerError `db-in-use`, or why the database cannot be opened when it is not for damage */
export async function rebuildIfDamaged(options: RebuildOptions): Promise<void> {
  const { database } = readConfig(process.env);
  const unfinished = unfinishedRebuild(database);
  if (unfinished === 'ready') return await finish(database, options);
  if (unfinished === 'reading') {
    await assertNobodyWrites(rebuildingFile(database));
    dropUnfinished(database);
  }
  const { state, faults } = checkDatabase(database);
  if (state === 'unusable') throw new HerError('db-unusable', faults.join(' '));
  if (state !== 'damaged') {
    const found =
      state === 'fine'
        ? `${database} is in order`
        : `There is no database yet; \`${TYPED_HER} ingest\` makes it`;
    return options.json
      ? await writeJson({ rebuilt: false, faults } satisfies RebuildAnswer)
      : await write(`${found}. Nothing was changed.\n`);
  }
  if (!options.json) {
    await write(
      `${database} is damaged: ${faults.join('; ')}\nIt is set aside, never deleted, and made again: from the transcripts, and with what only the old one holds, as far as that can be read.\n`,
    );
  }
  if (!options.yes && (options.json || !(await isConfirmed('Rebuild it?')))) {
    process.exitCode = 1;
    return options.json
      ? await writeJson({ rebuilt: false, faults } satisfies RebuildAnswer)
      : await write(`Nothing was changed. \`${TYPED_HER} doctor --rebuild --yes\` does it without asking.\n`);
  }
  const answer = await rebuildNow(database, faults);
  if (options.json) await writeJson(answer);
  else await write(inWords(answer));
}

/** A rebuild that was cut off when everything was read. */
async function finish(database: string, { json }: RebuildOptions): Promise<void> {
  const aside = putInPlace(database);
  const { sessions, turns } = await ingest();
  const answer: RebuildAnswer = { rebuilt: true, faults: [], aside, sessions, turns };
  if (json) await writeJson(answer);
  else await write(`The rebuild that was cut off is finished.\n${inWords(answer)}`);
}

async function rebuildNow(database: string, faults: string[]): Promise<RebuildAnswer> {
  await assertNobodyWrites(database);
  const wait = (): void => notice('a rebuild is not stopped halfway; it ends by itself');
  process.on('SIGINT', wait).on('SIGTERM', wait);
  let made: Awaited<ReturnType<typeof rebuild>>;
  try {
    made = await rebuild(database, process.env, readAll);
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', wait);
  }
  const { aside, ...kept } = made;
  await noteChange(readConfig(process.env), 'doctor --rebuild');
  const { sessions, turns } = await ingest();
  return { rebuilt: true, faults, aside, sessions, turns, kept };
}

async function readAll(store: Store): Promise<void> {
  const context = ingestContext(store, readSettings(readConfig(process.env).home, process.env));
  context.lease.seize();
  await holdLease(store, context.lease, () => readTranscripts(context, new AbortController().signal));
}

/** A beat that rises says that somebody writes; a row that a dead process left does not. */
async function assertNobodyWrites(database: string): Promise<void> {
  const before = holderIn(database);
  if (!before?.alive) return;
  await sleep(BEAT_WITHIN_MS);
  const after = holderIn(database);
  if (after?.holder !== before.holder || after.beat === before.beat) return;
  throw new HerError(
    'db-in-use',
    `Another Her (process ${after.pid} on ${after.host}) writes into ${database}. End it first: close Claude Code, or stop \`${TYPED_HER} start\`.`,
  );
}

/** Null as well when too much is damaged to tell. */
function holderIn(database: string): ReturnType<typeof leaseHolder> {
  let store: Store | undefined;
  try {
    store = openStore(database);
    return leaseHolder(store);
  } catch {
    return null;
  } finally {
    store?.close();
  }
}

function inWords({ aside, sessions = 0, turns = 0, kept }: RebuildAnswer): string {
  const lost =
    kept && kept.unreadable > 0
      ? `${counted(kept.unreadable, 'turn')} of the old database could not be read.\n`
      : '';
  return `Rebuilt: ${counted(sessions, 'session')}, ${counted(turns, 'turn')}.\n${keptInWords(kept)}${lost}The old database lies in ${aside}; delete it when nothing is missed. It holds what it held, also what was to be forgotten.\n`;
}

function keptInWords(kept: RebuildAnswer['kept']): string {
  if (!kept) return '';
  const only =
    kept.turns > 0
      ? `${counted(kept.turns, 'turn')} of ${counted(kept.sessions, 'session')} whose transcripts are gone`
      : 'no turn: the transcripts hold all';
  return `Kept from the old database: ${only}; what was forgotten stays so, your annotations stay.\n`;
}
