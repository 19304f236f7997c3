import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InstalledProvider } from '../../src/deploy/provider';
import { runFleet, type FleetRun } from '../../src/deploy/run-fleet';

const LOCK = `provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.1.0"
  constraints = ">= 5.72.0"
  hashes = [
    "h1:abc=",
    "zh:def",
  ]
}
`;
const WITHOUT_HASHES = LOCK.replace(/\n {2}hashes[^\]]*\]/, '');

const PACKAGE = 'registry.terraform.io/hashicorp/aws/6.1.0/linux_amd64';
const PROGRAM = `${PACKAGE}/terraform-provider-aws_v6.1.0_x5`;

/** What `init` leaves of itself, as Terraform does: with checksums, a link, and where it found the provider. */
const TERRAFORM = `#!/bin/sh
case "$1 $PWD" in
  init*/provider)
    cp "$LOCK" .terraform.lock.hcl
    [ -z "$NOWHERE" ] || exit 0
    mkdir -p ".terraform/providers/$(dirname "${PACKAGE}")"
    [ -z "$MIRRORED" ] || ln -s "$MIRRORED" ".terraform/providers/${PACKAGE}"
    mkdir -p ".terraform/providers/${PACKAGE}" && echo provider > ".terraform/providers/${PROGRAM}"
    ;;
  init*)
    for argument; do case "$argument" in -plugin-dir=*) plugins="\${argument#-plugin-dir=}" ;; esac; done
    grep -c hashes .terraform.lock.hcl > seen-by-init
    test -x "$plugins/${PROGRAM}" && wc -c < "$plugins/${PROGRAM}" >> seen-by-init
    cp "$LOCK" .terraform.lock.hcl
    mkdir -p ".terraform/providers/$(dirname "${PACKAGE}")" && echo "$plugins" > .terraform/plugin_path
    ln -s "$plugins/${PACKAGE}" ".terraform/providers/${PACKAGE}"
    exit "$INIT_STATUS"
    ;;
  apply*) cat .terraform.lock.hcl ".terraform/providers/${PROGRAM}" > seen-by-apply ;;
esac
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-provider-'));
  writeFileSync(join(folder, 'terraform'), TERRAFORM);
  chmodSync(join(folder, 'terraform'), 0o755);
  writeFileSync(join(folder, 'lock'), LOCK);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const stack = (...path: string[]): string => join(folder, 'cdktf.out/stacks/octo-111122223333', ...path);
const text = (...path: string[]): string => readFileSync(stack(...path), 'utf8');

/** @param mirrored folder that the provider lies in, linked into its place @param nowhere whether it is not there at all */
function deploy({
  initStatus = 0,
  remote = false,
  nowhere = false,
  mirrored = '',
  pluginCache = '',
}): Promise<FleetRun> {
  return runFleet({
    folder,
    out: join(folder, 'cdktf.out'),
    backend: remote ? 'cloud' : 'local',
    terraformCommand: 'terraform',
    terraform: join(folder, 'terraform'),
    env: {
      PATH: process.env['PATH'] ?? '',
      LOCK: join(folder, 'lock'),
      INIT_STATUS: String(initStatus),
      MIRRORED: mirrored,
      NOWHERE: nowhere ? 'yes' : '',
      ...(pluginCache && { TF_PLUGIN_CACHE_DIR: pluginCache }),
    },
    signal: new AbortController().signal,
    action: 'deploy',
    targets: [
      {
        id: '111122223333',
        name: '111122223333',
        stack: 'octo-111122223333',
        removing: false,
        partition: 'aws',
      },
    ],
    parallelism: 1,
  });
}

describe('the one provider of a fleet', () => {
  test('has its checksums verified once: the fleet keeps them, the stacks have none', async () => {
    expect((await deploy({})).results.map(({ status }) => status)).toEqual(['done']);

    expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe(LOCK);
    expect(text('seen-by-init').trim().split(/\s+/)[0]).toBe('0');
    expect(text('seen-by-apply')).toContain(WITHOUT_HASHES);
    expect(existsSync(stack('.terraform/plugin_path'))).toBe(false);
  });

  test('is not read by the init of a stack, but is started by the stack afterwards', async () => {
    await deploy({});

    expect(text('seen-by-init').trim().split(/\s+/)[1]).toBe('0');
    expect(text('seen-by-apply')).toMatch(/\nprovider\n$/);
    expect(text('.terraform/providers', PROGRAM)).toBe('provider\n');
  });

  test('is linked again by a second run, whatever an earlier run left', async () => {
    const gone = join(folder, 'gone');
    const link = stack('.terraform/providers', PACKAGE);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(gone, link);
    expect((await deploy({})).results.map(({ status }) => status)).toEqual(['done']);

    expect(text('.terraform/providers', PROGRAM)).toBe('provider\n');
  });

  test('has stubs that get into no shared plugin cache: each init has a cache of its own, removed after it', async () => {
    const theirs = join(folder, 'their-cache');
    mkdirSync(theirs);
    await deploy({ pluginCache: theirs });

    expect(readdirSync(theirs)).toEqual([]);
    expect(readdirSync(stack('.terraform'))).toEqual(['providers']);
  });

  test('replaces the stubs in a stack even if its init fails', async () => {
    await deploy({ initStatus: 1 });

    expect(text('.terraform/providers', PROGRAM)).toBe('provider\n');
  });

  test('has the version in the lock file, which must be available', async () => {
    const providers = join(folder, 'cdktf.out/provider/.terraform/providers');
    const address = join(providers, 'registry.terraform.io/hashicorp/aws');
    mkdirSync(join(address, '5.100.0/linux_amd64'), { recursive: true });
    mkdirSync(join(address, '6.1.0'), { recursive: true });
    symlinkSync(join(folder, 'gone'), join(address, '6.1.0/darwin_arm64'));
    writeFileSync(join(providers, '.DS_Store'), '');
    writeFileSync(join(address, '6.1.0/.DS_Store'), '');
    expect((await deploy({})).results.map(({ status }) => status)).toEqual(['done']);

    const linked = stack('.terraform/providers/registry.terraform.io/hashicorp/aws');
    expect(readdirSync(linked)).toEqual(['6.1.0']);
    expect(readdirSync(join(linked, '6.1.0'))).toEqual(['linux_amd64']);
  });

  test('is linked by its real path, even if its folder is a link', async () => {
    const mirrored = join(folder, 'mirror');
    mkdirSync(mirrored);
    await deploy({ mirrored });

    expect(readlinkSync(stack('.terraform/providers', PACKAGE))).toBe(realpathSync(mirrored));
    expect(text('seen-by-apply')).toMatch(/\nprovider\n$/);
  });

  test('fails before any account if Terraform did not install it in the expected folder', async () => {
    await expect(deploy({ nowhere: true })).rejects.toThrow(
      /^the AWS provider is not where Terraform installs it, so nothing was begun: .*providers$/,
    );
    expect(existsSync(stack())).toBe(false);
  });

  test('replaces the stubs in every stack whose init was abandoned', () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, PACKAGE), { recursive: true });
    writeFileSync(join(home, PROGRAM), 'provider\n');
    const installation = {
      folder: home,
      packages: [PACKAGE],
      stubs: join(folder, 'stubs'),
      lock: LOCK,
    };
    const provider = new InstalledProvider({ ...installation, remote: false });
    const [ended, left] = [stack('..', 'ended'), stack('..', 'left')];
    for (const one of [ended, left]) provider.prepare(one);
    provider.settle(ended);
    rmSync(ended, { recursive: true });
    writeFileSync(join(left, '.terraform/plugin_path'), 'x');
    provider.settleAll();

    expect(readFileSync(join(left, '.terraform/providers', PROGRAM), 'utf8')).toBe('provider\n');
    expect(existsSync(join(left, '.terraform/plugin_path'))).toBe(false);
    expect(existsSync(ended)).toBe(false);
  });

  test('is verified by HCP Terraform too, which gets the checksums and installs the provider itself', async () => {
    await deploy({ remote: true });

    expect(text('seen-by-init').trim().split(/\s+/)[0]).toBe('0');
    expect(text('seen-by-apply')).toContain(LOCK);
  });

  test.each([false, true])('does not block a later init if init fails, remote: %s', async (remote) => {
    const { results } = await deploy({ initStatus: 1, remote });

    expect(results.map(({ status }) => status)).toEqual(['failed']);
    expect(existsSync(stack('.terraform'))).toBe(true);
    expect(existsSync(stack('.terraform/plugin_path'))).toBe(false);
  });
});
