import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { asNumber, asString, isObject, type JsonObject } from '../../shared/json.ts';
import type { RecordReader, Source } from '../source.ts';
import { readBareRecord } from './bare-records.ts';
import type { Told } from './parts.ts';
import { readRecord } from './records.ts';

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

/** What has lain untouched for a week Codex may keep as `.jsonl.zst` instead (codex-rs/rollout/src/compression.rs). */
const ROLLOUT = /^rollout-.+\.jsonl(?:\.zst)?$/;
const SESSION_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.jsonl(?:\.zst)?$)/i;
const PACKED = /\.zst$/;
/** It is unpacked in memory as a whole: more would be felt. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;

function openReader(path: string, memory: JsonObject = {}): RecordReader {
  const name = basename(path);
  const session = SESSION_ID.exec(name)?.[0] ?? name.replace(/\.jsonl(?:\.zst)?$/, '');
  const told: Told = {
    model: asString(memory['model']) ?? null,
    turn: asString(memory['turn']) ?? null,
    prompts: asNumber(memory['prompts']) ?? 0,
    promptsAs: asString(memory['promptsAs']) ?? null,
    isSubagent: memory['isSubagent'] === true,
  };
  return {
    session,
    ...(PACKED.test(name) ? { unpack } : {}),
    about: () => [],
    memory: () => ({ ...told }),
    read(line) {
      const record = parse(line);
      if (!record) return { kind: 'bad', reason: 'not JSON, or not an object' };
      return 'payload' in record ? readRecord(record, session, told) : readBareRecord(record, session, told);
    },
  };
}

function unpack(packed: Buffer): Buffer {
  return zstdDecompressSync(packed, { maxOutputLength: MOST_UNPACKED_BYTES });
}

function parse(line: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
