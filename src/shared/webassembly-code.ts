/**
 * Bytes of small WebAssembly SIMD modules that are put together instruction by instruction: one function, one
 * memory that is given to it. The numbers are those of the WebAssembly specification (binary format).
 */
export const PAGE = 65_536;

export const I32 = 0x7f;
export const V128 = 0x7b;
export const ADD = 0x6a;
export const SUBTRACT = 0x6b;
export const SHIFT_LEFT = 0x74;

export const simd = (operation: number): number[] => [0xfd, ...unsigned(operation)];
export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const i32 = (value: number): number[] => [0x41, ...signed(value)];
export const loadI32 = (offset: number): number[] => [0x28, 2, ...unsigned(offset)];
export const load = (offset: number): number[] => [...simd(0), 4, ...unsigned(offset)];
export const storeI32 = (offset: number): number[] => [0x36, 2, ...unsigned(offset)];
export const store = (offset: number): number[] => [...simd(11), 4, ...unsigned(offset)];
export const count = (local: number, by: number): number[] => [...get(local), ...i32(by), ADD, ...set(local)];
/** Leaves the value on the stack, for `againUnlessZero`. */
export const countDown = (local: number): number[] => [...get(local), ...i32(1), SUBTRACT, 0x22, local];
export const LOOP = [0x03, 0x40];
export const againUnlessZero = [0x0d, 0, 0x0b];
/** Begins what is done when a value is not zero; `END` ends it. */
export const IF = [0x04, 0x40];
export const END = 0x0b;

/**
 * A module that takes the memory `house.memory`, of at least so many pages, and exports one function, without a
 * result, of so many i32. `code` is its locals and instructions.
 */
export function moduleOf(
  exported: string,
  parameters: number,
  pages: number,
  code: readonly number[],
): Uint8Array {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(I32), 0]),
    ...section(2, [1, ...name('house'), ...name('memory'), 2, 0, ...unsigned(pages)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name(exported), 0, 0]),
    ...section(10, [1, ...sized(code)]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return sized([...Buffer.from(text)]);
}

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
