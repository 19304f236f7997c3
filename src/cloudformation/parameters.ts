import { combinationsOf, combinationText } from '../inputs/combinations';
import { CONSOLE_GROUPS, type ParameterSpec } from '../inputs/input-spec';
import { inputFromText } from '../inputs/from-text';
import {
  INPUTS,
  inputProperty,
  inputSpec,
  inputsTakenBy,
  type InputName,
  type Inputs,
} from '../inputs/inputs';
import { parameterDefinition, parameterName, parameterValue } from '../inputs/to-cloudformation';
import { ROLES } from '../catalogue/roles';
import { ROLE_NAMES, type RoleName } from '../names/role-names';

/** A parameter of the template, and how the console shows it. */
export interface Parameter {
  readonly name: string;
  readonly group: ParameterSpec['group'];
  /** The parameter in the template. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** Whether AlphausAcctAccessRole may update the stack. */
export const STACK_UPDATE_PARAMETER = 'AllowStackUpdate';

/** The organizational units, or the root, of the template for an organization. */
export const TARGET_PARAMETER = 'TargetOrganizationId';

/** Name of the parameter that says whether a role is installed. */
export function installParameter(role: RoleName): string {
  return `Install${role}`;
}

/** The template's parameters, from the input table, in its order. */
export function parameters(): Parameter[] {
  const ofInputs = INPUTS.flatMap((input) => {
    const { name, parameter } = input;
    if (!parameter) return [];
    const { group } = parameter;
    if (name === 'roles') return ROLE_NAMES.map((role) => ({ ...installs(role), group }));
    return [{ name: parameterName(name), group, definition: parameterDefinition(input, parameter) }];
  });
  const definition = {
    Type: 'String',
    Default: 'true',
    AllowedValues: ['true', 'false'],
    Description:
      'Whether AlphausAcctAccessRole may update this stack if only inline policies of the two self-updatable roles change. Needs AllowSelfUpdate and no permissions boundary of your own.',
  };
  return [...ofInputs, { name: STACK_UPDATE_PARAMETER, group: 'reads', definition }];
}

/** Rules between parameters, as the template's `Rules`. */
export function parameterRules(): Record<string, unknown> {
  return { ...rulesOfRoles(), ...rulesOfCombinations() };
}

function rulesOfCombinations(): Record<string, unknown> {
  return Object.fromEntries(
    combinationsOf(inputsTakenBy('stack')).map((combination) => {
      if (!('refused' in combination)) throw new Error(`no rule can say "${combination.message}"`);
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
            AssertDescription: `${item} passes ${needed} to SSM: install both, or leave ${item} out.`,
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
    ParameterGroups: Object.entries(CONSOLE_GROUPS).map(([group, label]) => ({
      Label: { default: label },
      Parameters: all.filter((parameter) => parameter.group === group).map(({ name }) => name),
    })),
  };
}

/**
 * An installation's inputs as values of the template's parameters; only those that are given.
 *
 * @param inputs `changeRequests` and `directAutomation` must be `approved`: a stack supports no other value
 */
export function parameterValues(inputs: Inputs): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of inputsTakenBy('stack')) {
    const value = inputs[inputProperty(name)];
    if (value === undefined) continue;
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

/**
 * The inputs that values of a stack's parameters stand for: the opposite of `parameterValues`. A parameter that is not there, as
 * in a stack of an older template, is left out.
 *
 * @param stackArn of the stack, which it may let Octo update
 */
export function inputsOfParameters(
  values: Readonly<Record<string, string | undefined>>,
  stackArn: string,
): Partial<Record<InputName, unknown>> {
  const given = inputsTakenBy('stack').flatMap((name): [InputName, unknown][] => {
    if (name === 'roles')
      return [[name, ROLE_NAMES.filter((role) => values[installParameter(role)] !== 'false')]];
    const value = values[parameterName(name)];
    const spec = inputSpec(name);
    // CloudFormation has no null: an input that is not set is empty there.
    return value === undefined || (value === '' && spec.default === null)
      ? []
      : [[name, inputFromText(spec, value)]];
  });
  const updates = values[STACK_UPDATE_PARAMETER] === 'true';
  return { ...Object.fromEntries(given), ...(updates && { cloudformation_stack_arn: stackArn }) };
}

/** Whether a role is installed, as a condition. */
function isInstalled(role: RoleName): unknown {
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
