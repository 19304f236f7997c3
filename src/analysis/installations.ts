import { defaults, inputProperty, type Configuration, type InputName } from '../inputs/table';
import { installedRoles, type InstalledRole } from '../policy/installed';
import { VETTED_RUNBOOK_NAMES } from '../inputs/vetted-runbooks';

/** One way to install the roles. */
export interface Installation {
  /** What differs from the defaults, and the partition. */
  readonly title: string;
  readonly configuration: Configuration;
  readonly roles: readonly InstalledRole[];
}

const ACCOUNT_ID = '111122223333';
const REQUIRED = { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };

/** For each input another value than its default, for a partition; required inputs: the longest that they take. */
const OTHER_SETTINGS: Readonly<Record<InputName, (partition: string) => unknown>> = {
  principal: () => '999999999999',
  external_id: () => 'x'.repeat(1224),
  roles: () => ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
  tags: () => ({ team: 'finops' }),
  role_tags: () => ({ AlphausAcctAccessRole: { 'dp:exclude:identity': 'true' } }),
  max_session_duration: () => 3600,
  permissions_boundary_arn: (partition) => `arn:${partition}:iam::${ACCOUNT_ID}:policy/${'x'.repeat(128)}`,
  allow_self_update: () => false,
  cost_explorer_access: () => 'read-only',
  cost_optimization_hub_enrollment: () => false,
  vetted_runbooks: () => VETTED_RUNBOOK_NAMES,
  direct_automation: () => 'any',
  change_requests: () => 'any',
  require_change_request_approval: () => true,
  change_executor_access: () => 'recommendations',
  change_executor_policy_arns: (partition) =>
    Array.from({ length: 10 }, (_, index) => `arn:${partition}:iam::${ACCOUNT_ID}:policy/own${index}`),
  change_executor_source_arn_check: () => false,
  cloudformation_stack_arn: (partition) =>
    `arn:${partition}:cloudformation:us-gov-west-1:${ACCOUNT_ID}:stack/${'x'.repeat(128)}/${'0'.repeat(36)}`,
};

/** Settings that only together make a document what it is. */
const TOGETHER: readonly (readonly InputName[])[] = [
  ['permissions_boundary_arn', 'cloudformation_stack_arn'],
  ['change_requests', 'require_change_request_approval'],
  ['permissions_boundary_arn', 'cost_explorer_access'],
];

/** The defaults, every input's other setting and the pairs that matter; by Terraform and by CloudFormation they are the same. */
export function installations(partition: string): Installation[] {
  const other = (...inputs: InputName[]): Partial<Configuration> =>
    Object.fromEntries(inputs.map((input) => [inputProperty(input), OTHER_SETTINGS[input](partition)]));
  const single = Object.keys(OTHER_SETTINGS) as InputName[];
  return [
    installation('defaults', partition),
    ...single.map((input) => installation(input, partition, other(input))),
    ...TOGETHER.map((inputs) => installation(inputs.join(' and '), partition, other(...inputs))),
    installation('no vetted_runbooks', partition, { vettedRunbooks: [] }),
  ];
}

/** Those that the house rules are asked of: what the inputs change is the same in every partition. */
export function judgedInstallations(): Installation[] {
  return [
    ...installations('aws'),
    ...['aws-us-gov', 'aws-cn'].map((partition) => installation('defaults', partition)),
  ];
}

function installation(name: string, partition: string, setting: Partial<Configuration> = {}): Installation {
  const configuration: Configuration = { ...defaults(), ...REQUIRED, ...setting };
  const roles = installedRoles({ partition, accountId: ACCOUNT_ID }, configuration);
  return { title: `${name}, ${partition}`, configuration, roles };
}
