import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT_STATUSES } from '../names/exit-status';
import { markdownTable, withSection } from '../text/markdown';
import { OUTPUTS } from './output-schemas';
import { schemaFile } from './schema-file';
import { commandsMarkdown, commandsText, commandStatusRows } from '../usage/command-pages';

/** The page of the command, and what `cat help` prints, relative to the project. */
const PAGE = 'docs/command.md';
const HELP = 'help';

/** Heading in `help` above the commands; the next heading ends them. */
const HEADING = '  The command octo-access (npx octo-access COMMAND --help says the same):\n';

/** The pages that repeat the command's own help: path relative to the project -> text. */
export function generatedPages(project: string, program: Command): Map<string, string> {
  const page = readFileSync(join(project, PAGE), 'utf8');
  const help = readFileSync(join(project, HELP), 'utf8');
  const statuses = Object.values(EXIT_STATUSES).map(({ status, meaning }) => [String(status), meaning]);
  const byCommand = markdownTable(['command', '0', '1', '2'], commandStatusRows());
  const tables = `${markdownTable(['status', 'meaning'], statuses)}\n\nWhat 0, 1 and 2 say after a command; every other one ends with 0, or with 1 if it failed:\n\n${byCommand}`;
  const withStatuses = withSection(page, 'exit-status', tables);
  const schemas = OUTPUTS.map(({ name, commands }) => [
    commands.length > 0 ? commands.map((command) => `\`${command}\``).join(', ') : 'any that fails',
    `[${name}.schema.json](../${schemaFile(name)})`,
  ]);
  const withSchemas = withSection(withStatuses, 'schemas', markdownTable(['command', 'schema'], schemas));
  return new Map([
    [PAGE, withSection(withSchemas, 'commands', commandsMarkdown(program))],
    [HELP, withCommands(help, commandsText(program))],
  ]);
}

function withCommands(help: string, commands: string): string {
  const from = help.indexOf(HEADING);
  const to = help.indexOf('\n  Try it', from);
  if (from < 0 || to < 0) throw new Error(`${HELP} has no part ${HEADING.trim()}`);
  return `${help.slice(0, from + HEADING.length)}\n${commands}\n${help.slice(to)}`;
}
