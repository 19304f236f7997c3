// `npm start`: the five roles installed in an emulated AWS account, read back, and removed again.
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { IAMClient } from '@aws-sdk/client-iam';

import { findCdktf } from '../toolchain/cdktf';
import type { Cdktf } from '../toolchain/cdktf';
import { startEmulator } from '../emulator/emulator';
import type { Emulator } from '../emulator/emulator';
import type { Narrator } from '../narrator';
import { listOwnNames, readRoles } from './role-facts';
import type { RoleFacts } from './role-facts';
import { renderRoles } from './role-table';
import { CommandFailed, run, runOrFail } from '../../src/process/run';
import type { RunResult } from '../../src/process/run';
import { findTools, runDemo } from './run-demo';
import type { Stage } from './run-demo';
import { openSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/sandbox';
import { describeProblem } from '../toolchain/toolchain';
import type { Toolchain } from '../toolchain/toolchain';
import { EXAMPLE_INPUTS } from '../example-inputs';

const ROOT = resolve(__dirname, '../..');
const STACK = 'octo-access';
const { principal: PRINCIPAL, external_id: EXTERNAL_ID } = EXAMPLE_INPUTS;
const FALLBACK_WIDTH = 100;
const STEPS = 8;

/** `terraform plan -detailed-exitcode`: 0 means no changes, 1 an error, 2 changes. */
const PLAN_HAS_CHANGES = 2;

interface Tools extends Toolchain {
  readonly cdktf: Cdktf;
}

/** State that the steps share. */
interface Demo {
  readonly narrator: Narrator;
  readonly tools: Tools;
  readonly emulator: Emulator;
  readonly sandbox: Sandbox;
  /** The environment of every child. */
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

async function demonstrate({ narrator, signal }: Stage): Promise<Record<string, unknown>> {
  const tools = await narrator.step('Find the tools', async (note) => {
    const cdktf = findCdktf();
    if (cdktf.problem !== undefined) throw new Error(describeProblem(cdktf.problem));
    return { ...(await findTools(note, signal)), cdktf: cdktf.found };
  });
  const sandbox = openSandbox(tools);
  try {
    const emulator = await narrator.step('Start an emulated AWS', async (note) => {
      // The emulator's guard removes the folder even where this process is killed.
      const started = await startEmulator({ moto: tools.moto, folder: sandbox.folder });
      note(`moto answers on ${started.url}; no call of this command leaves this machine`);
      return started;
    });
    const env = sandbox.env({ endpoint: emulator.url });
    return await installAndRemove({ narrator, tools, emulator, sandbox, env, signal }).finally(() =>
      emulator.stop(),
    );
  } finally {
    sandbox.remove();
  }
}

async function installAndRemove(demo: Demo): Promise<Record<string, unknown>> {
  const { narrator, emulator } = demo;
  const iam = new IAMClient(emulator.clientConfig());
  await narrator.step('Synthesize the Terraform configuration', (note) => synthesize(demo, note));
  await narrator.step(`Deploy: cdktf deploy ${STACK}`, (note) => deploy(demo, note));
  const roles = await narrator.step('Read the roles back with the AWS SDK', (note) =>
    readBack(demo, iam, note),
  );
  narrator.show(renderRoles(roles, process.stdout.isTTY ? process.stdout.columns : FALLBACK_WIDTH));
  await narrator.step('Plan again', (note) => planAgain(demo, note));
  await narrator.step(`Destroy: cdktf destroy ${STACK}`, (note) => destroy(demo, note));
  await narrator.step('Look for anything left behind', (note) => lookForRemains(iam, note));
  const seconds = narrator.seconds().toFixed(1);
  narrator.show(
    `Installed ${roles.length} roles for Alphaus account ${PRINCIPAL}, read them back, found nothing to change, ` +
      `removed them: ${seconds} s.\nNo real AWS account was touched, nor your cdktf.out or your state.`,
  );
  return {
    principal: PRINCIPAL,
    externalId: EXTERNAL_ID,
    roles,
    secondPlanEmpty: true,
    leftBehind: [],
  };
}

async function synthesize(demo: Demo, note: (line: string) => void): Promise<void> {
  await cdktf(demo, ['synth']);
  refuseStateOutside(demo.sandbox);
  note(`stack ${STACK}; configuration and state stay in a temporary folder`);
}

/** The demo must never write to the state of a real installation, so it checks the backend before it deploys. */
function refuseStateOutside(sandbox: Sandbox): void {
  const file = join(stackFolder(sandbox), 'cdk.tf.json');
  const { terraform } = JSON.parse(readFileSync(file, 'utf8')) as {
    terraform?: { backend?: { local?: { path?: string } } };
  };
  const path = terraform?.backend?.local?.path;
  const state = path === undefined ? undefined : resolve(stackFolder(sandbox), path);
  if (state !== undefined && !relative(sandbox.folder, state).startsWith('..')) return;
  throw new Error(
    `the stack would keep its state ${state === undefined ? 'in a backend that is not local' : `in ${state}`}, ` +
      'outside the temporary folder. Nothing was deployed. The demo works with the local backend and a path ' +
      "relative to the stack's folder; check main.ts for another one.",
  );
}

async function deploy(demo: Demo, note: (line: string) => void): Promise<void> {
  await cdktf(
    demo,
    [
      'deploy',
      STACK,
      '--auto-approve',
      '--skip-synth',
      '--skip-provider-lock',
      ...variables('--var'),
      '--outputs-file',
      outputsFile(demo.sandbox),
    ],
    noteWhen(/(aws_\S+).*: Creation complete/, (address) => {
      note(`+ ${address}`);
    }),
  );
}

async function readBack(demo: Demo, iam: IAMClient, note: (line: string) => void): Promise<RoleFacts[]> {
  const roles = await readRoles(iam, PRINCIPAL);
  const found = roles.map(({ name }) => name);
  const promised = promisedRoleNames(demo.sandbox);
  if (found.join() !== promised.join()) {
    throw new Error(
      `the account holds the roles ${found.join(', ') || 'none'}, ` +
        `but the stack's output role_names lists ${promised.join(', ') || 'none'}`,
    );
  }
  note(`${roles.length} roles, the same as in the stack's output role_names`);
  return roles;
}

function promisedRoleNames(sandbox: Sandbox): string[] {
  const outputs = JSON.parse(readFileSync(outputsFile(sandbox), 'utf8')) as Record<
    string,
    { role_names?: Record<string, string> } | undefined
  >;
  return Object.values(outputs[STACK]?.role_names ?? {}).sort();
}

async function planAgain({ tools, sandbox, env, signal }: Demo, note: (line: string) => void): Promise<void> {
  const args = ['plan', '-detailed-exitcode', '-input=false', '-no-color', ...variables('-var')];
  const result = await run(tools.terraform.path, args, {
    cwd: stackFolder(sandbox),
    env,
    signal,
  });
  if (result.status === PLAN_HAS_CHANGES) {
    throw new Error(`the second plan has changes, but must have none:\n${result.output}`);
  }
  if (result.status !== 0) throw new CommandFailed('terraform plan', result);
  note('no changes (terraform plan -detailed-exitcode ended with 0)');
}

async function destroy(demo: Demo, note: (line: string) => void): Promise<void> {
  await cdktf(
    demo,
    ['destroy', STACK, '--auto-approve', '--skip-synth', '--skip-provider-lock', ...variables('--var')],
    noteWhen(/(aws_\S+).*: Destruction complete/, (address) => {
      note(`- ${address}`);
    }),
  );
}

async function lookForRemains(iam: IAMClient, note: (line: string) => void): Promise<void> {
  const left = await listOwnNames(iam);
  if (left.length > 0) throw new Error(`cdktf destroy left behind: ${left.join(', ')}`);
  note('no role and no policy is left');
}

function cdktf(
  { tools, sandbox, env, signal }: Demo,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<RunResult> {
  const output = join(sandbox.folder, 'cdktf.out');
  return runOrFail(tools.cdktf.command, [...tools.cdktf.args, ...args, '--no-color', '--output', output], {
    name: `cdktf ${args.join(' ')}`,
    cwd: ROOT,
    env,
    signal,
    ...(onLine === undefined ? {} : { onLine }),
  });
}

function variables(flag: '--var' | '-var'): string[] {
  return [flag, `principal=${PRINCIPAL}`, flag, `external_id=${EXTERNAL_ID}`];
}

function noteWhen(pattern: RegExp, note: (match: string) => void): (line: string) => void {
  return (line) => {
    const match = pattern.exec(line)?.[1];
    if (match !== undefined) note(match);
  };
}

function stackFolder(sandbox: Sandbox): string {
  return join(sandbox.folder, 'cdktf.out', 'stacks', STACK);
}

function outputsFile(sandbox: Sandbox): string {
  return join(sandbox.folder, 'outputs.json');
}

void runDemo('npm start', STEPS, demonstrate);
