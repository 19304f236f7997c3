import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { octoAccess } from '../../src/cli/program';
import { statusOfError } from '../../src/cli/start';
import { EXIT_STATUSES } from '../../src/names/exit-status';

/** Stands for the path of a fleet file, with two accounts and a StackSet. */
const FILE = 'FILE';
/** The same without a StackSet and with a layout that has a root module. */
const ROOTED = 'ROOTED';

const FLEET = {
  defaults: { inputs: { principal: '444455556666', external_id: 'octo-ext-7f3c2a1b9d' } },
  accounts: [{ id: '111122223333', name: 'production' }, { id: '222233334444' }],
};

/** Words and options of each command that it cannot take, whatever is in AWS, in Octo and on the machine. */
const WRONG: Readonly<Record<string, readonly (readonly string[])[]>> = {
  fleet: [
    [],
    ['deplo'],
    ['plan', 'nobody', '--file', FILE],
    ['list', 'nobody', '--file', FILE],
    ['plan', '--parallelism', '0', '--file', FILE],
    ['plan', '--shard', '3/2', '--file', FILE],
    ['plan', '--drifted', '--file', FILE],
    ['list', '--drifted', '--file', FILE],
    ['list', '--confirm', '--file', FILE],
    ['plan', '--file='],
    ['plan', '--all', '--file', FILE],
    ['list', '--all', '--file', FILE],
    ['deploy', '--all', '--file', FILE],
    ['deploy', 'nobody', '--confirm', '--file', FILE],
    ['destroy', '--file', FILE],
    ['destroy', 'production', '--all', '--file', FILE],
  ],
  accounts: [
    [],
    ['--list'],
    ['--list', 'x.csv', '--organizations'],
    ['--organizational-unit', 'production'],
    ['--octo', '--list', 'x.csv'],
    ['--octo', '--organizations'],
    ['--organizations', '--file', FILE],
  ],
  verify: [
    ['nobody', '--file', FILE],
    ['organization', '--file', FILE],
    ['--stack', 'octo-access', '--file', FILE],
    ['--stack', '0'],
    ['--principal', '1'],
    ['--approvals', 'Ohio', '--file', FILE],
    ['--plan', '--features', '--file', FILE],
    ['--print-policy', '--stack', '0'],
  ],
  adopt: [
    ['nobody', '--file', FILE],
    ['organization', '--file', FILE],
    ['--principal', '1'],
    ['--write', 'adopt.tf', '--file', FILE],
    ['production', '--take', 'Admin', '--file', FILE],
    ['--take', 'OctoSSMUpdaterRole,Admin', 'production', '--file', FILE],
    ['--state', 'x.tfstate', '--file', FILE],
  ],
  values: [['production']],
  confirm: [
    ['nobody', '--file', FILE],
    ['organization', '--file', FILE],
  ],
  forget: [[], ['production'], ['111122223333', '1']],
  remove: [
    [],
    ['nobody', '--file', FILE],
    ['nobody'],
    ['organization', '--file', FILE],
    ['production', '--all', '--file', FILE],
    ['111122223333', '--stack', '0'],
    ['nobody', '--octo', '--file', FILE],
  ],
  root: [[], ['--out', 'x', '--source', '${path.module}/x', '--file', ROOTED]],
  'launch-url': [[], ['--template-url', 'http://example.com']],
  completion: [[], ['powershell']],
  generate: [['all']],
  module: [['all']],
  cloudformation: [['all']],
  'module-pack': [['all'], ['--out']],
  schema: [['all']],
  report: [
    ['--diff', 'yesterday'],
    ['--diff', 'v0.0.0'],
  ],
  'catalogue-update': [['--from', 'left-pad@1.0.0']],
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-words-'));
  const organization = { organizational_units: ['ou-abcd-11112222'], ...FLEET.defaults };
  writeFileSync(join(folder, FILE), JSON.stringify({ ...FLEET, organization }));
  writeFileSync(
    join(folder, ROOTED),
    JSON.stringify({ ...FLEET, accounts: FLEET.accounts.slice(0, 1), layout: 'opentofu' }),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The exit status of a command line; undefined if nothing is wrong with it. */
async function statusOf(...words: readonly string[]): Promise<number | undefined> {
  const program = octoAccess();
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  const args = words.map((word) => ([FILE, ROOTED].includes(word) ? join(folder, word) : word));
  return program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (error: unknown) => statusOfError(error),
  );
}

const WRONG_LINES = Object.entries(WRONG).flatMap(([command, lines]) =>
  lines.map((line) => [command, ...line] as const),
);

describe('a command line that is wrong', () => {
  test('is tried of every command', () => {
    expect(Object.keys(WRONG).sort()).toEqual(
      octoAccess()
        .commands.map((command) => command.name())
        .sort(),
    );
  });

  test.each(WRONG_LINES.map((line) => [line.join(' '), line] as const))(
    'ends with its own status: octo-access %s',
    async (_, line) => {
      expect(await statusOf(...line)).toBe(EXIT_STATUSES.usage.status);
    },
  );

  test.each([...Object.keys(WRONG), 'nothing', 'help nothing'])(
    'ends with its own status: octo-access %s --nothing',
    async (command) => {
      expect(await statusOf(...command.split(' '), '--nothing')).toBe(EXIT_STATUSES.usage.status);
    },
  );

  test.each(['--help', '--version', 'fleet --help', 'help remove'])(
    'is not one that only asks: octo-access %s',
    async (line) => {
      expect(await statusOf(...line.split(' '))).toBe(EXIT_STATUSES.done.status);
    },
  );

  test('is not one that names a file or a release that cannot be read', async () => {
    expect(await statusOf('fleet', 'plan', '--file', join(folder, 'gone.yaml'))).toBe(
      EXIT_STATUSES.problem.status,
    );
    expect(await statusOf('accounts', '--list', join(folder, 'gone.csv'))).toBe(EXIT_STATUSES.problem.status);
  });
});
