import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { startEmulator, DEFAULT_ACCOUNT, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { asInstalled, decideCase, surprise } from '../support/decide';
import { ACCOUNT, type Installation } from '../support/decision-installation';
import { readCases } from '../support/decisions';
import { observeRole } from '../support/observe';
import { sharedAnalysis } from '../support/reference';
import { EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';
import { applyInTurn, type Turn } from '../support/turns';

jest.setTimeout(240_000);

const suite = toolchainOrSkip();
const cases = readCases();
const installations = new Map(cases.map(({ installation }) => [installation.name, installation]));
const ofOwnBoundary = [...installations.values()].filter(
  ({ configuration }) => configuration.permissionsBoundaryArn !== null,
);

// These tests use the documents that the emulator returns after a real apply, not those of the source.
suite.describe('the installation', () => {
  let emulator: Emulator | undefined;
  let bench: Workbench | undefined;
  /** The roles of each installation, by its name. */
  const installed = new Map<string, readonly InstalledRole[]>();

  beforeAll(async () => {
    const running = (emulator = await startEmulator());
    bench = new Workbench(suite.toolchain());
    const stack = await bench.accountStack({ endpoint: running.url, oneBlock: true, env: { GOGC: '100' } });
    await applyInTurn(stack, byPartition(), async ({ name }) => {
      const { region, configuration } = installationOf(name);
      const iam = new IAMClient({ ...running.clientConfig(), region });
      const observed = await Promise.all(configuration.roles.map((role) => observeRole(iam, role)));
      installed.set(name, observed.map(asInstalled));
      iam.destroy();
    });
  });

  afterAll(async () => {
    await emulator?.stop();
    bench?.remove();
  });

  it('is in the account of the test cases', () => {
    expect(DEFAULT_ACCOUNT).toBe(ACCOUNT);
  });

  it.each([...installations.values()])(
    'is the same as in the analysis and the report: $name',
    ({ name, account, configuration }) => {
      expect(sorted(installed.get(name) ?? [])).toEqual(sorted(installedRoles(account, configuration)));
    },
  );

  it.each([...new Set(cases.map(({ file }) => file))])(
    'has the expected result for every case of %s',
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
    'gives the searcher only Read and List after Allow * inline: %s',
    async (name) => {
      const analysis = await sharedAnalysis();
      const [searcher] = installed.get(name) ?? [];
      if (!searcher) throw new Error(`${name} was not installed`);
      const possible = mayEver(permissionsOf(searcher, true), analysis);
      const writes = [...possible.keys()].filter(
        (action) => !['Read', 'List'].includes(analysis.actions.get(action)?.accessLevel ?? ''),
      );
      expect(searcher.name).toBe('OctoRecommendationSearcherRole');
      expect(writes).toEqual([]);
      expect(possible.size).toBeGreaterThan(800);
    },
  );
});

function installationOf(name: string): Installation {
  const found = installations.get(name);
  if (found === undefined) throw new Error(`no case is about ${name}`);
  return found;
}

/** Installations with their Terraform inputs, one group for each partition: partitions share no accounts. */
function byPartition(): Turn[][] {
  const found = new Map<string, Turn[]>();
  for (const { name, region, variables } of installations.values()) {
    const turn = {
      name,
      variables: { principal: PRINCIPAL, external_id: EXTERNAL_ID, region, ...variables },
    };
    found.set(region, [...(found.get(region) ?? []), turn]);
  }
  return [...found.values()];
}

/** IAM does not keep the order of policies. */
function sorted(roles: readonly InstalledRole[]): unknown[] {
  return roles.map(({ policies, boundary, ...role }) => ({
    ...role,
    policies: [...policies].sort((left, right) => left.name.localeCompare(right.name)),
    boundary: boundary && { arn: boundary.arn, document: boundary.document },
  }));
}
