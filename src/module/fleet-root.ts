import { ErrorInWords } from '../names/error-in-words';
import {
  ACCESS_KEYS,
  type AccountAccess,
  type Fleet,
  type FleetAccount,
  type FleetBackend,
  type Layout,
} from '../fleet/fleet';
import { inputProperty, INPUTS, type InputName } from '../inputs/inputs';
import { REQUIRED } from '../names/versions';
import { parsedJson } from '../text/parsed-json';
import { literal } from '../text/hcl-literal';

/** The layouts with all accounts in one root module with one state. */
export type RootLayout = Exclude<Layout, 'stack-per-account'>;

/** File of a root module; the user may keep other files beside it. */
export const ROOT_FILE = 'main.tf.json';

/** Name of the state in a bucket, and of the workspace. */
const STATE = 'fleet';

const NAMES = INPUTS.map(({ name }) => name);

const MARK = 'Written by `octo-access root` from the fleet file: make changes there.';
/** The mark that 0.1.0 wrote. */
const FORMER_MARK = 'Written by `npm run root` from the fleet file: make changes there.';

/** The part of an earlier run's output that decides what the next run may write. */
export interface WrittenRoot {
  readonly layout: RootLayout;
  readonly accounts: ReadonlyMap<string, FleetAccount['state']>;
}

/** Accounts are gone from the list while their roles exist; Terraform would have no provider to destroy them. */
export class DirectRemovalError extends ErrorInWords {
  /** @param accountIds all of them */
  constructor(readonly accountIds: readonly string[]) {
    super(
      [
        'These accounts are in the root module that was written before, but no longer in the list:',
        ...accountIds.map((id) => `  - ${id}`),
        'Terraform destroys roles through the provider that created them, so the provider must stay for one more apply.',
        'Put each account back with `state: removing`, write the root module again and apply; then remove it from the list.',
        `If the root module was never applied to them, delete its ${ROOT_FILE} and write it again.`,
      ].join('\n'),
    );
    this.name = 'DirectRemovalError';
  }
}

/** A provider alias and a module call for each account, for Terraform, whose providers have no `for_each`. */
export function aliasesRoot(fleet: Fleet, source: string): Map<string, string> {
  const active = fleet.accounts.filter(({ state }) => state === 'active');
  return rootFile({
    terraform: terraformBlock(fleet.backend, requiredTerraform(fleet.backend)),
    provider: {
      aws: fleet.accounts.map(({ id, name, region, ...access }) => ({
        '//': literal(name),
        alias: alias(id),
        region,
        allowed_account_ids: [id],
        ...(access.profile === undefined ? {} : { profile: literal(access.profile) }),
        ...(access.roleArn === undefined ? {} : { assume_role: assumedRole(access) }),
      })),
    },
    // Terraform refuses a block type without a block.
    ...(active.length > 0
      ? { module: Object.fromEntries(active.map((one) => moduleCall(one, source))) }
      : {}),
    output: onboarding(
      Object.fromEntries(active.map(({ id }) => [id, `\${module.${alias(id)}.octo_onboarding}`])),
    ),
  });
}

/** One provider and one module call, both with `for_each` over the accounts, for OpenTofu. */
export function openTofuRoot(fleet: Fleet, source: string): Map<string, string> {
  const { shared, own } = splitInputs(fleet.accounts);
  const ways = WAYS.filter(({ property }) =>
    fleet.accounts.some((account) => account[property] !== undefined),
  );
  const ofRole = ways.filter(({ property }) => property !== 'profile');
  return rootFile({
    terraform: terraformBlock(fleet.backend, REQUIRED.openTofuForEach),
    locals: {
      accounts: Object.fromEntries(
        fleet.accounts.map((account) => [account.id, accountObject(account, own, ways)]),
      ),
      active: '${{ for id, account in local.accounts : id => account if account.state == "active" }}',
    },
    provider: {
      aws: {
        alias: 'by_account',
        // Not local.active: the provider of an account must outlive its roles.
        for_each: '${local.accounts}',
        region: '${each.value.region}',
        allowed_account_ids: ['${each.key}'],
        ...(ways.length > ofRole.length ? { profile: '${each.value.profile}' } : {}),
        dynamic: {
          assume_role: {
            for_each: '${each.value.role_arn[*]}',
            content: {
              role_arn: '${assume_role.value}',
              ...Object.fromEntries(ofRole.map(({ key, argument }) => [argument, `\${each.value.${key}}`])),
            },
          },
        },
      },
    },
    module: {
      octo_access: {
        for_each: '${local.active}',
        source,
        providers: { aws: 'aws.by_account[each.key]' },
        ...shared,
        ...Object.fromEntries(own.map((name) => [name, `\${each.value.inputs.${name}}`])),
      },
    },
    output: onboarding('${{ for id, access in module.octo_access : id => access.octo_onboarding }}'),
  });
}

/**
 * Reads the file that an earlier run wrote.
 *
 * @param text of `ROOT_FILE`
 * @returns undefined if this package did not write the file
 */
export function readRoot(text: string): WrittenRoot | undefined {
  const root = parseObject(text);
  if (root?.['//'] !== MARK && root?.['//'] !== FORMER_MARK) return undefined;
  const { locals, provider, module } = root as unknown as Root;
  if (locals) {
    const states = Object.entries(locals.accounts).map(([id, { state }]) => [id, state] as const);
    return { layout: 'opentofu', accounts: new Map(states) };
  }
  const ids = (provider.aws as { allowed_account_ids: [string] }[]).map((aws) => aws.allowed_account_ids[0]);
  const states = ids.map((id) => [id, module?.[alias(id)] ? 'active' : 'removing'] as const);
  return { layout: 'provider-aliases', accounts: new Map(states) };
}

/**
 * Refuses a root module without accounts that the previous one installs: each must be `removing` for one apply first.
 *
 * @throws DirectRemovalError naming every such account
 */
export function refuseDirectRemoval({ accounts }: WrittenRoot, fleet: Fleet): void {
  const listed = new Set(fleet.accounts.map(({ id }) => id));
  const gone = [...accounts].filter(([id, state]) => state === 'active' && !listed.has(id));
  if (gone.length > 0) throw new DirectRemovalError(gone.map(([id]) => id));
}

type Arguments = Readonly<Record<string, unknown>>;

interface Root {
  readonly locals?: {
    readonly accounts: Readonly<Record<string, { readonly state: FleetAccount['state'] }>>;
  };
  readonly provider: { readonly aws: unknown };
  readonly module?: Readonly<Record<string, unknown>>;
}

function rootFile(root: Readonly<Record<string, unknown>>): Map<string, string> {
  return new Map([[ROOT_FILE, `${JSON.stringify({ '//': MARK, ...root }, null, 2)}\n`]]);
}

function requiredTerraform(backend: FleetBackend): string {
  if (backend.type === 's3') {
    if (backend.use_lockfile !== false) return REQUIRED.terraformWithS3;
    return backend.assume_role ? REQUIRED.terraformWithRoleToS3 : REQUIRED.terraform;
  }
  return backend.type === 'cloud' && backend.project ? REQUIRED.terraformWithProject : REQUIRED.terraform;
}

function terraformBlock(backend: FleetBackend, version: string): unknown {
  const aws = { source: 'hashicorp/aws', version: REQUIRED.aws };
  const requirements = { required_version: version, required_providers: { aws } };
  switch (backend.type) {
    case 'local':
      return { ...requirements, backend: { local: {} } };
    case 's3': {
      const { type: _, prefix, bucket, region, use_lockfile = true, ...settings } = backend;
      const key = `${prefix}/${STATE}.tfstate`;
      return {
        ...requirements,
        backend: { s3: { bucket, key, region, encrypt: true, use_lockfile, ...settings } },
      };
    }
    case 'cloud': {
      const { hostname, organization, project } = backend;
      const workspaces = { name: `octo-${STATE}`, project };
      return { ...requirements, cloud: { hostname, organization, workspaces } };
    }
  }
}

/** What reaches an account beside its role: its name in the list of accounts, and in the provider's block or that of the role. */
const WAYS = (Object.keys(ACCESS_KEYS) as (keyof typeof ACCESS_KEYS)[]).map((property) => ({
  property,
  key: ACCESS_KEYS[property],
  argument: ACCESS_KEYS[property].replace(/^role_/, ''),
}));
type Way = (typeof WAYS)[number];

function assumedRole({ roleArn, roleExternalId, sessionName }: AccountAccess): unknown {
  const role = { role_arn: roleArn, external_id: roleExternalId, session_name: sessionName };
  return literal(Object.fromEntries(Object.entries(role).filter(([, value]) => value !== undefined)));
}

function moduleCall(account: FleetAccount, source: string): [string, unknown] {
  const providers = { aws: `aws.${alias(account.id)}` };
  return [alias(account.id), { '//': literal(account.name), source, providers, ...moduleArguments(account) }];
}

/** Every account has every attribute, so that one expression reads them all; null means the module's default. */
function accountObject(account: FleetAccount, own: readonly InputName[], ways: readonly Way[]): unknown {
  const { name, state, region, roleArn = null } = account;
  const way = ways.map(({ property, key }) => [key, account[property] ?? null] as const);
  const inputs = Object.fromEntries(own.map((input) => [input, argument(account, input) ?? null]));
  return literal({ name, state, region, role_arn: roleArn, ...Object.fromEntries(way), inputs });
}

/** Arguments of the module that all accounts share, and the names of the inputs that differ. */
function splitInputs(accounts: readonly FleetAccount[]): { shared: Arguments; own: readonly InputName[] } {
  const isShared = (name: InputName): boolean =>
    new Set(accounts.map((account) => JSON.stringify(argument(account, name)))).size === 1;
  const shared = NAMES.filter(isShared);
  return {
    shared: accounts[0] ? moduleArguments(accounts[0], shared) : {},
    own: NAMES.filter((name) => !shared.includes(name)),
  };
}

/** Arguments of the module that the account sets, in the order of the input table. */
function moduleArguments(account: FleetAccount, names: readonly InputName[] = NAMES): Arguments {
  const given = names.filter((name) => argument(account, name) !== undefined);
  return Object.fromEntries(given.map((name) => [name, literal(argument(account, name))]));
}

function argument({ inputs }: FleetAccount, name: InputName): unknown {
  return inputs[inputProperty(name)];
}

function onboarding(value: unknown): unknown {
  const description = 'Account, partition, external id and role ARNs of each installation, by account id.';
  return { octo_onboarding: { description, value } };
}

function alias(accountId: string): string {
  return `account_${accountId}`;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
