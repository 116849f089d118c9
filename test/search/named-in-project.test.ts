import { expect, test } from 'vitest';
import { namedInProject, type NamedInProject } from '../../src/search/named-in-project.ts';

/** Sessions 1 to 4, of which 1 and 2 are of one project. */
function named(
  held: Record<number, string[]>,
  names: Record<string, number>,
  projects = [7, 7, 8, 9],
): NamedInProject {
  return namedInProject(
    [1, 2, 3, 4],
    (session) => new Map((held[session] ?? []).map((word) => [word, 1])),
    new Map(Object.entries(names)),
    (session) => projects[session - 1]!,
  );
}

const sharesOf = (...given: Parameters<typeof named>): object => Object.fromEntries(named(...given).shares);

test('a session without the name counts as much as one of its project that has it', () => {
  expect(sharesOf({ 1: ['nora'] }, { nora: 1 })).toEqual({ 1: 1, 2: 1, 3: 0, 4: 0 });
});

test('a name that two projects use tells less, and the one that uses it more is likelier', () => {
  expect(sharesOf({ 1: ['nora'], 2: ['nora'], 3: ['nora'] }, { nora: 1 })).toEqual({
    1: 2 / 3,
    2: 2 / 3,
    3: 1 / 3,
    4: 0,
  });
});

test('names count by their weight, and those that no session uses not at all', () => {
  expect(sharesOf({ 1: ['nora'], 3: ['felix'] }, { nora: 1, felix: 3, kafka: 5 })).toEqual({
    1: 0.25,
    2: 0.25,
    3: 0.75,
    4: 0,
  });
});

test.each([
  ['no session uses a name', { 1: [] }, { nora: 1 }, [7, 7, 8, 9]],
  ['all sessions are of one project', { 1: ['nora'] }, { nora: 1 }, [7, 7, 7, 7]],
] as const)('nothing is told where %s', (_, held, names, projects) => {
  expect(sharesOf({ 1: [...held[1]] }, names, [...projects])).toEqual({});
});

test('a name is used around the sessions of a project, one of which uses it', () => {
  const { isUsedAround } = named({ 1: ['nora'] }, { nora: 1, felix: 1 });
  expect([1, 2, 3].map((session) => isUsedAround(session, 'nora'))).toEqual([true, true, false]);
  expect(isUsedAround(1, 'felix')).toBe(false);
});

test('also where all sessions are of one project', () => {
  expect(named({ 1: ['nora'] }, { nora: 1 }, [7, 7, 7, 7]).isUsedAround(4, 'nora')).toBe(true);
});
