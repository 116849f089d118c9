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
  for (let byte = 0; byte < bytes; byte++) {
    for (let value = 0; value < 256; value++) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit++)
        sum += (value >> bit) & 1 ? vector[8 * byte + bit]! : -vector[8 * byte + bit]!;
      table[256 * byte + value] = scale * sum;
    }
  }
  return (packed, from) => {
    let cosine = 0;
    for (let byte = 0; byte < bytes; byte++) cosine += table[256 * byte + packed[from + byte]!]!;
    return cosine;
  };
}
