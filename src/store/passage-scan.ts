import { GROUP, nibbleScan, putInGroup } from './nibble-scan.ts';
import { nearestOf } from './nearest.ts';
import { addMark, fitOf, openPart, partOf, type Part, type ScanFilter } from './passage-parts.ts';
import { whereAmong, type PassageWhere } from './passage-where.ts';
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
  /** The marks of all blocks that have been read, for other threads to look places up in (`passage-where.ts`). */
  sharedMarks(): SharedArrayBuffer[];
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
  /** Of each part its first passage. */
  const firsts: number[] = [];
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
    firsts.push(block.first);
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
        firsts.push(passage.id);
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
    whereIs: (id) => whereAmong(firsts, parts, id),
    sharedMarks: () =>
      parts.flatMap(({ ids: { buffer } }) => (buffer instanceof SharedArrayBuffer ? [buffer] : [])),
  };
}

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
