import type { Freshness } from './answers.ts';

/** What `her status --json` and `her doctor --json` say. Times are ISO. */
export interface StatusAnswer {
  home: string;
  database: string;
  database_bytes: number;
  /** Folders that are there. */
  transcripts: string[];
  stored: {
    sessions: number;
    subagents: number;
    turns: number;
    passages: number;
    projects: number;
    files: number;
  };
  /** The process that writes; `alive` as far as can be seen from here. */
  lease: { pid: number; host: string; since: string; alive: boolean } | null;
  embedding: { embedder: string; models: { name: string; dim: number; waiting: number }[] };
  /** Sessions that were stored before config.json called their project or folder private; absent when there is none. */
  private_still_stored?: number;
  bad_lines: { count: number; named: { path: string; line: number; reason: string }[] };
  unknown_types: { source: string; type: string; first_version?: string; count: number }[];
  /** `read_lines`: the trouble begins behind them. */
  troubled_files: { path: string; read_lines: number; error: string; tries: number; retry_at?: string }[];
  freshness: Freshness;
}

export interface Check {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  found: string;
  /** What to do about it. */
  mend?: string;
}

export interface DoctorAnswer {
  healthy: boolean;
  checks: Check[];
}
