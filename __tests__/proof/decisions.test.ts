import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { startEmulator, DEFAULT_ACCOUNT, type Emulator } from '../../tools/emulator';
import { toolchainOrSkip } from '../../tools/toolchain';
import { asInstalled, decideCase, surprise } from '../support/decide';
import { ACCOUNT, readCases, type Installation } from '../support/decisions';
import { observeRole } from '../support/observe';
import { sharedReference } from '../support/reference';
import { Workbench } from '../support/terraform';

jest.setTimeout(240_000);

const suite = toolchainOrSkip();
const cases = readCases();
const installations = new Map(cases.map(({ installation }) => [installation.name, installation]));
const ofOwnBoundary = [...installations.values()].filter(
  ({ configuration }) => configuration.permissionsBoundaryArn !== null,
);

// What is decided here was read back from the emulator after a real apply, not taken from the source.
suite.describe('what was installed', () => {
  let emulator: Emulator | undefined;
  const benches: Workbench[] = [];
  /** The roles of each installation, by its name. */
  const installed = new Map<string, readonly InstalledRole[]>();

  beforeAll(async () => {
    const started = (emulator = await startEmulator());
    const [first, ...others] = [...byPartition()];
    // Two at a time: each is a Terraform and a provider.
    await Promise.all(
      [first ? [first] : [], others].map(async (partitions) => {
        for (const [region, ofPartition] of partitions) await install(started, region, ofPartition);
      }),
    );
  });

  async function install(
    running: Emulator,
    region: string,
    ofPartition: readonly Installation[],
  ): Promise<void> {
    const bench = new Workbench(suite.toolchain());
    benches.push(bench);
    const stack = await bench.accountStack({ endpoint: running.url, env: { AWS_REGION: region } });
    await stack.init();
    const iam = new IAMClient({ ...running.clientConfig(), region });
    for (const { name, variables, configuration } of ofPartition) {
      await stack.apply(...asArguments(variables));
      const observed = await Promise.all(configuration.roles.map((role) => observeRole(iam, role)));
      installed.set(name, observed.map(asInstalled));
    }
    iam.destroy();
  }

  afterAll(async () => {
    await emulator?.stop();
    for (const bench of benches) bench.remove();
  });

  it('is in the account that the cases are about', () => {
    expect(DEFAULT_ACCOUNT).toBe(ACCOUNT);
  });

  it.each([...installations.values()])(
    'is what the analysis and the report take for installed: $name',
    ({ name, account, configuration }) => {
      expect(sorted(installed.get(name) ?? [])).toEqual(sorted(installedRoles(account, configuration)));
    },
  );

  it.each([...new Set(cases.map(({ file }) => file))])(
    'decides every case of %s as expected',
    async (file) => {
      const surprises: string[] = [];
      for (const one of cases.filter((other) => other.file === file)) {
        const outcome = await decideCase(one, installed.get(one.installation.name) ?? []);
        surprises.push(...[surprise(one, outcome) ?? []].flat());
      }
      expect(surprises).toEqual([]);
    },
  );

  it.each(['default', ...ofOwnBoundary.map(({ name }) => name)])(
    'the searcher has no action but Read and List after Allow * inline: %s',
    async (name) => {
      const catalogue = (await sharedReference()).actions;
      const [searcher] = installed.get(name) ?? [];
      if (!searcher) throw new Error(`${name} was not installed`);
      const possible = mayEver(permissionsOf(searcher, true), catalogue);
      const writes = [...possible.keys()].filter(
        (action) => !['Read', 'List'].includes(catalogue.get(action)?.accessLevel ?? ''),
      );
      expect(searcher.name).toBe('OctoRecommendationSearcherRole');
      expect(writes).toEqual([]);
      expect(possible.size).toBeGreaterThan(800);
    },
  );
});

/** Installations by region, which says the partition. */
function byPartition(): Map<string, Installation[]> {
  const found = new Map<string, Installation[]>();
  for (const installation of installations.values()) {
    found.set(installation.region, [...(found.get(installation.region) ?? []), installation]);
  }
  return found;
}

function asArguments(variables: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => [
    '-var',
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]);
}

/** IAM keeps no order among policies. */
function sorted(roles: readonly InstalledRole[]): unknown[] {
  return roles.map(({ policies, boundary, ...role }) => ({
    ...role,
    policies: [...policies].sort((left, right) => left.name.localeCompare(right.name)),
    boundary: boundary && { arn: boundary.arn, document: boundary.document },
  }));
}
