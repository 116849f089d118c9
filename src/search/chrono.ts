/** A stretch of time that words name, and what is used of chrono-node to read them. */
export interface TimeSpan {
  /** Milliseconds since the epoch, `[since, until)`; since 0: from the beginning. */
  since: number;
  until: number;
  /** The words that named it. */
  words: string;
}

/** What is used of chrono-node. */
export interface ChronoResult {
  index: number;
  text: string;
  start: ChronoComponents;
  end?: ChronoComponents | null;
}
export interface ChronoComponents {
  isCertain(component: 'day' | 'weekday' | 'month' | 'year' | 'hour'): boolean;
  date(): Date;
}
export type ChronoParse = (
  text: string,
  reference: Date,
  options: { forwardDate: boolean },
) => ChronoResult[];
