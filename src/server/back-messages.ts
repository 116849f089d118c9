import type { Asking } from '../../tools/context.ts';
import type { ToolAnswer } from '../../tools/tool.ts';
import type { Grown } from '../ingest/guard.ts';
import type { AuditEntry } from '../privacy/audit-log.ts';
import type { Holder } from '../store/lease.ts';
import type { SentError } from '../shared/sent-error.ts';

/** What the process that speaks with the client and the one behind it say to each other. */

/** To the one behind, as JSON in its first argument. */
export interface BackData {
  holder: Holder;
  /** Milliseconds without a question and without anything to read, after which it says `quiet`. */
  quietAfterMs: number;
  /** Transcripts to be read before anything else. */
  grown: readonly Grown[];
}

export type BackRequest =
  | { kind: 'call'; id: number; tool: string; given: unknown; asking: Asking }
  | { kind: 'audit'; entry: AuditEntry }
  /** Answered by `looked`. */
  | { kind: 'look' };

export type BackMessage =
  | { kind: 'answer'; id: number; answer: ToolAnswer }
  | { kind: 'failed'; id: number; error: SentError }
  /** It has had nothing to do for a while. `waits`: another process holds the lease. Said again while it lasts. */
  | { kind: 'quiet'; waits: boolean }
  /** All files were looked at. `retryAt`: when one that could not be read is to be tried again, ms since the epoch. */
  | { kind: 'looked'; bytes: number; retryAt: number | null };
