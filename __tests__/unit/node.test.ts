import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureNode, findNode } from '../../dev/toolchain/node';
import { FakeMachine } from '../support/fake-machine';

const ownNode = process.execPath;
let machine: FakeMachine;

beforeEach(() => {
  // Only the programs that the scripts call.
  machine = new FakeMachine(['sh', 'cat', 'rm', 'mkdir', 'chmod', 'sleep']);
  delete process.env['OCTO_NODE_24'];
  process.execPath = machine.program('running', 'echo v20.19.0');
});

afterEach(() => {
  machine.remove();
  process.execPath = ownNode;
});

/** An npm that installs a Node of that version where it is told to. */
const npm = (version: string): string => `
for argument; do package=\${argument%@24}; [ "$before" = --prefix ] && prefix=$argument; before=$argument; done
bin=$prefix/node_modules/$package/bin
mkdir -p "$bin"
sleep 0.1
printf '%s\\n' '#!/bin/sh' 'echo v${version}' >"$bin/node"
chmod +x "$bin/node"`;

describe('the search for a Node of a major version', () => {
  it.each([
    [24, '24.0.0'],
    [26, '26.10.0'],
  ])('takes the Node that runs it for %i, if that is %s', (major, version) => {
    process.execPath = machine.program('running', `echo v${version}`);

    expect(findNode(major)).toEqual({ found: { path: process.execPath, version } });
  });

  it('takes the one that OCTO_NODE_24 names, before the one that runs it', () => {
    process.execPath = machine.program('running', 'echo v24.0.0');
    process.env['OCTO_NODE_24'] = machine.program('another', 'echo v24.1.2');

    expect(findNode(24).found?.version).toBe('24.1.2');
  });

  it.each([
    ['older', 'echo v22.20.0', 'is Node 22.20.0'],
    ['newer', 'echo v26.1.0', 'is Node 26.1.0'],
    ['something else', 'echo hello', 'is no Node'],
    ['broken', 'echo no >&2; exit 3', 'does not run: no'],
  ])('fails where the one that runs it is %s, and says so', (_, body, tried) => {
    process.execPath = machine.program('running', body);

    expect(findNode(24).problem?.tried).toContain(`the Node that runs this: ${tried}`);
  });

  it('installs it once with npm, outside the checkout, and finds it there without npm', async () => {
    machine.program('npm', npm('24.21.0'));
    const said: string[] = [];
    const { found } = await ensureNode(24, (line) => said.push(line));
    rmSync(join(machine.folder, 'bin', 'npm'));

    expect(found?.version).toBe('24.21.0');
    expect(found?.path.startsWith(join(machine.folder, 'cache', 'octo-access', 'node'))).toBe(true);
    expect(said).toEqual([expect.stringMatching(/^Installing Node 24 from npm into .*once/)]);
    expect(findNode(24)).toEqual({ found });
    expect(machine.cached()).toEqual(['node']);
  });

  it('installs it twice at once without a conflict', async () => {
    machine.program('npm', npm('24.21.0'));
    const searches = await Promise.all([ensureNode(24, () => undefined), ensureNode(24, () => undefined)]);

    expect(searches.map(({ found }) => found?.version)).toEqual(['24.21.0', '24.21.0']);
    expect(machine.cached()).toEqual(['node']);
  });

  it("fails if npm fails, with npm's error and what to install, and leaves nothing behind", async () => {
    machine.program(
      'npm',
      'printf "npm error code E404\\nnpm error 404 not found\\nnpm error A complete log" >&2; exit 1',
    );
    const { problem } = await ensureNode(24, () => undefined);

    expect(problem?.tried.at(-1)).toMatch(/^npm install node-\S+@24: 404 not found$/);
    expect(problem?.howToGet).toMatch(/Node 24 .* OCTO_NODE_24/);
    expect(machine.cached()).toEqual([]);
  });

  it('fails if npm is missing, and says what to install', async () => {
    const { problem } = await ensureNode(24, () => undefined);

    expect(problem?.tried.at(-1)).toBe('npm on PATH, to install it: not there');
    expect(problem?.howToGet).toMatch(/Node 24 .* OCTO_NODE_24/);
  });

  it('fails if OCTO_NODE_24 names a missing program, without installing', async () => {
    machine.program('npm', npm('24.21.0'));
    process.env['OCTO_NODE_24'] = '/nowhere/node';

    expect((await ensureNode(24, () => undefined)).problem?.tried).toEqual([
      'OCTO_NODE_24=/nowhere/node: not there',
    ]);
    expect(machine.cached()).toEqual([]);
  });
});
