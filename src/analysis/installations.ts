import { EXAMPLE, sampleConfiguration } from '../inputs/samples';
import { inputProperty, INPUTS, type Configuration, type InputName } from '../inputs/inputs';
import { installedRoles, type InstalledRole } from '../policy/installed';

/** One way to install the roles. */
export interface Installation {
  /** What differs from the defaults, and the partition. */
  readonly title: string;
  readonly configuration: Configuration;
  readonly roles: readonly InstalledRole[];
}

/** Inputs that change a document only together. */
const TOGETHER: readonly (readonly InputName[])[] = [
  ['permissions_boundary_arn', 'cloudformation_stack_arn'],
  ['change_requests', 'require_change_request_approval'],
  ['permissions_boundary_arn', 'cost_explorer_access'],
];

/** The defaults, every input's other value, and the pairs that matter. Terraform and CloudFormation give the same roles. */
export function installations(partition: string): Installation[] {
  const lists = INPUTS.filter(
    ({ type, default: byDefault }) => type === 'list(string)' && byDefault !== null,
  );
  const sampled: readonly (readonly InputName[])[] = [...INPUTS.map(({ name }) => [name]), ...TOGETHER];
  return [
    installation('defaults', partition),
    ...sampled.map((inputs) => installation(inputs.join(' and '), partition, inputs)),
    ...lists.map(({ name }) => installation(`no ${name}`, partition, [], { [inputProperty(name)]: [] })),
  ];
}

/** The installations that the house rules judge. Inputs have the same effect in every partition, so the others get the defaults only. */
export function judgedInstallations(usual: readonly Installation[] = installations('aws')): Installation[] {
  return [...usual, ...['aws-us-gov', 'aws-cn'].map((partition) => installation('defaults', partition))];
}

function installation(
  name: string,
  partition: string,
  sampled: readonly InputName[] = [],
  setting: Partial<Configuration> = {},
): Installation {
  const configuration = { ...sampleConfiguration(sampled, partition), ...setting };
  const roles = installedRoles({ partition, accountId: EXAMPLE.accountId }, configuration);
  return { title: `${name}, ${partition}`, configuration, roles };
}
