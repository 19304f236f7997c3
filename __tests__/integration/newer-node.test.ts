import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { run, type RunResult } from '../../src/process/run';
import { sandboxEnv, toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { ACCOUNT_STACK, CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

// The oldest that we support runs the tests.
for (const tool of ['node24', 'node26'] as const) {
  const { describe, toolchain } = toolchainOrSkip([tool]);

  describe(`on Node ${tool.slice(-2)}`, () => {
    let folder: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'octo-node-'));
      // Whatever its name is where it was found: npx and the app that cdktf starts call for `node`.
      mkdirSync(join(folder, 'bin'));
      symlinkSync(toolchain()[tool].path, join(folder, 'bin', 'node'));
    });

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** As the user does in the checkout, with that Node as the first on PATH; what is written goes to the folder. */
    function withNode(command: string, args: readonly string[], cwd = CHECKOUT): Promise<RunResult> {
      const env = sandboxEnv({ home: folder });
      return run(command, args, {
        cwd,
        env: { ...env, PATH: [join(folder, 'bin'), env['PATH']].join(delimiter) },
      });
    }

    it('npx cdktf synth writes the account stack with its five roles', async () => {
      expect((await withNode('node', ['--version'])).stdout).toBe(`v${toolchain()[tool].version}`);
      const out = join(folder, 'cdktf.out');
      const { status, output } = await withNode('npx', ['cdktf', 'synth', '--output', out]);

      expect({ status, output }).toMatchObject({
        status: 0,
        output: expect.stringContaining(`Generated Terraform code for the stacks: ${ACCOUNT_STACK}`),
      });
      const written = readFileSync(join(out, 'stacks', ACCOUNT_STACK, 'cdk.tf.json'), 'utf8');
      const { resource } = JSON.parse(written) as { resource: Record<string, Record<string, unknown>> };
      expect(Object.keys(resource['aws_iam_role'] ?? {})).toHaveLength(5);
    });

    // The first loads the library as soon as it starts, without a dependency of its own on it; the second declares it.
    it.each(['cdktf-cli', '@cdktf/cli-core'])(
      '%s finds a library that runs programs in a pseudo-terminal, as cdktf runs Terraform',
      async (name) => {
        const script = `
        const { spawn } = require('@cdktf/node-pty-prebuilt-multiarch');
        const terminal = spawn('sh', ['-c', 'test -t 1 && echo in a terminal'], {});
        terminal.onData((text) => process.stdout.write(text));
        terminal.onExit(({ exitCode }) => { process.exitCode = exitCode; });`;
        const cwd = dirname(require.resolve(`${name}/package.json`));

        expect(await withNode('node', ['-e', script], cwd)).toMatchObject({
          status: 0,
          output: 'in a terminal',
        });
      },
    );
  });
}
