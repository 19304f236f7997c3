import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { ROLE_NAMES } from '../../src/names/role-names';
import { fleetFile } from '../bench/accounts/fleet-file';
import { openWorkspace, THROUGH_MODULE } from '../bench/workspace';
import { DemoOrganization } from '../demo/demo-organization';
import { listOwnNames } from '../demo/role-facts';
import { jestEnv } from '../jest-run';
import { handDown } from '../toolchain/toolchain';
import type { Bench } from './bench';
import { ALL_CALLS, FLEET_CALLS, LEFT_OUT, type CommandCall } from './commands';

const JEST = join('node_modules', 'jest', 'bin', 'jest.js');

/** One thing that a row runs. */
export interface Check {
  /** In Markdown, for the table. */
  readonly what: string;
  /** Throws where something is wrong. */
  readonly run: (bench: Bench) => Promise<void>;
}

export const START: Check = {
  what: '`npm start` (`cdktf` `synth`, `deploy`, `destroy`)',
  run: async (bench) => {
    await bench.run('npm', ['start']);
  },
};

export const SYNTH: Check = {
  what: '`npx cdktf synth`',
  run: async (bench) => {
    const out = bench.path('cdktf.out');
    await bench.run('npx', ['cdktf', 'synth', '--output', out]);
    const written = readFileSync(join(out, 'stacks', 'octo-access', 'cdk.tf.json'), 'utf8');
    const { resource } = JSON.parse(written) as { resource: { aws_iam_role: object } };
    const roles = Object.keys(resource.aws_iam_role).length;
    if (roles !== 5) throw new Error(`the stack must have 5 roles, got ${roles}`);
  },
};

// All but the test of the table, which says what earlier runs have left.
export const UNIT: Check = tests('the unit tests', 'unit', '--testPathIgnorePatterns', 'unit/versions');

export const COMMANDS: Check = {
  what: `every command of \`octo-access\` but \`${Object.keys(LEFT_OUT).join('`, `')}\``,
  run: (bench) => makeRound(bench, ALL_CALLS),
};

export const FLEET: Check = {
  what: '`octo-access fleet`: `plan`, `deploy`, a second plan without changes, `destroy`',
  run: (bench) => callAll(bench, bench.copy(), FLEET_CALLS),
};

export const MODULE: Check = {
  what: 'the module as a child module: `init`, `apply`, a second plan without changes, `destroy`',
  run: async ({ sandbox, tools: { terraform }, emulator, signal }) => {
    const options = { sandbox, terraform, endpoint: emulator.url, signal };
    const workspace = await openWorkspace('root', THROUGH_MODULE, options);
    const iam = new IAMClient(emulator.clientConfig());
    const { output: applied } = await workspace.apply();
    const [, added = ''] = demand(applied, /Resources: ([1-9]\d*) added, 0 changed, 0 destroyed/, 'apply');
    const names = await listOwnNames(iam);
    const absent = ROLE_NAMES.filter((name) => !names.includes(name));
    if (absent.length > 0) throw new Error(`apply did not create ${absent.join(', ')}`);
    await workspace.planNothing();
    const { output: removed } = await workspace.destroy();
    demand(removed, new RegExp(`Destroy complete! Resources: ${added} destroyed`), 'destroy');
    const left = await listOwnNames(iam);
    if (left.length > 0) throw new Error(`destroy left behind ${left.join(', ')}`);
  },
};

/** Calls these commands in a copy of the checkout, with what they need; throws where one ends otherwise than it has to. */
export async function makeRound(bench: Bench, calls: readonly CommandCall[]): Promise<void> {
  const copy = bench.copy();
  writeFileSync(join(copy, 'accounts.csv'), 'id,name\n111122223333,production\n');
  writeFileSync(join(copy, 'aliases.yaml'), fleetFile('provider-aliases', 2));
  await new DemoOrganization(bench.emulator).create();
  await callAll(bench, copy, calls);
}

/** A check by tests of this project. */
export function tests(what: string, ...args: readonly string[]): Check {
  return { what, run: (bench) => jest(bench, args) };
}

/** Writes a fleet of two accounts into the folder, and calls the command of that checkout one time after the other. */
async function callAll(bench: Bench, checkout: string, calls: readonly CommandCall[]): Promise<void> {
  writeFileSync(join(checkout, 'octo.yaml'), fleetFile('stack-per-account', 2));
  const program = join(checkout, 'src', 'cli', 'octo-access.mjs');
  for (const { args, status, prints } of calls) {
    const { stdout, output } = await bench.run('node', [program, ...args], { cwd: checkout, status });
    // Why a command fails is told on standard error.
    if (prints) demand(status ? output : stdout, prints, args.join(' '));
  }
}

/** Runs tests of one of jest's projects with the bench's tools; throws where one fails, or is skipped for want of a tool. */
async function jest(bench: Bench, [project = '', ...args]: readonly string[]): Promise<void> {
  const { tools } = bench;
  const { terraform } = tools;
  const handedDown = handDown({
    tools: { ...tools, ...(terraform.kind === 'tofu' && { tofu: terraform }) },
    problems: {},
  });
  const report = bench.path('jest.json');
  const output = ['--silent', '--json', '--outputFile', report];
  const command = [JEST, '--ci', '--selectProjects', project, ...output, ...args];
  await bench.run('node', command, {
    env: { ...jestEnv(), ...handedDown, PATH: bench.env()['PATH'] ?? '' },
  });
  const { numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number };
  if (numPassedTests === 0) throw new Error(`${command.join(' ')}: no test was run`);
}

function demand(output: string, pattern: RegExp, command: string): RegExpExecArray {
  const match = pattern.exec(output);
  if (match === null) throw new Error(`${command}: got no ${String(pattern)} in\n${output}`);
  return match;
}
