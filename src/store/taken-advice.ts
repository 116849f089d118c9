import type { Store } from './open.ts';

/** Advice that the person took up, so that what came of it can be counted. */
export interface TakenAdvice {
  about: 'rule' | 'habit';
  /** Row id; null: of all projects. */
  project_id: number | null;
  /** The line as it was written, or the habit's name. */
  text: string;
  /** What tells the complaint again. */
  terms: string[];
  file: string | null;
  /** Milliseconds. */
  at: number;
}

/** The earliest first. */
export function takenAdvice({ db }: Store, about: TakenAdvice['about']): TakenAdvice[] {
  return db
    .prepare<[string], Omit<TakenAdvice, 'terms'> & { terms: string }>(
      'SELECT about, project_id, text, terms, file, at FROM taken_advice WHERE about = ? ORDER BY at, id',
    )
    .all(about)
    .map((row) => ({ ...row, terms: JSON.parse(row.terms) as string[] }));
}

/** Taking the same advice twice keeps the first date. */
export function takeAdvice({ db }: Store, { about, project_id, text, terms, file, at }: TakenAdvice): void {
  db.prepare<[string, number | null, string, string, string | null, number, string, string, number | null]>(
    `INSERT INTO taken_advice (about, project_id, text, terms, file, at) SELECT ?, ?, ?, ?, ?, ?
     WHERE NOT EXISTS (SELECT 1 FROM taken_advice WHERE about = ? AND text = ? AND project_id IS ?)`,
  ).run(about, project_id, text, JSON.stringify(terms), file, at, about, text, project_id);
}
