/** Nearest-rank percentiles in milliseconds; undefined of nothing. Pure. */
export function timesOf(
  ms: readonly number[],
): { count: number; p50_ms: number; p95_ms: number } | undefined {
  if (ms.length === 0) return undefined;
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1]!);
  return { count: sorted.length, p50_ms: at(0.5), p95_ms: at(0.95) };
}
