import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { run, type RunResult } from '../../src/process/run';
import { allBlocks, commandsOf } from '../support/paper-blocks';
import { CHECKOUT, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

/** Commands that another test runs, and the words of that test which say so. */
const ELSEWHERE: readonly (readonly [command: RegExp, file: string, words: string])[] = [
  [/^npx octo-access fleet (plan|deploy|destroy)/, 'e2e/fleet.test.ts', "suite.describe('octo-access fleet'"],
  [/^npx octo-access fleet list/, 'integration/command-json.test.ts', 'fleet list prints'],
  [/^npx octo-access module-pack/, 'integration/module-pack.test.ts', 'module-pack'],
  [/^npx octo-access launch-url/, 'integration/command-json.test.ts', 'launch-url prints'],
  [/^npx octo-access report --diff/, 'proof/rights-since.test.ts', 'rolesOfRelease(project'],
  [/^npx octo-access generate$/, 'unit/module.test.ts', 'generatedModule(ROOT)'],
  [/^npm pack$/, 'support/packed.ts', "'npm', ['pack'"],
  [/octo-access completion/, 'integration/completion.test.ts', 'completion in'],
  [/^aws cloudformation describe-stacks/, 'support/cloudformation.ts', 'new DescribeStacksCommand'],
  [/^terraform (init|apply|destroy)/, 'e2e/examples.test.ts', 'terraform-single'],
  [/^tofu (init|apply|destroy)/, 'e2e/opentofu.test.ts', 'leaves nothing when destroyed'],
];

/** The others, in an order in which each finds what it needs. Those of one stage go as the papers have them. */
const STAGES = [
  /^npx cdktf deploy/,
  /^npx cdktf output/,
  /^aws (ssm|iam) /,
  /^npx cdktf destroy/,
  /^aws cloudformation deploy/,
];

/** Each command once, where it first stands in the papers. */
const commands = new Map<string, string>();
for (const block of allBlocks(CHECKOUT)) {
  if (!['sh', 'console'].includes(block.language) || block.notRun !== undefined) continue;
  for (const command of commandsOf(block)) {
    if (!commands.has(command)) commands.set(command, `${block.page}:${block.line}`);
  }
}
const runElsewhere = (command: string): boolean => ELSEWHERE.some(([pattern]) => pattern.test(command));
const stageOf = (command: string): number => STAGES.findIndex((pattern) => pattern.test(command));

const suite = toolchainOrSkip();

suite.describe('the commands of the papers', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let clone: string;
  let bench: Workbench;

  beforeAll(async () => {
    emulator = await startEmulator();
    bench = new Workbench(suite.toolchain());
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    clone = join(sandbox.folder, 'clone');
    const left = ['node_modules', '.git', '.cache', '.venv', 'cdktf.out', 'lib', 'report', '__tests__'];
    const isTaken = (path: string): boolean => dirname(path) !== CHECKOUT || !left.includes(basename(path));
    cpSync(CHECKOUT, clone, { recursive: true, filter: isTaken });
    symlinkSync(join(CHECKOUT, 'node_modules'), join(clone, 'node_modules'));
    putProgramsOnPath();
    const content = JSON.stringify({ schemaVersion: '0.3', mainSteps: [] });
    const document = `--name NAME --document-type Automation --content '${content}'`;
    expect(await typed(`aws ssm create-document ${document}`)).toMatchObject({ status: 0 });
  });

  afterAll(async () => {
    await emulator.stop();
    sandbox.remove();
    bench.remove();
  });

  function putProgramsOnPath(): void {
    const { terraform, moto } = suite.toolchain();
    mkdirSync(join(sandbox.folder, 'bin'));
    symlinkSync(terraform.path, join(sandbox.folder, 'bin', 'terraform'));
    // The Python of the emulator has the service models, too.
    const beside = join(dirname(moto.path), 'python3');
    const python = existsSync(beside) ? beside : 'python3';
    const aws = `#!/bin/sh\nexec '${python}' '${join(CHECKOUT, '__tests__/support/aws-cli.py')}' "$@"\n`;
    writeFileSync(join(sandbox.folder, 'bin', 'aws'), aws, { mode: 0o755 });
  }

  /** As somebody types it, who says yes where cdktf asks, and has no registry to look providers up in. */
  async function typed(command: string): Promise<RunResult> {
    const [, verb = ''] = /^npx cdktf (\w+)/.exec(command) ?? [];
    const yes = ['deploy', 'destroy'].includes(verb) ? ' --auto-approve' : '';
    const line = command + yes + (verb === '' ? '' : ' --skip-provider-lock');
    // Once: what the emulator lacks it lacks at the second attempt, too.
    const env = sandbox.env({
      extra: { ...(await bench.pool({ endpoint: emulator.url }).environment()), AWS_MAX_ATTEMPTS: '1' },
    });
    const path = `${join(sandbox.folder, 'bin')}:${dirname(process.execPath)}:${env['PATH'] ?? ''}`;
    return run('bash', ['-c', line], { cwd: clone, env: { ...env, PATH: path } });
  }

  it('are each run here or by a test that is named, which is there', () => {
    const unknown = [...commands].filter(([command]) => !runElsewhere(command) && stageOf(command) === -1);
    expect(unknown).toEqual([]);
    for (const [pattern, file, words] of ELSEWHERE) {
      expect([...commands.keys()].filter((command) => pattern.test(command))).not.toEqual([]);
      const text = readFileSync(join(CHECKOUT, '__tests__', file), 'utf8');
      expect({ file, words, there: text.includes(words) }).toEqual({ file, words, there: true });
    }
  });

  it('do what they say in a clone', async () => {
    const here = [...commands].filter(([command]) => !runElsewhere(command));
    here.sort(([left], [right]) => stageOf(left) - stageOf(right));
    const failed: string[] = [];
    for (const [command, place] of here) {
      const { status, output } = await typed(command);
      if (status !== 0) failed.push(`${place}: ${command}: ${output.slice(-2000)}`);
    }
    expect(failed).toEqual([]);
  });

  it.each([
    ['a service', 'aws ssmx list-documents'],
    ['an operation', 'aws ssm list-document'],
    ['an option', 'aws ssm list-documents --filter Key=Owner,Values=Self'],
    ['a part of a value', 'aws ssm list-documents --filters Name=Owner,Values=Self'],
  ])('fail where %s is misspelt', async (_, command) => {
    expect((await typed(command)).status).not.toBe(0);
  });
});
