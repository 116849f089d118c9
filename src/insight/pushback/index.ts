export { DETECTOR } from './detector.ts';
export { judgeIntent } from './intent.ts';
export { judgePushback } from './judge.ts';
export type { Intent, Pushback, PushbackCause, PushbackKind } from './types.ts';
