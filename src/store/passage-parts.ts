import { secondsOf } from './seconds.ts';
import type { PlacedPassages } from './passage-where.ts';
import type { PassageMark, VectorBlock } from './vector-blocks.ts';

/** Passages whose vectors lie one behind the other, from the beginning of a group. */
export interface Part extends PlacedPassages {
  /** Its first group. */
  from: number;
  projects: Uint32Array;
  isOpen: boolean;
  earliest: number;
  latest: number;
  /** The project of all of them, or undefined when there are several. */
  project: number | undefined;
}

export interface ScanFilter {
  projects?: readonly number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
}

export type Fits = ((at: number) => boolean) | 'all' | 'none';

/** Which passages of a part pass a filter. Times are compared in seconds: what lies in that of a limit passes. */
export function fitOf(part: Part, { projects, since, until }: ScanFilter): Fits {
  const from = since === undefined ? 0 : Math.max(1, Math.floor(since / 1000));
  const to = until === undefined ? Infinity : until / 1000;
  if (part.latest < from || part.earliest >= to) return 'none';
  const isWhole = part.earliest >= from && part.latest < to;
  if (!projects) return isWhole ? 'all' : (at) => part.times[at]! >= from && part.times[at]! < to;
  if (part.project !== undefined) {
    if (!projects.includes(part.project)) return 'none';
    if (isWhole) return 'all';
  }
  const wanted = new Set(projects);
  return (at) => wanted.has(part.projects[at]!) && part.times[at]! >= from && part.times[at]! < to;
}

export function partOf(from: number, { ids, times, projects, turns, sessions }: VectorBlock): Part {
  const part: Part = {
    ...{ from, ids, times, projects, turns, sessions, count: ids.length },
    ...{ isOpen: false, earliest: Infinity, latest: 0, project: undefined },
  };
  part.project = projects[0];
  for (let at = 0; at < ids.length; at++) noteMark(part, times[at]!, projects[at]!);
  return part;
}

const PART = 1024;

export function openPart(from: number): Part {
  return {
    from,
    count: 0,
    ids: new Uint32Array(PART),
    times: new Uint32Array(PART),
    projects: new Uint32Array(PART),
    turns: new Uint32Array(PART),
    sessions: new Uint32Array(PART),
    isOpen: true,
    earliest: Infinity,
    latest: 0,
    project: undefined,
  };
}

export function addMark(part: Part, { id, at, project, turn, session }: PassageMark): void {
  part.ids[part.count] = id;
  part.times[part.count] = secondsOf(at);
  part.projects[part.count] = project ?? 0;
  part.turns[part.count] = turn;
  part.sessions[part.count] = session;
  if (part.count === 0) part.project = project ?? 0;
  noteMark(part, secondsOf(at), project ?? 0);
  part.count += 1;
}

function noteMark(part: Part, time: number, project: number): void {
  part.earliest = Math.min(part.earliest, time);
  part.latest = Math.max(part.latest, time);
  if (project !== part.project) part.project = undefined;
}
