import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { writeRoot } from '../../src/module/write-root';
import type { Fleet, FleetAccount } from '../../src/fleet/fleet';
import { aliasesRoot, openTofuRoot, ROOT_FILE, type RootLayout } from '../../src/module/fleet-root';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip, USUAL_TOOLS } from '../../dev/toolchain/toolchain';
import { arns, onboarding, ownNames, roleArns } from '../support/accounts';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(480_000);

const ALL: readonly RoleName[] = ROLE_NAMES;
const READ_ONLY: readonly RoleName[] = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'];

const account = (id: string, rest: Partial<FleetAccount> = {}): FleetAccount => ({
  id,
  name: id,
  roleArn: `arn:aws:iam::${id}:role/Installer`,
  region: 'us-east-1',
  state: 'active',
  inputs: { principal: PRINCIPAL, externalId: EXTERNAL_ID },
  ...rest,
});

const PRODUCTION = account('111122223333', {
  inputs: { principal: PRINCIPAL, externalId: EXTERNAL_ID, roles: READ_ONLY, tags: { Team: 'finops' } },
});
const STAGING = account('000022223333', {
  name: 'looks like ${a.template}, %{ if not }',
  region: 'eu-west-1',
});
// The credentials at hand are of this account.
const OWN = account(DEFAULT_ACCOUNT, { roleArn: undefined });

const removing = (one: FleetAccount): FleetAccount => ({ ...one, state: 'removing' });

describe.each<{ layout: RootLayout; generate: typeof aliasesRoot; orphaned: RegExp }>([
  { layout: 'provider-aliases', generate: aliasesRoot, orphaned: /Provider configuration not present/ },
  { layout: 'opentofu', generate: openTofuRoot, orphaned: /Provider instance not present/ },
])('layout $layout', ({ layout, generate, orphaned }) => {
  const program = layout === 'opentofu' ? 'tofu' : 'terraform';
  const suite = toolchainOrSkip([...USUAL_TOOLS, program]);

  suite.describe(`a root, written and deployed with ${program} in emulated AWS accounts`, () => {
    let emulator: Emulator;
    let bench: Workbench;
    let root: Configuration;

    beforeAll(async () => {
      const { mirror, [program]: terraform } = suite.toolchain();
      bench = new Workbench({ terraform, mirror });
      emulator = await startEmulator();
    });

    beforeEach(() => emulator.reset());

    afterAll(async () => {
      await emulator.stop();
      bench.remove();
    });

    it('installs each account, settles, removes one in two steps, and leaves nothing when destroyed', async () => {
      root = bench.configuration('three', {}, { endpoint: emulator.url });
      write(root, [PRODUCTION, STAGING, OWN]);
      await root.init();
      await root.apply();

      expect(await roleArns(emulator, PRODUCTION.id)).toEqual(arns(PRODUCTION.id, READ_ONLY));
      expect(await roleArns(emulator, STAGING.id)).toEqual(arns(STAGING.id, ALL));
      expect(await roleArns(emulator, OWN.id)).toEqual(arns(OWN.id, ALL));
      expect(await root.output()).toEqual({
        octo_onboarding: {
          [PRODUCTION.id]: onboarding(PRODUCTION.id, READ_ONLY),
          [STAGING.id]: onboarding(STAGING.id, ALL),
          [OWN.id]: onboarding(OWN.id, ALL),
        },
      });
      expect((await root.plan()).status).toBe(NO_CHANGES);

      write(root, [PRODUCTION, removing(STAGING), OWN]);
      await root.apply();

      expect(await ownNames(emulator, [STAGING.id])).toEqual([]);
      expect(await roleArns(emulator, PRODUCTION.id)).toEqual(arns(PRODUCTION.id, READ_ONLY));

      write(root, [PRODUCTION, OWN]);

      expect((await root.plan()).status).toBe(NO_CHANGES);

      await root.destroy();

      expect(await ownNames(emulator, [PRODUCTION.id, OWN.id])).toEqual([]);

      write(root, [removing(PRODUCTION), removing(OWN)]);

      expect((await root.apply()).output).toMatch(/Resources: 0 added, 0 changed, 0 destroyed/);
    });

    it(`fails to leave out an account that is installed, before ${program} would fail`, async () => {
      root = bench.configuration('orphan', {}, { endpoint: emulator.url });
      write(root, [OWN, STAGING]);
      await root.init();
      await root.apply();
      const installed = readFileSync(bench.path('orphan', ROOT_FILE), 'utf8');

      expect(() => {
        write(root, [OWN]);
      }).toThrow(`  - ${STAGING.id}\n`);
      expect(readFileSync(bench.path('orphan', ROOT_FILE), 'utf8')).toBe(installed);

      const unchecked = Object.fromEntries(generate(fleet([OWN]), '../modules/octo-access'));
      const orphan = bench.configuration('orphan', unchecked, { endpoint: emulator.url });
      const { status, output } = await orphan.terraform(['plan', '-input=false', '-no-color']);

      expect(status).toBe(1);
      expect(output).toMatch(orphaned);
    });

    it('keeps its state in S3, locked there', async () => {
      const bucket = `${emulator.url}/states`;
      await fetch(bucket, { method: 'PUT' });
      root = bench.configuration('s3', {}, { endpoint: emulator.url });
      const backend = { type: 's3', bucket: 'states', region: 'us-east-1', prefix: 'octo' } as const;
      write(root, [OWN], backend);
      // The emulator knows buckets by path alone.
      await root.init('-backend-config=use_path_style=true');
      await root.apply();

      expect((await root.plan()).status).toBe(NO_CHANGES);
      expect(existsSync(bench.path('s3', 'terraform.tfstate'))).toBe(false);
      expect(await (await fetch(bucket)).text()).toContain('<Key>octo/fleet.tfstate</Key>');

      await fetch(`${bucket}/octo/fleet.tfstate.tflock`, { method: 'PUT', body: '{"ID": "somebody"}' });
      const { output } = await root.terraform(['plan', '-input=false', '-no-color']);

      expect(output).toContain('Error acquiring the state lock');
    });

    it('is valid with its state in HCP Terraform', async () => {
      root = bench.configuration('cloud', {}, { endpoint: emulator.url });
      write(root, [PRODUCTION, OWN], { type: 'cloud', organization: 'example', project: 'finops' });
      await root.init('-backend=false');

      expect(await root.validate()).toContain('The configuration is valid.');
    });

    function write(
      { folder }: Configuration,
      accounts: readonly FleetAccount[],
      backend?: Fleet['backend'],
    ): void {
      writeRoot(bench.path(), fleet(accounts, backend), folder);
    }

    function fleet(accounts: readonly FleetAccount[], backend: Fleet['backend'] = { type: 'local' }): Fleet {
      return { layout, backend, accounts, exclude: [] };
    }
  });
});
