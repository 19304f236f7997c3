import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { run, type RunResult } from '../../src/process/run';
import { EXAMPLE } from '../support/example';
import { printed } from '../support/printed';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

const ONE = '111111111111';

const { problem, attention } = EXIT_STATUSES;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-nothing-'));
  const fleet = {
    defaults: { inputs: { principal: EXAMPLE.principal, external_id: EXAMPLE.externalId } },
    accounts: [{ id: ONE }],
  };
  writeFileSync(join(folder, 'octo.json'), JSON.stringify(fleet));
  writeFileSync(join(folder, 'broken.yaml'), 'accounts: [');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Without credentials of AWS or Octo, on a machine that has none to give. */
function octoAccess(...args: readonly string[]): Promise<RunResult> {
  const none = { AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-east-1' };
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return run(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args], {
    cwd: folder,
    env: {
      ...baseEnv(),
      ...none,
      ...quiet,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    },
  });
}

/** Expects a command to fail in words on standard error, and with `--json` in the same words as one object, and nothing else. */
async function fails(line: string, status: number, message: RegExp): Promise<void> {
  const [words, json] = await Promise.all([
    octoAccess(...line.split(' ')),
    octoAccess(...line.split(' '), '--json'),
  ]);
  expect({ ...words, line }).toMatchObject({ line, status, stdout: '' });
  expect(words.output).toMatch(message);
  expect(words.output).not.toMatch(/\n\s+at /);
  expect({ status: json.status, output: json.output }).toEqual({ status, output: json.stdout });
  expect(printed(json, 'error')).toMatchObject({ error: { message: words.output } });
}

const BEFORE_ALL: readonly (readonly [line: string, status: number])[] = [
  ['verify', attention.status],
  ['adopt', attention.status],
  ['adopt --apply', attention.status],
  ['confirm', attention.status],
  ['remove --all', attention.status],
  ['accounts --octo', attention.status],
  ['fleet plan', problem.status],
  ['fleet list', problem.status],
  ['fleet deploy --confirm', problem.status],
];

describe('a command that cannot begin', () => {
  it.each(BEFORE_ALL)('says so of a fleet file that is missing: %s', async (line, status) => {
    await fails(`${line} --file no.yaml`, status, /^no\.yaml cannot be used, one problem:\n.*no such file$/);
  });

  // One of those that end with 2, and one of the others: the file is read by one piece of code.
  it.each(BEFORE_ALL.filter(([line]) => line === 'verify' || line === 'fleet plan'))(
    'says so of a fleet file that is broken: %s',
    async (line, status) => {
      await fails(
        `${line} --file broken.yaml`,
        status,
        /^broken\.yaml cannot be used, one problem:\nbroken\.yaml:1:/,
      );
    },
  );

  it.each([
    'values',
    'confirm',
    `confirm ${ONE}`,
    `forget ${ONE}`,
    'accounts --octo',
    `remove ${ONE} --octo`,
    'fleet deploy --confirm',
  ])('says so without credentials of Octo: %s', async (line) => {
    await fails(line, attention.status, /^ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET must be set: .*$/);
  });

  it('says so without credentials of AWS, where nothing may be removed before they are there', async () => {
    await fails(`remove ${ONE}`, attention.status, /found no AWS credentials.*\nnothing was changed$/);
  });
});

it.each(['verify', 'verify --plan', 'adopt'])(
  'an account that cannot be looked at ends with 2, and why is said once: %s',
  async (line) => {
    const { status, stdout, output } = await octoAccess(...line.split(' '));
    expect([status, stdout]).toEqual([
      attention.status,
      expect.stringMatching(/111111111111.*[^]*found no AWS cred/),
    ]);
    expect(output.match(/found no AWS credentials/g)).toHaveLength(1);
  },
);
