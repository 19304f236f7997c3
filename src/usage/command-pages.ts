import type { Command } from 'commander';
import { COMMAND_STATUSES, EXIT_STATUSES } from '../names/exit-status';
import { wrapped } from '../text/wrapped';

/** Columns of the pages, and of help without a terminal. */
const WIDTH = 110;

/** The table of exit statuses at the end of `--help`. */
export function exitStatusText(): string {
  const rows = Object.values(EXIT_STATUSES).map(({ status, meaning }) => statusRow(status, meaning));
  return ['', 'Exit status (a command whose 0, 1 and 2 say more has them in its own help):', ...rows].join(
    '\n',
  );
}

/** What the statuses of a command say, at the end of its `--help`; empty if the table of all says it. */
export function commandStatusText(name: string): string {
  const parts = COMMAND_STATUSES.filter(({ commands }) => commands.some((one) => one.split(' ')[0] === name));
  const blocks = parts.map((part) => {
    const of = part.commands.length > 1 || part.commands[0] !== name ? ` of ${part.commands.join(', ')}` : '';
    const rows = KINDS.flatMap((kind) => {
      const meaning = part[kind];
      return meaning === undefined ? [] : [statusRow(EXIT_STATUSES[kind].status, meaning)];
    });
    return ['', `Exit status${of}:`, ...rows].join('\n');
  });
  return blocks.join('\n');
}

/** The same of all commands, for a Markdown page. */
export function commandStatusRows(): string[][] {
  return COMMAND_STATUSES.map((part) => [
    part.commands.map((one) => `\`${one}\``).join(', '),
    ...KINDS.map((kind) => part[kind] ?? '–'),
  ]);
}

const KINDS = ['done', 'problem', 'attention'] as const;

function statusRow(status: number, meaning: string): string {
  return indented(meaning, 7)
    .join('\n')
    .replace(/^ {7}/, `  ${String(status).padEnd(4)} `);
}

/** The help of the program and of each command, as it is printed, for a Markdown page. */
export function commandsMarkdown(program: Command): string {
  return [program, ...commandsOf(program)]
    .map((command) => `### ${nameOf(command)}\n\n\`\`\`text\n${printed(command)}\n\`\`\``)
    .join('\n\n');
}

/** A summary of the commands for a page of plain text: each with its description, arguments and options. */
export function commandsText(program: Command): string {
  return commandsOf(program)
    .map((command) => {
      const help = command.createHelp();
      const terms = [
        ...help
          .visibleArguments(command)
          .map((one) => [help.argumentTerm(one), help.argumentDescription(one)]),
        ...help
          .visibleOptions(command)
          .filter(({ long }) => long !== '--help')
          .map((one) => [help.optionTerm(one), help.optionDescription(one)]),
      ];
      return [
        `    ${nameOf(command)} ${command.usage()}`,
        ...indented(command.description(), 6),
        ...terms.flatMap(([term = '', description = '']) => described(term, description)),
      ].join('\n');
    })
    .join('\n\n');
}

function commandsOf(program: Command): Command[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help');
}

function nameOf(command: Command): string {
  return [command.parent?.name(), command.name()].filter(Boolean).join(' ');
}

function printed(command: Command): string {
  const help = command.createHelp();
  help.helpWidth = WIDTH;
  return help.formatHelp(command, help).trimEnd();
}

function described(term: string, description: string): string[] {
  const [first = '', ...others] = indented(description, 34);
  const start = `        ${term}`;
  return start.length < 33 ? [start.padEnd(34) + first.trimStart(), ...others] : [start, first, ...others];
}

function indented(text: string, indent: number): string[] {
  return wrapped(text, WIDTH - indent).map((line) => ' '.repeat(indent) + line);
}
