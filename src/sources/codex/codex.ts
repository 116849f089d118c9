import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { asNumber, asString, isObject, type JsonObject } from '../../shared/json.ts';
import type { RecordReader, Source } from '../source.ts';
import { readBareRecord } from './bare-records.ts';
import { readRecord, type Told } from './records.ts';

/** Codex CLI: `$CODEX_HOME/sessions/**` and `archived_sessions`, `rollout-<time>-<session id>.jsonl`. */
export const codex: Source = {
  id: 'codex',

  roots(env) {
    const home = env['CODEX_HOME'] || join(env['HOME'] ?? homedir(), '.codex');
    return ['sessions', 'archived_sessions'].map((folder) => resolve(home, folder));
  },

  isTranscript: (path) => ROLLOUT.test(basename(path)),

  reader: openReader,
};

const ROLLOUT = /^rollout-.+\.jsonl$/;
const SESSION_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.jsonl$)/i;

function openReader(path: string, memory: JsonObject = {}): RecordReader {
  const name = basename(path);
  const session = SESSION_ID.exec(name)?.[0] ?? name.replace(/\.jsonl$/, '');
  const told: Told = {
    model: asString(memory['model']) ?? null,
    turn: asString(memory['turn']) ?? null,
    prompts: asNumber(memory['prompts']) ?? 0,
    promptsAs: asString(memory['promptsAs']) ?? null,
    isSubagent: memory['isSubagent'] === true,
  };
  return {
    session,
    about: () => [],
    memory: () => ({ ...told }),
    read(line) {
      const record = parse(line);
      if (!record) return { kind: 'bad', reason: 'not JSON, or not an object' };
      return 'payload' in record ? readRecord(record, session, told) : readBareRecord(record, session, told);
    },
  };
}

function parse(line: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
