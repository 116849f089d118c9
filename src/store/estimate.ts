/**
 * Cosines of one vector with many that are kept at one bit a number: for each byte of such a vector and each of
 * its values, what it adds is worked out once. Good for fragments; whole passages rank worse so (docs/search.md).
 * @param vector of unit length
 * @returns the estimate for the packed vector that begins at a byte; its lowest bit is its first number
 */
export function estimator(vector: Float32Array): (packed: Uint8Array, from: number) => number {
  const bytes = vector.length / 8;
  const table = new Float32Array(bytes * 256);
  const scale = 1 / Math.sqrt(vector.length);
  const sums = new Float64Array(256);
  for (let byte = 0; byte < bytes; byte++) {
    // Each bit doubles the values whose sums are known.
    for (let bit = 0; bit < 8; bit++) {
      const number = vector[8 * byte + bit]!;
      for (let value = 0; value < 1 << bit; value++) {
        sums[value + (1 << bit)] = sums[value]! + number;
        sums[value]! -= number;
      }
    }
    for (let value = 0; value < 256; value++) table[256 * byte + value] = scale * sums[value]!;
    sums[0] = 0;
  }
  return (packed, from) => {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let byte = 0;
    // Four sums, none of which waits for another.
    for (let at = 0; byte + 4 <= bytes; byte += 4, at += 1024) {
      sum0 += table[at + packed[from + byte]!]!;
      sum1 += table[at + 256 + packed[from + byte + 1]!]!;
      sum2 += table[at + 512 + packed[from + byte + 2]!]!;
      sum3 += table[at + 768 + packed[from + byte + 3]!]!;
    }
    for (; byte < bytes; byte++) sum0 += table[256 * byte + packed[from + byte]!]!;
    return sum0 + sum1 + (sum2 + sum3);
  };
}
