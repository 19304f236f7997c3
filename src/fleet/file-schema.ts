import { z } from 'zod';
import { INPUTS, inputsTakenBy } from '../inputs/inputs';
import { ROLLOUT } from '../cloudformation/rollout';
import { BUCKET, CLOUD_NAME, HOSTNAME, REGION, type Field } from '../names/fields';
import { LAYOUTS } from './fleet';
import { inputSchema } from '../inputs/to-json-schema';

/*
 * The shape of the fleet file, for checks and for editors. The error of a part is what it allows, without
 * the words "must be"; the error of a section with unknown keys is the list of the known keys.
 */

/** Defaults of the file format. */
export const FILE_DEFAULTS = {
  layout: 'stack-per-account',
  region: 'us-east-1',
  prefix: 'octo-access',
  state: 'active',
  callAs: 'SELF',
  retainStacks: false,
} as const;

const ROLE_NAME = String.raw`^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`;

const FIELDS = {
  accountId: { pattern: /^[0-9]{12}$/, allowed: 'the 12 digits of an AWS account id, in quotes' },
  accountName: {
    pattern: /^[^\s\p{C}]([^\p{C}]{0,126}[^\s\p{C}])?$/u,
    allowed: 'a name of 1 to 128 characters, without spaces around it or control characters in it',
  },
  region: { pattern: REGION.pattern, allowed: 'one AWS region, like us-east-1' },
  roleName: {
    pattern: new RegExp(ROLE_NAME),
    allowed: 'the name of a role that all accounts have, like OctoInstaller (an ARN belongs to one account)',
  },
  role: {
    pattern: new RegExp(String.raw`${ROLE_NAME}|^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[\w+=,.@/-]+$`),
    allowed: 'the name or the ARN of a role, or null for the credentials at hand',
  },
  reason: { pattern: /\S/, allowed: 'the reason, in words' },
  prefix: {
    pattern: /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/,
    allowed: 'a prefix of S3 keys, like octo-access, without / around it',
  },
  project: { pattern: /^[\w -]+$/, allowed: 'the name of a project of HCP Terraform' },
  unit: {
    pattern: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/,
    allowed: 'the id of an organizational unit, like ou-abcd-11112222, or of the root, like r-abcd',
  },
} satisfies Record<string, Field>;

/** A section with these keys and no other. */
function section<Shape extends z.ZodRawShape>(shape: Shape, description?: string) {
  const keys = Object.keys(shape)
    .filter((key) => key !== '$schema')
    .join(', ');
  return z
    .strictObject(shape, {
      error: ({ code }) => (code === 'unrecognized_keys' ? keys : `a section with ${keys}`),
    })
    .meta({ description });
}

function text({ pattern, allowed }: Field, description?: string) {
  return z
    .string({ error: allowed })
    .regex(pattern, { error: allowed })
    .meta({ description, patternErrorMessage: `must be ${allowed}` });
}

function list<Item extends z.ZodType>(item: Item, items: string, description: string, min = 0) {
  const error = `a list of ${items}${min > 0 ? `, at least ${min}` : ''}`;
  const all = z.array(item, { error });
  return (min > 0 ? all.min(min, { error }) : all).meta({ description });
}

function choice<const Value extends string>(values: readonly Value[], byDefault: Value, description: string) {
  const error = values.map((value) => `"${value}"`).join(' or ');
  return z.enum(values, { error }).optional().meta({ description, default: byDefault });
}

function yesOrNo(byDefault: boolean | undefined, description: string) {
  const meta = byDefault === undefined ? { description } : { description, default: byDefault };
  return z.boolean({ error: 'true or false' }).optional().meta(meta);
}

function percentage(min: number, byDefault: number, description: string) {
  const error = `a whole number from ${min} to 100`;
  return z
    .int({ error })
    .min(min, { error })
    .max(100, { error })
    .optional()
    .meta({ description, default: byDefault });
}

const inputShape = Object.fromEntries(INPUTS.map((spec) => [spec.name, inputSchema(spec)]));
/** Inputs of many accounts. */
const sharedInputs = new Set<string>(inputsTakenBy('fleetDefaults'));
const sharedInputShape = Object.fromEntries(
  Object.entries(inputShape).filter(([name]) => sharedInputs.has(name)),
);

const BACKEND_TYPES = '"local" or "s3" or "cloud"';

const backend = z
  .discriminatedUnion(
    'type',
    [
      section({ type: z.literal('local') }, 'Files beside the configuration.'),
      section(
        {
          type: z.literal('s3'),
          bucket: text(BUCKET, 'Bucket of the states.'),
          region: text(FIELDS.region, 'Region of the bucket.'),
          prefix: text(FIELDS.prefix, 'States are <prefix>/<stack>.tfstate.')
            .optional()
            .meta({ default: FILE_DEFAULTS.prefix }),
        },
        'An S3 bucket: encrypted, locked natively (Terraform 1.10 or later).',
      ),
      section(
        {
          type: z.literal('cloud'),
          organization: text(CLOUD_NAME, 'Organization of HCP Terraform.'),
          hostname: text(HOSTNAME, 'Host of Terraform Enterprise. Default: HCP Terraform.').optional(),
          project: text(FIELDS.project, 'Project that new workspaces are put into.').optional(),
        },
        'HCP Terraform or Terraform Enterprise, one workspace per stack.',
      ),
    ],
    {
      error: ({ code }: { code: string }) =>
        code === 'invalid_union' ? BACKEND_TYPES : `a section with type: ${BACKEND_TYPES}`,
    },
  )
  .optional()
  .meta({ description: 'Where the states are kept. Default: files beside the configuration.' });

const account = section(
  {
    id: text(
      FIELDS.accountId,
      'AWS account id, in quotes: YAML reads digits as a number and drops leading zeros.',
    ),
    name: text(FIELDS.accountName, 'Name for people. Default: the id.').optional(),
    region: text(
      FIELDS.region,
      'Region whose endpoints are called. Default: the one in defaults.',
    ).optional(),
    role: text(FIELDS.role).nullable().optional().meta({
      description:
        'Role to assume in the account, by name or ARN; null for none, where the credentials at hand belong to this account. Default: the one in defaults.',
    }),
    state: choice(
      ['active', 'removing'],
      FILE_DEFAULTS.state,
      'removing: the next deployment removes the roles from the account; then remove the entry.',
    ),
    inputs: section(
      inputShape,
      'Inputs of this account; each replaces the one in defaults. null means the default of the input itself.',
    ).optional(),
  },
  'An account that is installed directly, with credentials that reach it.',
);

const organization = section(
  {
    organizational_units: list(
      text(FIELDS.unit),
      'organizational units',
      'Units whose accounts are installed, with all units below them; or the root.',
      1,
    ),
    region: text(
      FIELDS.region,
      'The one region of the stacks: IAM is global. Default: the one in defaults.',
    ).optional(),
    role: text(FIELDS.role).nullable().optional().meta({
      description:
        'Role to assume in the account that owns the StackSet, by name or ARN. Default: none, where the credentials at hand belong to this account.',
    }),
    call_as: choice(
      ['SELF', 'DELEGATED_ADMIN'],
      FILE_DEFAULTS.callAs,
      'Who owns the StackSet: the management account (SELF) or a delegated administrator.',
    ),
    auto_deployment: yesOrNo(
      undefined,
      'Whether accounts that join the units later are installed too. Default: true, unless accounts are left out, which AWS would then install as they join or move.',
    ),
    retain_stacks_on_account_removal: yesOrNo(
      FILE_DEFAULTS.retainStacks,
      'Whether the roles stay in accounts that leave the units.',
    ),
    failure_tolerance_percentage: percentage(
      0,
      ROLLOUT.failureTolerancePercentage,
      'Share of the accounts that may fail before the deployment stops, rounded down to whole accounts. With 0 the first failure stops it.',
    ),
    max_concurrent_percentage: percentage(
      1,
      ROLLOUT.maxConcurrentPercentage,
      'Share of the accounts that are deployed at a time.',
    ),
    inputs: section(
      sharedInputShape,
      'Inputs of all accounts of the StackSet; each replaces the one in defaults. tags are set on the StackSet.',
    ).optional(),
  },
  'Accounts that a CloudFormation StackSet with service-managed permissions installs: all below the units except excluded ones and those listed under accounts. It never reaches the management account.',
);

/** The whole file. */
export const fleetFile = section(
  {
    $schema: z.string({ error: 'where editors find the schema' }).optional().meta({
      description: 'Where editors find the schema.',
    }),
    layout: choice(
      LAYOUTS,
      FILE_DEFAULTS.layout,
      'How accounts are deployed: stack-per-account (a state each), provider-aliases (one state, at most 25 accounts), opentofu (one state, for_each over providers).',
    ),
    backend,
    management_account: text(
      FIELDS.accountId,
      'Id of the management account of the organization.',
    ).optional(),
    defaults: section(
      {
        region: text(
          FIELDS.region,
          'Region whose endpoints are called. IAM is global: any region of the partition will do.',
        )
          .optional()
          .meta({ default: FILE_DEFAULTS.region }),
        role: text(
          FIELDS.roleName,
          'Name of the role to assume in every account. Default: none, the credentials at hand.',
        ).optional(),
        inputs: section(sharedInputShape, 'Inputs of all accounts and of the StackSet.').optional(),
      },
      'Values for all accounts that do not set their own.',
    ).optional(),
    accounts: list(account, 'accounts', 'Accounts that are installed directly.').optional(),
    exclude: list(
      section(
        {
          id: text(FIELDS.accountId, 'AWS account id, in quotes.'),
          reason: text(FIELDS.reason, 'Why nothing is installed there.'),
        },
        'An account that nothing is installed in.',
      ),
      'accounts, each with id and reason',
      'Accounts that nothing is installed in.',
    ).optional(),
    organization: organization.optional(),
  },
  'The accounts that Octo access for Terraform is installed in.',
).meta({ anyOf: [{ required: ['accounts'] }, { required: ['organization'] }] });

/** A valid file. */
export type FleetFile = z.input<typeof fleetFile>;

/** A file with undefined in place of every invalid part. */
export type FleetDraft = Draft<FleetFile>;

type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T;
