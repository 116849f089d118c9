/**
 * Ids of tokens that were met before. Keys and ids lie in a few flat arrays (about 1 MB): a look-up makes no string,
 * which costs more than finding it.
 */
const TOKENS = 20_000;
const LONGEST = 64;
/** Room for keys of 12 units and 4 ids each, more than words of code and prose have. */
const KEY_UNITS = 12 * TOKENS;
const IDS = 4 * TOKENS;
/** A power of two, over three times the tokens. */
const SLOTS = 65_536;

export class TokenCache {
  /** Number of a token from 1, or 0: open addressing. */
  readonly #slots = new Uint16Array(SLOTS);
  readonly #hashes = new Int32Array(TOKENS + 1);
  readonly #keys = new Uint16Array(KEY_UNITS);
  readonly #ids = new Uint32Array(IDS);
  /** Token n has what lies between the ends of n - 1 and n. */
  readonly #keyEnds = new Uint32Array(TOKENS + 1);
  readonly #idEnds = new Uint32Array(TOKENS + 1);
  #size = 0;

  /** Appends the ids of the token in UTF-16 `units` [from, to) to `ids`; false when it is not known. */
  pushKnown(units: Uint16Array, from: number, to: number, ids: number[]): boolean {
    const token = this.#slots[this.#slotOf(units, from, to, hashOf(units, from, to))]!;
    if (token === 0) return false;
    for (let at = this.#idEnds[token - 1]!; at < this.#idEnds[token]!; at++) ids.push(this.#ids[at]!);
    return true;
  }

  /** Remembers a token that is not known, unless it is long; forgets all others when there is no room. */
  add(units: Uint16Array, from: number, to: number, ids: readonly number[]): void {
    if (to - from > LONGEST) return;
    if (!this.#hasRoom(to - from, ids.length)) this.#clear();
    const hash = hashOf(units, from, to);
    const slot = this.#slotOf(units, from, to, hash);
    const token = ++this.#size;
    this.#slots[slot] = token;
    this.#hashes[token] = hash;
    this.#keys.set(units.subarray(from, to), this.#keyEnds[token - 1]!);
    this.#ids.set(ids, this.#idEnds[token - 1]!);
    this.#keyEnds[token] = this.#keyEnds[token - 1]! + to - from;
    this.#idEnds[token] = this.#idEnds[token - 1]! + ids.length;
  }

  /** Where the token is, or the free slot where it belongs. */
  #slotOf(units: Uint16Array, from: number, to: number, hash: number): number {
    let slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    for (let token = this.#slots[slot]!; token !== 0; token = this.#slots[slot]!) {
      if (this.#hashes[token] === hash && this.#isKey(token, units, from, to)) break;
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  #isKey(token: number, units: Uint16Array, from: number, to: number): boolean {
    let key = this.#keyEnds[token - 1]!;
    if (this.#keyEnds[token]! - key !== to - from) return false;
    for (let at = from; at < to; at++, key++) if (this.#keys[key] !== units[at]) return false;
    return true;
  }

  #hasRoom(units: number, ids: number): boolean {
    const size = this.#size;
    return size < TOKENS && this.#keyEnds[size]! + units <= KEY_UNITS && this.#idEnds[size]! + ids <= IDS;
  }

  #clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }
}

/** FNV-1a over units in place of bytes. */
function hashOf(units: Uint16Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ units[at]!, 0x01000193);
  return hash;
}
