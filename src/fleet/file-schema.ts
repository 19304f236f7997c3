import { z } from 'zod';
import { INPUTS, inputsTakenBy } from '../inputs/inputs';
import { ROLLOUT } from '../cloudformation/stack-set';
import {
  ACCOUNT_ID,
  PROFILE,
  REGION,
  ROLE_EXTERNAL_ID,
  SESSION_NAME,
  UNIT,
  type Field,
} from '../names/fields';
import { backend } from './backend-schema';
import { LAYOUTS } from './fleet';
import { choice, list, percentage, section, text, yesOrNo } from './schema-parts';
import { inputSchema } from '../inputs/to-json-schema';

/*
 * The shape of the fleet file, for checks and for editors. The error of a part is what it allows, without
 * the words "must be"; the error of a section with unknown keys is the list of the known keys.
 */

/** Defaults of the file format. */
export const FILE_DEFAULTS = {
  layout: 'stack-per-account',
  region: 'us-east-1',
  state: 'active',
  callAs: 'SELF',
  retainStacks: false,
} as const;

const ROLE_NAME = String.raw`^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`;

const FIELDS = {
  accountId: { pattern: ACCOUNT_ID, allowed: 'the 12 digits of an AWS account id, in quotes' },
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
} satisfies Record<string, Field>;

const inputShape = Object.fromEntries(INPUTS.map((spec) => [spec.name, inputSchema(spec)]));
/** Inputs of many accounts. */
const sharedInputs = new Set<string>(inputsTakenBy('fleetDefaults'));
const sharedInputShape = Object.fromEntries(
  Object.entries(inputShape).filter(([name]) => sharedInputs.has(name)),
);

/** What reaches an account beside its role. */
const access = (whose: string) => ({
  profile: text({ ...PROFILE, allowed: `${PROFILE.allowed}, or null for the credentials at hand` })
    .nullable()
    .optional()
    .meta({ description: `Profile of the AWS CLI that reaches ${whose}. Default: the credentials at hand.` }),
  role_external_id: text({ ...ROLE_EXTERNAL_ID, allowed: `${ROLE_EXTERNAL_ID.allowed}, or null for none` })
    .nullable()
    .optional()
    .meta({ description: 'External id that the role asks for; not the one of Octo. Default: none.' }),
  session_name: text({ ...SESSION_NAME, allowed: `${SESSION_NAME.allowed}, or null for Terraform's` })
    .nullable()
    .optional()
    .meta({ description: 'Name of the session of the role. Default: one that Terraform makes up.' }),
});

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
    ...access('the account'),
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
      text(UNIT),
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
    ...access('that account'),
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
        ...access('the accounts'),
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
