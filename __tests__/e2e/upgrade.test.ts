import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CallRecorder } from '../support/call-recorder';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const VERSIONS = join(__dirname, 'upgrade');
const versions = readdirSync(VERSIONS).filter((name) => /^v\d+\.\d+\.\d+$/.test(name));

/** A root that calls the module, with further arguments. */
const root = (...lines: string[]): Record<string, string> => ({
  'main.tf': `module "octo_access" {
  source      = "./module"
  principal   = "${PRINCIPAL}"
  external_id = "${EXTERNAL_ID}"
  ${lines.join('\n  ')}
}
`,
});
const OWN_BOUNDARY = 'permissions_boundary_arn = "arn:aws:iam::aws:policy/AdministratorAccess"';

/** What a version leaves open while it is installed beside a boundary of the customer: it must be found there. */
const OPEN_WHEN_INSTALLED: Readonly<Record<string, readonly string[]>> = {
  'v0.1.0': ['right-before-deny[OctoRecommendationSearcherRole]'],
};

const suite = toolchainOrSkip();

suite.describe('an upgrade of the module in an emulated AWS account', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  beforeEach(() => emulator.reset());

  /** Puts a version of the module in place of what the root had. */
  const place = async (configuration: Configuration, folder: string): Promise<void> => {
    const module = join(configuration.folder, 'module');
    rmSync(module, { recursive: true, force: true });
    cpSync(folder, module, { recursive: true });
    await configuration.init();
  };
  /** Plans an upgrade of roles and policies that are all kept. */
  const plannedUpgrade = async (configuration: Configuration): Promise<void> => {
    await place(configuration, join(CHECKOUT, MODULE));
    const changes = await configuration.plannedChanges('upgrade.tfplan');
    const lost = changes.filter(
      ({ type, change }) => /^aws_iam_(role|policy)$/.test(type) && change.actions.includes('delete'),
    );
    expect(changes.filter(({ type }) => type === 'aws_iam_role').length).toBeGreaterThanOrEqual(5);
    expect(lost).toEqual([]);
  };

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it.each(versions)(
    'from %s keeps every role and policy, applies, and plans no change then',
    async (version) => {
      const configuration = bench.configuration(version, root(), {
        endpoint: emulator.url,
      });
      await place(configuration, join(VERSIONS, version));
      await configuration.apply();
      await plannedUpgrade(configuration);
      await configuration.apply('upgrade.tfplan');
      expect((await configuration.plan()).status).toBe(NO_CHANGES);
    },
  );

  it.each(versions)(
    'from %s beside a boundary of the customer removes what Alphaus wrote, its limits and the right to write kept in order',
    async (version) => {
      const recorder = await CallRecorder.before(emulator.url);
      const iam = new IAMClient({ ...emulator.clientConfig(), endpoint: recorder.url });
      const found = (): string[] => recorder.violations(DEFAULT_ACCOUNT).map(({ id }) => id);
      const configuration = bench.configuration(`${version}-own`, root(OWN_BOUNDARY), {
        endpoint: recorder.url,
      });
      await place(configuration, join(VERSIONS, version));
      await configuration.apply();
      expect(found()).toEqual(OPEN_WHEN_INSTALLED[version] ?? []);

      const written = ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'];
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      });
      for (const RoleName of written) {
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'hostile', PolicyDocument }));
      }
      recorder.forget();
      await plannedUpgrade(configuration);
      await configuration.apply('upgrade.tfplan');
      expect(found()).toEqual([]);
      for (const RoleName of written) {
        expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([]);
      }
      expect((await configuration.plan()).status).toBe(NO_CHANGES);
      await recorder.stop();
    },
  );
});
