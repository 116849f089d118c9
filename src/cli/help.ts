import type { Command } from 'commander';

/** `her help export turns` and `her export turns --help`: a command that is not there is refused by either. */
export function addHelp(her: Command): void {
  her
    .helpCommand(false)
    .command('help [command...]')
    .description('show help for a command')
    .action((names: string[]) => {
      let command = her;
      for (const name of names) {
        if (command.commands.length === 0) break;
        command = named(command, name);
      }
      command.outputHelp();
    });
  her.addHelpText('beforeAll', ({ command }) => {
    // `export help turns` is Commander's own.
    const name = command.args.find((arg) => arg !== 'help');
    if (name && !name.startsWith('-') && command.commands.length > 0) named(command, name);
    return '';
  });
}

/** @throws CommanderError when there is no such command, as when it is called */
function named(command: Command, name: string): Command {
  const found = command.commands.find((one) => one.name() === name);
  return found ?? command.parse([name], { from: 'user' });
}
