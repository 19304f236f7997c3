import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureTofu, findTofu } from '../../dev/toolchain/opentofu';
import { ensureRelease, findRelease } from '../../dev/toolchain/release';
import { OPENTOFU_1_12, TERRAFORM_1_5 } from '../../dev/toolchain/releases';
import { PLATFORM, writeCliConfig } from '../../dev/toolchain/provider-mirror';
import { FakeMachine } from '../support/fake-machine';

let machine: FakeMachine;

beforeEach(() => {
  // Only the programs that the scripts call.
  machine = new FakeMachine(['sh', 'cat', 'rm', 'chmod', 'sleep']);
  delete process.env['OCTO_TOFU'];
});

afterEach(() => {
  machine.remove();
});

/** A program that says it is OpenTofu of that version. */
const tofu = (version: string): string =>
  `case "$*" in *-json) echo '{"terraform_version":"${version}"}';; *) echo "OpenTofu v${version}";; esac`;

/** A Go that calls itself so, downloads sources of that checksum, and builds what the script does with the place to build to in $out. */
const go = (version: string, build: string, sum = OPENTOFU_1_12.sum): string => `
if [ "$1" = env ]; then echo ${version}; exit; fi
if [ "$1" = mod ]; then echo '${JSON.stringify({ Dir: machine.folder, Sum: sum })}'; exit; fi
while [ "$1" != -o ]; do shift; done
out=$2
${build}`;

const BUILDS = `printf '%s\\n' '#!/bin/sh' '${tofu('1.12.6').replaceAll("'", `'"'"'`)}' >"$out"; chmod +x "$out"`;

describe('the search for OpenTofu', () => {
  it('takes the one on PATH, a prerelease too', () => {
    const path = machine.program('tofu', tofu('1.11.0-dev'));

    expect(findTofu()).toEqual({ found: { path, kind: 'tofu', version: '1.11.0-dev' } });
  });

  it('takes the one that OCTO_TOFU names, before PATH', () => {
    machine.program('tofu', tofu('1.12.0'));
    process.env['OCTO_TOFU'] = machine.program('another', tofu('1.13.1'));

    expect(findTofu().found?.version).toBe('1.13.1');
  });

  it.each([
    ['too old', tofu('1.10.9'), 'is too old: 1.10.9'],
    ['Terraform', `echo '{"terraform_version":"1.14.0"}'`, 'is terraform 1.14.0'],
    ['something else', 'echo hello', 'is neither Terraform nor OpenTofu'],
    ['broken', 'echo no >&2; exit 3', 'does not run: no'],
  ])('fails where the one on PATH is %s, and says so', (_, body, tried) => {
    machine.program('tofu', body);

    expect(findTofu().problem?.tried).toContain(`tofu on PATH: ${tried}`);
  });

  it('builds it once with Go, outside the checkout, and finds it there without Go', async () => {
    machine.program('go', go('go1.26.0', BUILDS));
    const said: string[] = [];
    const { found } = await ensureTofu((line) => said.push(line));
    rmSync(join(machine.folder, 'bin', 'go'));

    expect(found?.version).toBe('1.12.6');
    expect(found?.path.startsWith(join(machine.folder, 'cache', 'octo-access', 'tofu'))).toBe(true);
    expect(said).toEqual([expect.stringMatching(/^Building OpenTofu 1\.12\.6 with Go into .*once/)]);
    expect(findTofu()).toEqual({ found });
    expect(machine.cached()).toEqual(['tofu']);
  });

  it('builds it twice at once without a conflict', async () => {
    machine.program('go', go('go1.27.1', `sleep 0.1; ${BUILDS}`));
    const searches = await Promise.all([ensureTofu(() => undefined), ensureTofu(() => undefined)]);

    expect(searches.map(({ found }) => found?.version)).toEqual(['1.12.6', '1.12.6']);
    expect(machine.cached()).toEqual(['tofu']);
  });

  it("fails if the build fails, with Go's error, and leaves nothing half-built", async () => {
    machine.program('go', go('go1.26.0', 'echo half >"$out"; echo "no such module" >&2; exit 1'));
    const { problem } = await ensureTofu(() => undefined);

    expect(problem?.tried.at(-1)).toBe('go build: no such module');
    expect(machine.cached()).toEqual([]);
  });

  it('fails if Go has sources with another checksum than the release, and builds nothing', async () => {
    machine.program('go', go('go1.26.0', BUILDS, 'h1:another='));
    const { problem } = await ensureTofu(() => undefined);

    expect(problem?.tried.at(-1)).toBe(
      `go mod download: got checksum h1:another=, expected ${OPENTOFU_1_12.sum}`,
    );
    expect(machine.cached()).toEqual([]);
  });

  it.each([
    ['too old', () => machine.program('go', go('go1.25.9', BUILDS)), 'is too old: go1.25.9'],
    ['broken', () => machine.program('go', 'exit 1'), 'does not run'],
  ])('fails where Go is %s, and says what to install', async (_, prepare, tried) => {
    prepare();
    const { problem } = await ensureTofu(() => undefined);

    expect(problem?.tried.at(-1)).toBe(`go on PATH, to build it: ${tried}`);
    expect(problem?.howToGet).toMatch(/OCTO_TOFU.*Go 1\.26 or newer/);
  });

  it('fails if OCTO_TOFU names a missing program, without building', async () => {
    machine.program('go', go('go1.26.0', BUILDS));
    process.env['OCTO_TOFU'] = '/nowhere/tofu';

    expect((await ensureTofu(() => undefined)).problem?.tried).toEqual([
      'OCTO_TOFU=/nowhere/tofu: not there',
    ]);
  });
});

describe('the search for an older release', () => {
  it('passes over the programs on PATH, and builds that one', async () => {
    machine.program('terraform', `echo '{"terraform_version":"1.11.4"}'`);
    const builds = `printf '%s\\n' '#!/bin/sh' 'echo "{\\"terraform_version\\":\\"1.5.7\\"}"' >"$out"; chmod +x "$out"`;
    machine.program('go', go('go1.26.0', builds, TERRAFORM_1_5.sum));

    expect(findRelease(TERRAFORM_1_5).problem?.what).toBe('Terraform 1.5.7 is missing.');

    const { found } = await ensureRelease(TERRAFORM_1_5, () => undefined);

    expect(found).toMatchObject({ kind: 'terraform', version: '1.5.7' });
    expect(findRelease(TERRAFORM_1_5)).toEqual({ found });
    expect(findRelease({ ...TERRAFORM_1_5, sum: 'h1:another=' }).found).toBeUndefined();
  });
});

describe('a mirror made for Terraform', () => {
  const wanted = ['registry.opentofu.org', 'hashicorp', 'aws'];

  it.each([
    ['unpacked', ['5.100.0', PLATFORM, 'terraform-provider-aws_v5.100.0']],
    ['packed', [`terraform-provider-aws_5.100.0_${PLATFORM}.zip`]],
  ])('serves OpenTofu, too, where it is %s', (_, place) => {
    const mirror = join(machine.folder, 'mirror');
    const file = join(mirror, 'registry.terraform.io', 'hashicorp', 'aws', ...place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'the provider');
    const config = writeCliConfig(
      machine.folder,
      { path: mirror, kind: 'terraform', version: '5.100.0' },
      'tofu',
    );
    const path = /path\s+= "(.*)"/.exec(readFileSync(config, 'utf8'))?.[1] ?? '';

    expect(path).not.toBe(mirror);
    expect(readFileSync(join(path, ...wanted, ...place), 'utf8')).toBe('the provider');
  });

  it('serves Terraform unchanged', () => {
    const config = writeCliConfig(
      machine.folder,
      { path: '/mirror', kind: 'terraform', version: '5.100.0' },
      'terraform',
    );

    expect(readFileSync(config, 'utf8')).toContain('path    = "/mirror"');
  });
});
