/**
 * round(127 * v / max|v|) for each component: a quarter of the bytes, and the cosine with another vector barely
 * moves, because it does not see a vector's length. Zeros stay zeros.
 */
export function toInt8(vector: Float32Array): Int8Array {
  let largest = 0;
  for (let k = 0; k < vector.length; k++) largest = Math.max(largest, Math.abs(vector[k]!));
  const small = new Int8Array(vector.length);
  if (largest === 0) return small;
  for (let k = 0; k < vector.length; k++) small[k] = Math.round((127 * vector[k]!) / largest);
  return small;
}
