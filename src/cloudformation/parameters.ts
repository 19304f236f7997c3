import type { InputRule, InputSpec, InputValue } from '../inputs/rules';
import { combinationsOf, combinationText } from '../inputs/combinations';
import { INPUTS, inputProperty, type InputName, type Inputs } from '../inputs/table';
import { ROLES } from '../catalogue/roles';
import { ROLE_NAMES, type RoleName } from '../names/role-names';

/** A parameter of the template, and how the console shows it. */
export interface Parameter {
  readonly name: string;
  readonly group: string;
  /** As the template has it. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/**
 * Inputs that a stack answers itself: its own ARN, and its tags, which CloudFormation puts on every
 * resource. Tags of single roles, since a parameter takes no map. And those that loosen what keeps
 * Alphaus from the executor: an update by Alphaus leaves parameters behind that the customer's next
 * update takes for granted.
 */
export const WITHOUT_PARAMETER: readonly InputName[] = [
  'change_executor_source_arn_check',
  'change_requests',
  'cloudformation_stack_arn',
  'direct_automation',
  'role_tags',
  'tags',
];

/** Whether AlphausAcctAccessRole may update the stack. */
export const STACK_UPDATE_PARAMETER = 'AllowStackUpdate';

const GROUPS = {
  onboarding: "From Octo's onboarding page",
  roles: 'Roles to install',
  limits: 'Limits of your own',
  reads: 'What Alphaus reads, and updates itself',
  changes: 'Changes through Octo',
} as const;

const GROUP_OF: Readonly<Partial<Record<InputName, string>>> = {
  principal: GROUPS.onboarding,
  external_id: GROUPS.onboarding,
  roles: GROUPS.roles,
  max_session_duration: GROUPS.limits,
  permissions_boundary_arn: GROUPS.limits,
  allow_self_update: GROUPS.reads,
  cost_explorer_access: GROUPS.reads,
  cost_optimization_hub_enrollment: GROUPS.reads,
  vetted_runbooks: GROUPS.changes,
  require_change_request_approval: GROUPS.changes,
  change_executor_access: GROUPS.changes,
  change_executor_policy_arns: GROUPS.changes,
};

/** What a stack says otherwise than the input table, because it differs or for the bytes. */
const DESCRIPTIONS: Partial<Record<InputName, string>> = {
  external_id:
    "External id from Octo's onboarding page. Alphaus must send it with every AssumeRole. Not a secret.",
  permissions_boundary_arn:
    'ARN of a permissions boundary of your own for all five roles, in place of the built-in ones, whose Denies are then attached; it turns self-update off. To set or remove it later, first update the stack without OctoRecommendationSearcherRole and AlphausAcctAccessRole.',
  allow_self_update:
    'Whether AlphausAcctAccessRole may write inline policies of the two self-updatable roles, always within their built-in boundaries. Empty: yes, unless PermissionsBoundaryArn is set.',
  cost_optimization_hub_enrollment:
    'Whether AlphausAcctAccessRole may enrol the account in Cost Optimization Hub, where most recommendations come from, and take it out again.',
  vetted_runbooks:
    'Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval, separated by commas. Empty: none.',
  change_executor_access:
    'What OctoChangeExecutorRole may change: anything, or only what recommendations take.',
  change_executor_policy_arns:
    'ARNs of the managed policies of OctoChangeExecutorRole, separated by commas, in place of AdministratorAccess; not beside recommendations.',
};

/** What the console says of a bad value: all rules in one sentence, and empty where Terraform leaves an input out. */
const CONSTRAINTS: Partial<Record<InputName, string>> = {
  external_id:
    "must have 2 to 1,224 ASCII letters, digits and _+=,.@:/- (no spaces, quotes, line breaks or invisible characters), copied from Octo's onboarding page.",
  permissions_boundary_arn:
    'must be empty, or the ARN of an IAM managed policy, like arn:aws:iam::111122223333:policy/name, that is not a built-in boundary.',
  change_executor_policy_arns:
    'may hold only 1 to 10 ARNs of IAM managed policies, like arn:aws:iam::aws:policy/ReadOnlyAccess, separated by commas without spaces.',
  vetted_runbooks:
    'may hold only the runbooks that its pattern names, separated by commas without spaces; for any other, approve an Automation document of your own.',
};

/** `external_id` -> `ExternalId`. */
export function parameterName(name: InputName): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Name of the parameter that says whether a role is installed. */
export function installParameter(role: RoleName): string {
  return `Install${role}`;
}

/** The template's parameters, from the input table, in its order. */
export function parameters(): Parameter[] {
  const ofInputs = INPUTS.flatMap((input) => {
    const group = GROUP_OF[input.name];
    if (group === undefined) return [];
    if (input.name === 'roles') return ROLE_NAMES.map((role) => ({ ...installs(role), group }));
    const definition = {
      Type: typeOf(input),
      ...(input.default === undefined ? {} : { Default: parameterValue(input.default) }),
      ...constraints(input),
      Description: DESCRIPTIONS[input.name] ?? input.description,
    };
    return [{ name: parameterName(input.name), group, definition }];
  });
  const definition = {
    Type: 'String',
    Default: 'true',
    AllowedValues: ['true', 'false'],
    Description:
      'Whether AlphausAcctAccessRole may update this stack where only inline policies of the two self-updatable roles change. Takes AllowSelfUpdate and no boundary of your own.',
  };
  return [...ofInputs, { name: STACK_UPDATE_PARAMETER, group: GROUPS.reads, definition }];
}

/** What parameters mean for each other, as the template's `Rules`. */
export function parameterRules(): Record<string, unknown> {
  return { ...rulesOfRoles(), ...rulesOfCombinations() };
}

function rulesOfCombinations(): Record<string, unknown> {
  const known = INPUTS.map(({ name }) => name).filter((name) => !WITHOUT_PARAMETER.includes(name));
  return Object.fromEntries(
    combinationsOf(known).map((combination) => {
      const [first, ...others] = combination.refused.map(({ input, is }) => refusedValue(input, is));
      const name = combination.refused.map(({ input }) => parameterName(input)).join('Or');
      return [
        name,
        {
          RuleCondition: others.length === 1 ? others[0] : { 'Fn::And': others },
          Assertions: [
            {
              Assert: { 'Fn::Not': [first] },
              AssertDescription: `${combinationText(combination, parameterName)}.`,
            },
          ],
        },
      ];
    }),
  );
}

function refusedValue(input: InputName, is: string | boolean): unknown {
  const value = { Ref: parameterName(input) };
  if (is !== 'set') return { 'Fn::Equals': [value, String(is)] };
  return { 'Fn::Not': [{ 'Fn::Equals': [value, ''] }] };
}

function rulesOfRoles(): Record<string, unknown> {
  const roles = INPUTS.find(({ name }) => name === 'roles')?.rules ?? [];
  const needs = roles.flatMap((rule) =>
    rule.kind === 'requires' ? [[rule.item as RoleName, rule.needs as RoleName] as const] : [],
  );
  return Object.fromEntries(
    needs.map(([item, needed]) => [
      `${item}Needs${needed}`,
      {
        RuleCondition: isInstalled(item),
        Assertions: [
          {
            Assert: isInstalled(needed),
            AssertDescription: `${item} passes ${needed} to SSM: install that one too, or not this one.`,
          },
        ],
      },
    ]),
  );
}

/** Sections and labels of the console's form. */
export function parameterInterface(): Record<string, unknown> {
  const all = parameters();
  return {
    ParameterGroups: Object.values(GROUPS).map((group) => ({
      Label: { default: group },
      Parameters: all.filter((parameter) => parameter.group === group).map(({ name }) => name),
    })),
  };
}

/**
 * An installation's inputs as values of the template's parameters; only those that are given.
 *
 * @param inputs `changeRequests` and `directAutomation` must be `approved`: a stack knows no other
 */
export function parameterValues(inputs: Inputs): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name } of INPUTS) {
    const value = inputs[inputProperty(name)];
    if (value === undefined || WITHOUT_PARAMETER.includes(name)) continue;
    if (name === 'roles') {
      for (const role of ROLE_NAMES) {
        values[installParameter(role)] = String((value as readonly string[]).includes(role));
      }
    } else {
      values[parameterName(name)] = String(parameterValue(value));
    }
  }
  return values;
}

/** Whether a role is installed, as a condition. */
export function isInstalled(role: RoleName): unknown {
  return { 'Fn::Equals': [{ Ref: installParameter(role) }, 'true'] };
}

function installs(role: RoleName): Omit<Parameter, 'group'> {
  return {
    name: installParameter(role),
    definition: {
      Type: 'String',
      Default: 'true',
      AllowedValues: ['true', 'false'],
      Description: `Whether to install ${role}. ${ROLES[role].description}`,
    },
  };
}

/**
 * A list is a text to CloudFormation: `Rules` can ask whether a text is empty, not whether a list is; and of an empty
 * list validators take the one element, which is empty, for a bad ARN.
 */
function typeOf({ type }: InputSpec): string {
  return type === 'number' ? 'Number' : 'String';
}

/** CloudFormation has no null: what is not set is empty there. */
function parameterValue(value: InputValue): string | number {
  if (value === null) return '';
  if (typeof value === 'object') return (value as readonly string[]).join(',');
  return typeof value === 'number' ? value : String(value);
}

/** What CloudFormation itself can check. Whether the elements of a list differ, it cannot. */
function constraints(input: InputSpec): Record<string, unknown> {
  if (input.type === 'bool') {
    return { AllowedValues: [...(input.default === null ? [''] : []), 'true', 'false'] };
  }
  const integer = input.rules.find((rule) => rule.kind === 'integer');
  if (integer) return { MinValue: integer.min, MaxValue: integer.max, ...described(input, [integer]) };
  const oneOf = input.rules.find((rule) => rule.kind === 'oneOf');
  if (oneOf) return oneOfConstraints(input, oneOf);
  const rules = input.rules.filter(({ kind }) => ['pattern', 'notPattern', 'length'].includes(kind));
  const [only, ...others] = rules;
  const pattern =
    only?.kind === 'pattern' && others.length === 0 ? only.pattern : `^${rules.map(lookahead).join('')}.*$`;
  const mayBeEmpty = input.default === null || input.type === 'list(string)';
  const whole = input.type === 'list(string)' ? listPattern(input, pattern) : pattern;
  return { AllowedPattern: mayBeEmpty ? `^$|${whole}` : whole, ...described(input, rules) };
}

function oneOfConstraints(input: InputSpec, rule: InputRule & { kind: 'oneOf' }): Record<string, unknown> {
  if (input.type !== 'list(string)') return { AllowedValues: rule.values };
  const names = rule.values.map((name) => name.replaceAll('.', '\\.')).join('|');
  return { AllowedPattern: `^$|${listPattern(input, `^(${names})$`)}`, ...described(input, [rule]) };
}

/** The pattern of a list in one text. A comma separates, so it is part of no element. */
function listPattern({ rules }: InputSpec, pattern: string): string {
  const element = pattern.replace(/^\^|,|\$$/g, '');
  const size = rules.find((rule) => rule.kind === 'size');
  return `^(?!,)(,?${element}(?=,|$))${size ? `{${size.min},${size.max}}` : '+'}$`;
}

/** A rule as a lookahead, so that several hold at once. CloudFormation matches the whole value. */
function lookahead(rule: InputRule): string {
  switch (rule.kind) {
    case 'pattern':
      return `(?=${rule.pattern.slice(1)})`;
    case 'notPattern':
      return `(?!.*${rule.pattern})`;
    case 'length':
      return `(?=.{${rule.min},${rule.max}}$)`;
    default:
      throw new Error(`no pattern can say "${rule.message}"`);
  }
}

/** CloudFormation puts the parameter's name before it. */
function described({ name }: InputSpec, rules: readonly InputRule[]): Record<string, unknown> {
  const messages = `${rules.map(({ message }) => message).join('; ')}.`;
  return { ConstraintDescription: CONSTRAINTS[name as InputName] ?? messages };
}
