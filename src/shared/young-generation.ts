import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its first size: a full pass over 206 MB of transcripts then peaks at 190 MB
 * instead of 290 MB, for a quarter more CPU (9.9 s instead of 7.9 s, medians of three). To be called before the
 * work begins; a worker thread has `resourceLimits` instead.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Lets threads that are started from now on begin with semi-spaces of so many MB: where they may not grow, parsing
 * spends a fifth of its time on garbage in the first size of 1 MB, and a tenth in 4 MB (profiled).
 */
export function beginYoungGenerationAt(megabytes: number): void {
  setFlagsFromString(`--min-semi-space-size=${megabytes}`);
}
