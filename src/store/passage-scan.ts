import type { Store } from './open.ts';

/**
 * All passage vectors of a model at one bit a number, in memory, with what filters ask of a passage: scanning
 * them takes a tenth of the time that the table of whole vectors takes. It is filled in slices beside other
 * work and kept up with what is stored since; a passage that is gone is found once more and then has no place.
 */
export interface PassageScan {
  /** False until all that was stored has been read; a search does without it until then. */
  readonly isComplete: boolean;
  /** Reads what was stored since, a slice at most. */
  catchUp(): void;
  /** Ids of the `k` or a few more passages whose bits differ least, in no order. */
  nearest(vector: Float32Array, k: number, filter: ScanFilter): number[];
}

export interface ScanFilter {
  projects?: readonly number[];
  /** Milliseconds, `[since, until)`. */
  since?: number;
  until?: number;
}

interface Row {
  id: number;
  at: number | null;
  project: number | null;
  whole: Buffer;
}

/** About 5 ms. */
const SLICE = 2000;

export function passageScan({ db }: Store, fragments: string, dim: number): PassageScan {
  const words = dim / 32;
  const next = db.prepare<[number, number], Row>(
    `SELECT f.passage_id AS id, p.at, s.project_id AS project, f.whole FROM ${fragments} f
       JOIN passage p ON p.id = f.passage_id JOIN turn t ON t.id = p.turn_id JOIN session s ON s.id = t.session_id
     WHERE f.passage_id > ? ORDER BY f.passage_id LIMIT ?`,
  );
  let count = 0;
  let newest = 0;
  let isComplete = false;
  let ids = new Float64Array(SLICE);
  let times = new Float64Array(SLICE);
  let projects = new Int32Array(SLICE);
  let bits = new Uint32Array(SLICE * words);

  function catchUp(): void {
    const rows = next.all(newest, SLICE);
    isComplete = rows.length < SLICE;
    if (count + rows.length > ids.length) grow();
    for (const row of rows) {
      ids[count] = row.id;
      times[count] = row.at ?? 0;
      projects[count] = row.project ?? 0;
      for (let word = 0; word < words; word++) bits[count * words + word] = row.whole.readUInt32LE(4 * word);
      newest = row.id;
      count += 1;
    }
  }

  function grow(): void {
    const size = 2 * ids.length;
    const [oldIds, oldTimes, oldProjects, oldBits] = [ids, times, projects, bits];
    ids = new Float64Array(size);
    times = new Float64Array(size);
    projects = new Int32Array(size);
    bits = new Uint32Array(size * words);
    ids.set(oldIds);
    times.set(oldTimes);
    projects.set(oldProjects);
    bits.set(oldBits);
  }

  function fits(row: number, wanted: ReadonlySet<number> | undefined, since: number, until: number): boolean {
    return times[row]! >= since && times[row]! < until && (!wanted || wanted.has(projects[row]!));
  }

  return {
    get isComplete() {
      return isComplete;
    },
    catchUp,
    nearest(vector, k, filter) {
      const question = questionBits(vector);
      const wanted = filter.projects && new Set(filter.projects);
      const since = filter.since ?? -Infinity;
      const until = filter.until ?? Infinity;
      const everything = !wanted && filter.since === undefined && filter.until === undefined;
      const distances = new Uint16Array(count);
      const histogram = new Uint32Array(dim + 1);
      for (let row = 0, at = 0; row < count; row++, at += words) {
        if (!everything && !fits(row, wanted, since, until)) {
          distances[row] = dim + 1;
          continue;
        }
        let distance = 0;
        for (let word = 0; word < words; word++) distance += onesIn(bits[at + word]! ^ question[word]!);
        distances[row] = distance;
        histogram[distance]!++;
      }
      const most = farthestOf(histogram, k);
      const found: number[] = [];
      for (let row = 0; row < count; row++) if (distances[row]! <= most) found.push(ids[row]!);
      return found;
    },
  };
}

/** The distance within which the nearest `k` lie. */
function farthestOf(histogram: Uint32Array, k: number): number {
  let seen = 0;
  for (let distance = 0; distance < histogram.length; distance++) {
    seen += histogram[distance]!;
    if (seen >= k) return distance;
  }
  return histogram.length - 1;
}

/** A bit is set where the number is not negative, the lowest bit first. */
function questionBits(vector: Float32Array): Uint32Array {
  const bits = new Uint32Array(vector.length / 32);
  for (let k = 0; k < vector.length; k++) if (vector[k]! >= 0) bits[k >> 5]! |= 1 << (k & 31);
  return bits;
}

/** Bits set in 32 (Warren, Hacker's Delight, 5-1). */
function onesIn(value: number): number {
  let sum = value - ((value >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
