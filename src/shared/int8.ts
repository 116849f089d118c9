/**
 * round(127 * v / max|v|) for each component: a quarter of the bytes, and the cosine with another vector barely
 * moves, because it does not see a vector's length. Zeros stay zeros.
 */
export function toInt8(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return new Int8Array(vector.length);
  return Int8Array.from(vector, (value) => Math.round((127 * value) / largest));
}
