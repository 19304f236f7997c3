import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { octoAccess } from '../../src/cli/program';
import { COMMAND_STATUSES, statusOf } from '../../src/names/exit-status';

test.each([
  [[], 0],
  [['same', 'same'], 0],
  [['same', 'unknown'], 2],
  [['unknown', 'differs'], 1],
] as const)('the status of %j is %i', (statuses, expected) => {
  expect(
    statusOf(
      statuses.map((status) => ({ status })),
      'differs',
    ),
  ).toBe(expected);
});

test('each command whose statuses say more prints them in its own help, and the others print none', () => {
  const help = (command: Command): string => {
    const lines: string[] = [];
    command.configureOutput({ writeOut: (text) => void lines.push(text) }).outputHelp();
    return lines.join('');
  };
  const { commands } = octoAccess();
  const told = new Set(COMMAND_STATUSES.flatMap((one) => one.commands.map((name) => name.split(' ')[0])));
  expect(commands.map((one) => one.name())).toEqual(expect.arrayContaining([...told]));
  for (const command of commands)
    expect([command.name(), help(command).includes('Exit status')]).toEqual([
      command.name(),
      told.has(command.name()),
    ]);
});
