import { beforeAll, describe, expect, test } from 'vitest';
import { fileHistory } from '../../src/search/file-history.ts';
import type { FileHistoryAnswer } from '../../src/shared/file-history-answer.ts';
import { projectsMatching } from '../../src/store/projects.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});

type History = Omit<FileHistoryAnswer, 'freshness'>;

function historyOf(path: string, { limit = 10, project = '', excluded = [] as number[] } = {}): History {
  const projects = project === '' ? undefined : projectsMatching(store, project).map(({ id }) => id);
  return fileHistory(store, { path, limit }, projects, new Set(excluded));
}

const placesIn = ({ turns }: History): string[] =>
  turns.map(({ session_id: id, turn }) => `${id.slice(0, 8)} ${turn}`);

describe('the history of a file', () => {
  test('holds the turns that read or changed it, the newest first, with why and what', () => {
    const { turns, total, files } = historyOf('auth/refresh.ts');
    expect(files).toEqual(['/home/mira/code/harbor-api/src/auth/refresh.ts']);
    expect(total).toBe(3);
    expect(turns.map(({ turn, reads, edits }) => ({ turn, reads, edits }))).toEqual([
      { turn: 5, reads: undefined, edits: 1 },
      { turn: 4, reads: undefined, edits: 1 },
      { turn: 3, reads: 1, edits: undefined },
    ]);
    for (const turn of turns) {
      expect(turn.prompt).toBeTruthy();
      expect(turn.project).toBe('harbor-api');
      expect(turn.next.arguments).toEqual({ session: turn.session_id, turns: `${turn.turn}` });
    }
  });

  test('goes through all sessions that had to do with it', () => {
    const found = historyOf('Dockerfile');
    expect(found.files).toHaveLength(2);
    expect(found.turns[0]?.files).toHaveLength(1);
    expect(found.notes?.join()).toContain('give more of the path');
    const package_ = historyOf('package-lock.json');
    expect(new Set(package_.turns.map((turn) => turn.session_id)).size).toBe(2);
  });

  test('holds commands that name it: what git took back was no edit', () => {
    const [latest, before] = historyOf('src/models/berth.ts').turns;
    expect(latest).toMatchObject({ turn: 4, prompt: 'no, revert that' });
    expect(latest?.commands?.[0]).toContain('git checkout -- src/models/berth.ts');
    expect(before).toMatchObject({ turn: 3, edits: 1 });
    expect(placesIn(historyOf('berth'))).toEqual([]);
  });

  test('tells of a short prompt what it answers', () => {
    const [latest, before] = historyOf('src/models/berth.ts').turns;
    expect(latest?.prompt).toBe('no, revert that');
    expect(latest?.before).toBeTruthy();
    expect(before!.prompt!.length).toBeGreaterThan(40);
    expect(before?.before).toBeUndefined();
  });

  test('takes the file as an error or an editor writes it', () => {
    const plain = placesIn(historyOf('auth/refresh.ts'));
    for (const path of [
      'auth/refresh.ts:12',
      './auth/refresh.ts:12:5:',
      'auth\\refresh.ts#L12-L20',
      '`auth/refresh.ts`',
    ])
      expect(placesIn(historyOf(path)), path).toEqual(plain);
  });

  test('of a file that is not on record, names those that are written nearly so', () => {
    expect(historyOf('auth/refesh.ts').notes?.join()).toContain('Written nearly so: refresh.ts.');
    expect(historyOf('auth/zebra.ts').notes?.join()).not.toContain('Written nearly so');
  });

  test('keeps to a project and to a limit, and says how many there are', () => {
    expect(historyOf('auth/refresh.ts', { project: 'tidepool-web' }).turns).toEqual([]);
    const one = historyOf('auth/refresh.ts', { limit: 1 });
    expect(one.turns.map(({ turn }) => turn)).toEqual([5]);
    expect([one.total, one.next_cursor]).toEqual([3, 'older-2']);
  });

  test('leaves out the turn that asks', () => {
    const asking = store.db
      .prepare<[], { id: number }>(
        "SELECT t.id FROM turn t JOIN session s ON s.id = t.session_id WHERE s.key LIKE '663d45bb%' AND t.n = 5",
      )
      .all()
      .map(({ id }) => id);
    expect(historyOf('auth/refresh.ts', { excluded: asking }).turns.map(({ turn }) => turn)).toEqual([4, 3]);
  });

  test('says so when there is none, whatever the name', () => {
    for (const path of ['nothing-of-the-kind.ts', '"', '%', '/', '*.ts', 'a[b(c']) {
      const { turns, notes } = historyOf(path);
      expect(turns, path).toEqual([]);
      expect(notes?.join(), path).toContain('No turn on record');
    }
  });
});
