import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { isMap, isNode, parseDocument, visit } from 'yaml';
import { managedDocument, parsed, type Document, type ObservedRole } from './observe';

type Json = unknown;
type Values = Readonly<Record<string, string>>;

interface JsonSplit {
  readonly 'Fn::Split'?: readonly [string, Json];
}

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, Json>>;
}

/** A template as data, functions in their long forms. */
export interface Template {
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly Conditions: Readonly<Record<string, Json>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Json>>;
}

/** Reads a template as CloudFormation does, short forms of the functions included. */
export function parseTemplate(text: string): Template {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors[0]) throw document.errors[0];
  visit(document, (_, node) => {
    if (!isNode(node) || isMap(node) || !node.tag?.startsWith('!')) return undefined;
    const name = node.tag.slice(1);
    delete node.tag;
    const long = document.createNode({});
    long.items.push(document.createPair(['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`, null));
    (long.items[0] as { value: unknown }).value = node;
    return long;
  });
  return document.toJS() as Template;
}

/**
 * The template with its conditions decided and the choices of `Fn::If` made. The emulator makes them
 * too, but leaves `AWS::NoValue` in lists as an element, which AWS takes out.
 */
export function decided(template: Template, given: Values): Template {
  const values: Partial<Values> = {
    ...parameterDefaults(template),
    ...given,
    'AWS::Partition': 'aws',
  };
  const holds = (condition: Json): boolean => {
    if (typeof condition === 'string') return holds(template.Conditions[condition]);
    const [[name, argument]] = Object.entries(condition as object) as [[string, Json]];
    const parts = argument as Json[];
    if (name === 'Condition') return holds(argument);
    if (name === 'Fn::Not') return !holds(parts[0]);
    if (name === 'Fn::And') return parts.every(holds);
    if (name === 'Fn::Equals') return text(parts[0]) === text(parts[1]);
    throw new Error(`no condition is made with ${name}`);
  };
  const text = (value: Json): string => {
    if (typeof value === 'string') return value;
    const { Ref, 'Fn::Join': joined } = value as { Ref?: string; 'Fn::Join'?: readonly [string, JsonSplit] };
    if (Ref !== undefined) return values[Ref] ?? '';
    if (joined) {
      const [delimiter, { 'Fn::Split': [at, whole] = ['', ''] }] = joined;
      return text(whole).split(at).join(delimiter);
    }
    throw new Error(`cannot decide ${JSON.stringify(value)}`);
  };
  const NOTHING = Symbol('AWS::NoValue');
  const chosen = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(chosen).filter((item) => item !== NOTHING);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::If': choice } = value as { Ref?: string; 'Fn::If'?: [string, Json, Json] };
    if (Ref === 'AWS::NoValue') return NOTHING;
    if (choice) return chosen(holds(choice[0]) ? choice[1] : choice[2]);
    const entries = Object.entries(value).map(([key, item]) => [key, chosen(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== NOTHING));
  };
  const resources = Object.entries(template.Resources).flatMap(([id, { Condition, ...rest }]) => {
    return Condition === undefined || holds(Condition) ? [[id, chosen(rest)] as const] : [];
  });
  const { Conditions: _, ...rest } = template;
  return {
    ...(chosen(rest) as Template),
    Conditions: {},
    Resources: Object.fromEntries(resources) as Template['Resources'],
  };
}

/**
 * The resources and the outputs that CloudFormation makes of a template, its functions carried out. What only a stack
 * knows stays as `${AWS::AccountId}`.
 */
export function carriedOut(template: Template, given: Values): Pick<Template, 'Resources' | 'Outputs'> {
  const values: Values = { ...parameterDefaults(template), ...given };
  const made = (part: Json): Json => {
    if (Array.isArray(part)) return part.map(made);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([key, item]) => [key, made(item)] as const);
    const [[name, argument] = ['', undefined], ...others] = entries;
    const [first, second] = [argument].flat() as [Json, Json];
    if (others.length > 0) return Object.fromEntries(entries);
    switch (name) {
      case 'Ref':
        return values[first as string] ?? `\${${first as string}}`;
      case 'Fn::Sub': {
        const all = { ...values, ...(second as Values | undefined) };
        return (first as string).replace(/\$\{([^}]+)\}/g, (whole, key: string) => all[key] ?? whole);
      }
      case 'Fn::Join':
        return (second as string[]).join(first as string);
      case 'Fn::Split':
        return (second as string).split(first as string);
      case 'Fn::Select':
        return (second as Json[])[first as number];
      case 'Fn::FindInMap': {
        const [mapping, one, key] = argument as [string, string, string];
        return template.Mappings?.[mapping]?.[one]?.[key];
      }
      default:
        return Object.fromEntries(entries);
    }
  };
  const { Resources, Outputs } = decided(template, given);
  return made({ Resources, Outputs }) as Pick<Template, 'Resources' | 'Outputs'>;
}

function parameterDefaults({ Parameters: parameters }: Template): Values {
  const given = Object.entries(parameters).filter(([, { Default }]) => Default !== undefined);
  return Object.fromEntries(given.map(([name, { Default }]) => [name, String(Default)]));
}

/** A stack on the emulator. */
export class Stack {
  private constructor(
    private readonly template: Template,
    private readonly parameters: Values,
    /** ARN of the stack. */
    readonly id: string,
    readonly outputs: Readonly<Record<string, string>>,
  ) {}

  static async create(client: CloudFormationClient, template: Template, parameters: Values): Promise<Stack> {
    const TemplateBody = JSON.stringify(template);
    const { StackId: id = '' } = await client.send(
      new CreateStackCommand({
        StackName: 'octo-access',
        TemplateBody,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        // All of them: a list that is left to its default the emulator takes for a text.
        Parameters: Object.entries({ ...parameterDefaults(template), ...parameters }).map(
          ([ParameterKey, ParameterValue]) => ({
            ParameterKey,
            ParameterValue,
          }),
        ),
      }),
    );
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
    const outputs = (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [
      OutputKey ?? '',
      OutputValue ?? '',
    ]);
    return new Stack(template, parameters, id, Object.fromEntries(outputs) as Record<string, string>);
  }

  /**
   * One of its roles as the account has it. The emulator forgets which managed policies a stack attached
   * to a role: those are taken from the template, their documents from the account.
   */
  async observe(iam: IAMClient, name: string): Promise<ObservedRole> {
    const RoleName = name;
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const [, partition = '', , , account = ''] = role?.Arn?.split(':') ?? [];
    const document = async (arn: string): Promise<[string, Document | null]> => [
      arn,
      await managedDocument(iam, arn),
    ];
    const inline = PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, fromPython(PolicyDocument)] as const;
    });
    const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      name,
      arn: role?.Arn ?? '',
      path: role?.Path ?? '',
      description: role?.Description ?? '',
      maxSessionDuration: role?.MaxSessionDuration ?? 0,
      tags: {},
      trust: parsed(role?.AssumeRolePolicyDocument),
      inline: Object.fromEntries(await Promise.all(inline)),
      attached: Object.fromEntries(
        await Promise.all(this.attachedTo(name, partition, account).map(document)),
      ),
      boundary: boundary ? { arn: boundary, document: (await document(boundary))[1] } : null,
    };
  }

  private attachedTo(role: string, partition: string, account: string): string[] {
    const arns = this.template.Resources[role]?.Properties['ManagedPolicyArns'] ?? [];
    if (!Array.isArray(arns))
      return (this.parameters['ChangeExecutorPolicyArns'] ?? '')
        .replaceAll('{accountId}', account)
        .split(',');
    return (arns as { Ref?: string; 'Fn::Sub'?: string }[]).map((arn) => {
      if (arn['Fn::Sub'] !== undefined) return arn['Fn::Sub'].replace('${AWS::Partition}', partition);
      const policy = this.template.Resources[arn.Ref ?? '']?.Properties['ManagedPolicyName'] as string;
      return `arn:${partition}:iam::${account}:policy/${policy}`;
    });
  }
}

/** Of a role that a stack made, the emulator gives inline documents back as Python prints them. */
function fromPython(document = ''): Document {
  const text = decodeURIComponent(document);
  return JSON.parse(text.startsWith("{'") ? text.replaceAll("'", '"') : text) as Document;
}
