import { GROUP, nibbleScan, putInGroup } from './nibble-scan.ts';
import { secondsOf } from './seconds.ts';
import { signsOf, type PassageMark, type VectorBlock, type VectorBlocks } from './vector-blocks.ts';

/**
 * All passage vectors of a model at one bit a number, in memory, with what filters ask of a passage. It is filled
 * in slices beside other work and kept up with what is stored since; a passage that is gone is found once
 * more and then has no place.
 */
export interface PassageScan {
  /** False until all that was stored has been read; a search does without it until then. */
  readonly isComplete: boolean;
  /** Reads what was stored since, a slice at most. */
  catchUp(): void;
  /** Ids of the `k` passages that are nearest as far as one bit a number tells, in no order. @param vector of unit length */
  nearest(vector: Float32Array, k: number, filter: ScanFilter): number[];
  /** Where a passage stands; undefined when it has not been read, and maybe not for one that is gone. */
  whereIs(id: number): PassageWhere | undefined;
}

export interface PassageWhere {
  turn: number;
  session: number;
  /** Seconds; 0 when that is not known. */
  time: number;
}

export interface ScanFilter {
  projects?: readonly number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
}

/** About 5 ms of single rows, or of blocks. */
const SLICE = 1000;
const BLOCKS_AT_ONCE = 32;

/** @param grows told of each session of which a passage is read that is not in a block yet */
export function passageScan(
  blocks: VectorBlocks,
  dim: number,
  grows: (session: number) => void,
): PassageScan {
  const scan = nibbleScan(dim);
  const parts: Part[] = [];
  /** By project, the groups that hold a passage of it, in order. */
  const groupsOf = new Map<number, number[]>();
  let newest = 0;
  let isComplete = false;
  let groups = 0;
  let room = 0;
  let next = blocks.after(0);

  function makeRoom(more: number): void {
    if (groups + more <= room) return;
    room = Math.max(groups + more, Math.ceil(room * 1.2), 64);
    scan.reserve(room);
  }

  function addBlock(block: VectorBlock): void {
    const count = Math.ceil(block.ids.length / GROUP);
    makeRoom(count);
    scan.groups(groups, count).set(block.bits);
    parts.push(partOf(groups, block));
    for (const [at, project] of block.projects.entries()) noteGroup(project, groups + Math.floor(at / GROUP));
    groups += count;
    newest = block.last;
  }

  function noteGroup(project: number, group: number): void {
    const own = groupsOf.get(project);
    if (!own) groupsOf.set(project, [group]);
    else if (own.at(-1) !== group) own.push(group);
  }

  /** Single passages fill up the last part, which grows to the length of a block. */
  function addPassages(passages: readonly PassageMark[]): void {
    for (const passage of passages) {
      let part = parts.at(-1);
      if (!part?.isOpen || part.count === part.ids.length) {
        part = openPart(groups);
        parts.push(part);
      }
      if (part.count % GROUP === 0) {
        makeRoom(1);
        scan.groups(groups, 1).fill(0);
        groups += 1;
      }
      const group = part.from + Math.floor(part.count / GROUP);
      putInGroup(scan.groups(group, 1), part.count % GROUP, signsOf(passage.whole));
      addMark(part, passage);
      noteGroup(passage.project ?? 0, group);
      grows(passage.session);
      newest = passage.id;
    }
  }

  /** What is to be scanned: groups of one part, one behind the other, of projects only those that hold one of theirs. */
  function* spansOf(projects: readonly number[] | undefined): Generator<Span> {
    if (!projects) {
      for (const part of parts) yield { part, from: part.from, count: Math.ceil(part.count / GROUP) };
      return;
    }
    const wanted = projects.length === 1 ? groupsOf.get(projects[0]!) : groupsOfSeveral(groupsOf, projects);
    let at = 0;
    for (const [from, count] of runsOf(wanted ?? [])) {
      for (let group = from; group < from + count;) {
        while (parts[at + 1] && parts[at + 1]!.from <= group) at += 1;
        const end = Math.min(from + count, parts[at + 1]?.from ?? Infinity);
        yield { part: parts[at]!, from: group, count: end - group };
        group = end;
      }
    }
  }

  return {
    get isComplete() {
      return isComplete;
    },
    catchUp() {
      for (let count = 0; count < BLOCKS_AT_ONCE; count++) {
        if (next && next.first <= newest) next = blocks.after(newest);
        const loose = blocks.passages(newest, next?.first ?? Infinity, SLICE);
        addPassages(loose);
        isComplete = !next && loose.length < SLICE;
        if (loose.length > 0 || !next) return;
        addBlock(next);
        next = blocks.after(newest);
      }
    },
    nearest(vector, k, filter) {
      scan.ask(vector);
      const top = nearestOf(k);
      for (const { part, from, count } of spansOf(filter.projects)) {
        const fits = fitOf(part, filter);
        if (fits === 'none') continue;
        const near = scan.near(from, count, top.enough());
        for (let found = 0; found < near.count; found++) {
          const group = from + count - near.fromEnd[found]!;
          top.add(near.scores, found * GROUP, part, (group - part.from) * GROUP, fits);
        }
      }
      return top.ids();
    },
    whereIs(id) {
      const part = parts[lastNotAbove(parts.length, id, (at) => parts[at]!.ids[0]!)];
      const at = part && lastNotAbove(part.count, id, (place) => part.ids[place]!);
      if (at === undefined || part?.ids[at] !== id) return undefined;
      return { turn: part.turns[at]!, session: part.sessions[at]!, time: part.times[at]! };
    },
  };
}

/** The last of `count` growing numbers that is at most `wanted`; -1 when there is none. */
function lastNotAbove(count: number, wanted: number, number: (at: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Passages whose vectors lie one behind the other, from the beginning of a group. */
interface Part {
  /** Its first group. */
  from: number;
  count: number;
  ids: Uint32Array;
  times: Uint32Array;
  projects: Uint32Array;
  turns: Uint32Array;
  sessions: Uint32Array;
  isOpen: boolean;
  earliest: number;
  latest: number;
  /** The project of all of them, or undefined when there are several. */
  project: number | undefined;
}

const PART = 1024;

interface Span {
  part: Part;
  from: number;
  count: number;
}

function groupsOfSeveral(
  groupsOf: ReadonlyMap<number, readonly number[]>,
  projects: readonly number[],
): number[] {
  const groups = new Set(projects.flatMap((project) => groupsOf.get(project) ?? []));
  return [...groups].sort((a, b) => a - b);
}

/** Growing numbers as runs of those that follow one another. */
function* runsOf(numbers: readonly number[]): Generator<[from: number, count: number]> {
  for (let at = 0; at < numbers.length;) {
    const from = at;
    do at += 1;
    while (numbers[at] === numbers[from]! + at - from);
    yield [numbers[from]!, at - from];
  }
}

function partOf(from: number, { ids, times, projects, turns, sessions }: VectorBlock): Part {
  const part: Part = {
    ...{ from, ids, times, projects, turns, sessions, count: ids.length },
    ...{ isOpen: false, earliest: Infinity, latest: 0, project: undefined },
  };
  part.project = projects[0];
  for (let at = 0; at < ids.length; at++) noteMark(part, times[at]!, projects[at]!);
  return part;
}

function openPart(from: number): Part {
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

function addMark(part: Part, { id, at, project, turn, session }: PassageMark): void {
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

type Fits = ((at: number) => boolean) | 'all' | 'none';

/** Which passages of a part pass a filter. Times are compared in seconds: what lies in that of a limit passes. */
function fitOf(part: Part, { projects, since, until }: ScanFilter): Fits {
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

interface Nearest {
  /** What a score must reach. */
  enough(): number;
  /** A group's scores, which begin at `first`, of passages that begin at `from` in their part. */
  add(scores: Uint16Array, first: number, part: Part, from: number, fits: Fits): void;
  ids(): number[];
}

/** Keeps the `k` best of many. */
function nearestOf(k: number): Nearest {
  const size = Math.max(4 * k, 256);
  const ids = new Uint32Array(size);
  const kept = new Uint16Array(size);
  let count = 0;
  /** What a score must exceed. */
  let least = -1;

  function prune(): void {
    if (count <= k) return;
    least = Uint16Array.from(kept.subarray(0, count)).sort()[count - k]!;
    let to = 0;
    let equal = k;
    for (let at = 0; at < count; at++) if (kept[at]! > least) equal -= 1;
    for (let at = 0; at < count; at++) {
      if (kept[at]! < least || (kept[at] === least && equal-- <= 0)) continue;
      ids[to] = ids[at]!;
      kept[to++] = kept[at]!;
    }
    count = to;
  }

  return {
    enough: () => least + 1,
    add(scores, first, part, from, fits) {
      const end = Math.min(part.count - from, GROUP);
      for (let at = 0; at < end; at++) {
        const score = scores[first + at]!;
        if (score <= least || (fits !== 'all' && fits !== 'none' && !fits(from + at))) continue;
        if (count === size) prune();
        ids[count] = part.ids[from + at]!;
        kept[count++] = score;
      }
    },
    ids() {
      prune();
      return [...ids.subarray(0, count)];
    },
  };
}
