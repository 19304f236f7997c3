import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { RoleName } from '../../src';
import { compareAccount } from '../../src/account/compare-account';
import type { Difference } from '../../src/account/difference';
import { documentDifference } from '../../src/account/grants';
import { observeAccount } from '../../src/account/observe-account';
import { defaults, type Configuration as Settings, type Inputs } from '../../src/inputs/inputs';
import { ROLE_NAMES } from '../../src/names/role-names';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CallRecorder } from '../support/call-recorder';
import { NO_CHANGES, type Configuration, type PlannedChange } from '../support/configuration';
import { roleIds } from '../support/role-ids';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench } from '../support/workbench';
import { inlineNames, SELF_UPDATABLE, writeHostile } from '../support/self-updatable';

jest.setTimeout(240_000);

const VERSIONS = join(__dirname, 'upgrade');
const RELEASES = readdirSync(VERSIONS)
  .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
  .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
const TODAY = 'today';

/** Every release to the next, and to today's module. */
const STEPS = RELEASES.flatMap((from, index) => {
  const next = RELEASES[index + 1];
  return [...(next === undefined ? [] : [[from, next] as const]), [from, TODAY] as const];
});

/** Settings that are kept over an upgrade, in the form of a module call, and as inputs of today's module. */
const SETTINGS: readonly (readonly [title: string, line: string, inputs: Partial<Inputs>])[] = [
  ['by default', '', {}],
  ['with two roles', `roles = ${JSON.stringify(SELF_UPDATABLE)}`, { roles: SELF_UPDATABLE }],
  ['without self-update', 'allow_self_update = false', { allowSelfUpdate: false }],
  [
    'beside a boundary of the customer',
    'permissions_boundary_arn = "arn:aws:iam::aws:policy/AdministratorAccess"',
    { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
];

/** What a version leaves open while it is installed beside a boundary of the customer: it must be found there. */
const OPEN_WHEN_INSTALLED: Readonly<Record<string, readonly string[]>> = {
  'v0.1.0': ['right-before-deny[OctoRecommendationSearcherRole]'],
};

const suite = toolchainOrSkip();

suite.describe('an upgrade of the module in an emulated AWS account', () => {
  let emulator: Emulator;
  let bench: Workbench;
  let recorder: CallRecorder;
  let iam: IAMClient;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  beforeEach(async () => {
    await emulator.reset();
    recorder = await CallRecorder.before(emulator.url);
    iam = new IAMClient({ ...emulator.clientConfig(), endpoint: recorder.url });
  });

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  /** Puts a version of the module in place of what the root had. */
  const place = async (configuration: Configuration, version: string): Promise<void> => {
    const module = join(configuration.folder, 'module');
    const folder = version === TODAY ? join(CHECKOUT, MODULE) : join(VERSIONS, version);
    rmSync(module, { recursive: true, force: true });
    cpSync(folder, module, { recursive: true });
    await configuration.init();
  };
  /** What `octo-access verify` finds that is for a deployment to change. */
  const announced = async (settings: Partial<Inputs>): Promise<readonly Difference[]> => {
    const account = await observeAccount(iam, { id: DEFAULT_ACCOUNT, partition: 'aws' });
    const inputs: Settings = {
      ...defaults(),
      principal: PRINCIPAL,
      externalId: EXTERNAL_ID,
      ...settings,
    };
    const { differences } = compareAccount(account, inputs, 'terraform');
    return differences.filter(({ kind }) => kind !== 'update_beyond');
  };

  it.each(STEPS.flatMap(([from, to]) => SETTINGS.map((setting) => [from, to, ...setting] as const)))(
    'from %s to %s, %s, keeps every role and policy, says before what changes in rights, and keeps the order',
    async (from, to, title, line, settings) => {
      const main = [
        `module "octo_access" {`,
        `  source      = "./module"`,
        `  principal   = "${PRINCIPAL}"`,
        `  external_id = "${EXTERNAL_ID}"`,
        `  ${line}`,
        '}',
        '',
      ].join('\n');
      const configuration = bench.configuration(
        `${from}-${to}-${title}`.replaceAll(' ', '-'),
        { 'main.tf': main },
        { endpoint: recorder.url },
      );
      const violations = (): string[] => recorder.violations(DEFAULT_ACCOUNT).map(({ id }) => id);
      await place(configuration, from);
      await configuration.apply();
      expect(violations()).toEqual(settings.permissionsBoundaryArn ? (OPEN_WHEN_INSTALLED[from] ?? []) : []);
      const before = await roleIds(iam);
      expect(Object.keys(before)).toEqual(ROLE_NAMES.filter((name) => isInstalled(settings, name)));
      await writeHostile(iam);

      await place(configuration, to);
      const changes = await configuration.plannedChanges('upgrade.tfplan');
      const isLost = ({ type, change }: PlannedChange): boolean =>
        /^aws_iam_(role|policy)$/.test(type) && change.actions.includes('delete');
      expect(changes.filter(isLost)).toEqual([]);
      if (to === TODAY) {
        const differences = await announced(settings);
        expect(rightsIn(changes).filter((one) => !isAnnounced(one, differences))).toEqual([]);
        expect(rightsIn(changes)).not.toEqual([]);
      }
      recorder.forget();
      await configuration.apply('upgrade.tfplan');

      expect(violations()).toEqual([]);
      expect(await roleIds(iam)).toEqual(before);
      const isAlphaus = settings.allowSelfUpdate !== false && !settings.permissionsBoundaryArn;
      expect(await inlineNames(iam)).toEqual(isAlphaus ? ['hostile', 'hostile'] : []);
      if (to === TODAY) expect(await announced(settings)).toEqual([]);
      expect((await configuration.plan()).status).toBe(NO_CHANGES);
      await recorder.stop();
    },
  );
});

function isInstalled({ roles = ROLE_NAMES }: Partial<Inputs>, name: RoleName): boolean {
  return roles.includes(name);
}

/** A change of rights that Terraform plans: of a policy, by its name, or of the trust policy of a role. */
interface PlannedRight {
  readonly kind: 'policy' | 'trust';
  readonly name: string;
}

function rightsIn(changes: readonly PlannedChange[]): PlannedRight[] {
  return changes.flatMap(({ type, change: { before, after } }): PlannedRight[] => {
    if (type === 'aws_iam_role')
      return differs(before?.assume_role_policy, after?.assume_role_policy)
        ? [{ kind: 'trust', name: after?.name ?? '' }]
        : [];
    return /^aws_iam_(policy|role_policy)$/.test(type) && differs(before?.policy, after?.policy)
      ? [{ kind: 'policy', name: after?.name ?? before?.name ?? '' }]
      : [];
  });
}

function differs(before: string | undefined, after: string | undefined): boolean {
  const parsed = (text = '{}'): object => JSON.parse(text) as object;
  return documentDifference(parsed(before), parsed(after)) !== undefined;
}

function isAnnounced({ kind, name }: PlannedRight, differences: readonly Difference[]): boolean {
  return differences.some((one) =>
    kind === 'trust' ? one.kind === 'trust' && one.role === name : one.subject === name,
  );
}
