import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { run, type RunResult } from '../../src/process/run';
import { sandboxEnv } from '../../dev/toolchain/toolchain';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(60_000);

const FILE = `layout: opentofu
defaults:
  role: Installer
  inputs:
    principal: "444455556666"
    external_id: octo-ext-7f3c2a1b9d
accounts:
  - id: "111122223333"
  - id: "222233334444"
    state: removing
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-root-'));
  writeFileSync(join(folder, 'octo.yaml'), FILE);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As `octo-access root …` does. */
function root(...args: string[]): Promise<RunResult> {
  const program = [join(CHECKOUT, 'src/cli/octo-access.mjs'), 'root'];
  const out = ['--out', join(folder, 'root'), '--file', join(folder, 'octo.yaml')];
  return run(process.execPath, [...program, ...out, ...args], { cwd: CHECKOUT, env: sandboxEnv() });
}

describe('octo-access root', () => {
  it('writes the root, and says how to deploy it', async () => {
    const { status, stdout } = await root();

    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^written: .*root\/main\.tf\.json \(active: 1, removing: 1\)\nmodule: \.\.\/.*\/modules\/octo-access\n/,
    );
    expect(stdout).toMatch(/tofu -chdir=.*root init && tofu -chdir=.*root apply$/);
  });

  it('prints its result as JSON', async () => {
    expect(JSON.parse((await root('--json')).stdout)).toEqual({
      layout: 'opentofu',
      file: join(folder, 'root', 'main.tf.json'),
      changed: true,
      source: expect.stringMatching(/^\.\.\/.*\/modules\/octo-access$/),
      active: ['111122223333'],
      removing: ['222233334444'],
    });
  });

  it('fails in words alone where the fleet file is wrong, and writes nothing', async () => {
    writeFileSync(join(folder, 'octo.yaml'), FILE.replace('opentofu', 'terragrunt'));
    const { status, stdout, output } = await root();

    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(output).toMatch(/octo\.yaml:1:9: layout must be .*got "terragrunt"/);
    expect(output).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, 'root'))).toBe(false);
  });

  it('fails in words alone where an installed account is gone from the list', async () => {
    await root();
    writeFileSync(join(folder, 'octo.yaml'), FILE.replace('111122223333', '999988887777'));
    const { status, output } = await root();

    expect(status).toBe(1);
    expect(output).toContain('  - 111122223333\n');
    expect(output).not.toMatch(/^\s+at /m);
  });
});
