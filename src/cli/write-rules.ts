import { writeFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, HerError } from '../shared/errors.ts';
import { rulesRequest, type RulesAnswer } from '../shared/rules-answer.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { additions, withRules } from './claude-md.ts';
import { isConfirmed } from './confirm.ts';
import { look, notice, write, writeJson } from './output.ts';

/** `her coach rules --write`: rules into the CLAUDE.md of their project. Writes nothing that was not shown and agreed to. */
export interface WriteOptions {
  /** Agreed to beforehand; without it, and with `json`, nothing is written. */
  yes?: boolean;
  /** Numbers of the rules, such as `1,3`; all when left out. */
  pick?: string;
  /** The file to write to; else the CLAUDE.md in the folder of the rule's project. */
  into?: string;
  json?: boolean;
}

type Rule = RulesAnswer['rules'][number];

/** What became of the rules of one project. */
interface Change {
  /** Name of the project, or `general` for what was said in several. */
  scope: string;
  lines: string[];
  /** Unknown when the project's folder is not on this machine and no file was named. */
  file?: string;
  diff?: string;
  written: boolean;
}

/** @param given what narrows the rules, as `suggest_rules` takes it. @throws HerError `bad-arguments`, `file-changed` */
export async function writeRules(
  given: Record<string, unknown>,
  { yes, pick, into, json }: WriteOptions,
): Promise<void> {
  const [{ openHer }, { rulesIn, GENERAL }, { projectsMatching }, { takeAdvice }] = await Promise.all([
    import('../server/open.ts'),
    import('../../tools/rules.ts'),
    import('../store/projects.ts'),
    import('../store/taken-advice.ts'),
  ]);
  const say = async (text: string): Promise<void> => (json ? undefined : await write(text));
  const her = openHer(process.env, notice);
  try {
    const store = await her.context.store();
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const byMeaning = her.context.meaning().hasMeaning !== 'off';
    const { rules } = await rulesIn(store, rulesRequest.parse(known), her.context.now(), byMeaning);
    const wanted = picked(rules, pick).filter((rule) => !rule.written);
    if (wanted.length === 0)
      await say('There is no rule to write: none came back, or all are written already.\n');
    const changes: Change[] = [];
    for (const [scope, own] of Map.groupBy(wanted, (rule) => rule.scope)) {
      const project = scope === GENERAL ? undefined : projectsMatching(store, scope)[0];
      const file = into ?? (project && isFolder(project.path) ? join(project.path, 'CLAUDE.md') : undefined);
      const lines = own.map((rule) => rule.line);
      const change: Change = { scope, lines, file, written: false };
      changes.push(change);
      if (file === undefined) {
        await say(
          `${scope === GENERAL ? 'Said in several projects' : `The folder of ${scope} is not on this machine`}, so --into has to say which CLAUDE.md:\n${lines.map((line) => `- ${line}`).join('\n')}\n\n`,
        );
        continue;
      }
      const before = textOf(file);
      const after = withRules(before, lines);
      if (after === before) continue;
      change.diff = additions(before, after, file);
      await say(`${coloured(change.diff)}\n\n`);
      if (!yes && (json || !(await isConfirmed(`Write this to ${file}?`)))) {
        await say('Nothing was written. `--yes` writes without asking, `--pick 1,3` takes some of them.\n');
        continue;
      }
      if (textOf(file) !== before)
        throw new HerError('file-changed', `${file} has changed meanwhile: nothing was written.`);
      writeFileSync(file, after);
      change.written = true;
      for (const { line, terms } of own) {
        takeAdvice(store, {
          about: 'rule',
          project_id: project?.id ?? null,
          text: line,
          terms,
          file,
          at: her.context.now(),
        });
      }
      await say(`Written to ${file}. \`${TYPED_HER} coach rules\` will tell whether it helped.\n`);
    }
    if (json) await writeJson({ changes });
  } finally {
    await her.close();
  }
}

/** @throws HerError `bad-arguments` */
function picked(rules: readonly Rule[], pick: string | undefined): Rule[] {
  if (pick === undefined) return [...rules];
  return pick.split(',').map((text) => {
    const rule = rules[Number(text) - 1];
    if (!rule)
      throw new HerError(
        'bad-arguments',
        `There is no rule ${text.trim()}: \`${TYPED_HER} coach rules\` numbers them from 1 to ${rules.length}.`,
      );
    return rule;
  });
}

function coloured(diff: string): string {
  const { good, bad } = look();
  return diff
    .split('\n')
    .map((line) => (/^\+(?!\+\+)/.test(line) ? good(line) : /^-(?!--)/.test(line) ? bad(line) : line))
    .join('\n');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
