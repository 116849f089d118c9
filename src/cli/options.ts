import { InvalidArgumentError, type Command } from 'commander';
import { TYPED_HER } from '../shared/typed-her.ts';

/** Options that several commands share. */
export interface JsonOption {
  json?: boolean;
}

export interface FilterOptions {
  project?: string;
  since?: string;
  until?: string;
}

export function withJson(command: Command): Command {
  return command.option('--json', 'one JSON document on stdout, nothing else');
}

export function withFilters(command: Command): Command {
  return command
    .option('-p, --project <name>', 'only this project: its name, or a part of its path')
    .option('--since <time>', 'from then on: ISO date, or words such as "last week", "3 days ago"')
    .option('--until <time>', 'up to then: a day counts to its end');
}

/** Examples under a command's help, one line each. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples:\n${examples.map((line) => `  $ ${TYPED_HER} ${line}`).join('\n')}`,
  );
}

/** For options that take a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}
