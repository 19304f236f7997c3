import { ACCOUNT_ID } from '../inputs/account-placeholder';
import { ROLES } from '../catalogue/roles';
import type { Toggle } from '../catalogue/role-spec';
import {
  defaults,
  INPUTS,
  inputSpec,
  type Configuration,
  type InputName,
  type ListInput,
} from '../inputs/inputs';
import { parameterName } from '../inputs/to-cloudformation';
import { type RoleName } from '../names/role-names';
import { scopeValues, toggleHolds, type Part, type Scope } from '../policy/scope';
import { installParameter, parameters, STACK_UPDATE_PARAMETER } from './parameters';

/** Values of inputs that are not parameters of the template. */
const BY_DEFAULT: Configuration = { ...defaults(), principal: '', externalId: '' };

/**
 * The scope of a CloudFormation template: values are parameters and pseudo parameters in texts for `Fn::Sub`, and
 * dependencies on inputs are conditions. `texts` turns a rendered document into the template's form; `conditionsOf` defines
 * the conditions that it names.
 */
export class CloudFormationScope implements Scope {
  readonly values = scopeValues({
    partition: '${AWS::Partition}',
    accountId: '${AWS::AccountId}',
    principal: inText('principal'),
    externalId: inText('external_id'),
    stackArn: '${AWS::StackId}',
  });

  private readonly declared = new Map<string, unknown>();

  /** The conditions that a part of the template names, and those that they refer to, by name. */
  conditionsOf(part: unknown): Record<string, unknown> {
    const used = new Map<string, unknown>();
    const names = conditionNames(part);
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      if (used.has(name)) continue;
      if (!this.declared.has(name)) throw new Error(`no condition is named ${name}`);
      used.set(name, this.declared.get(name));
      names.push(...conditionNames(used.get(name)));
    }
    return Object.fromEntries([...used].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  holds(toggles: readonly Toggle[]): boolean | { expression: string } {
    const known = toggles.map((toggle) => this.toggle(toggle));
    if (known.includes(false)) return false;
    const open = known.filter((condition) => typeof condition === 'string');
    return open.length === 0 ? true : { expression: this.all(open) };
  }

  each(list: ListInput, text: string): { expression: unknown } {
    const [before = '', after = ''] = text.split('{item}');
    if (/[{}]/.test(before + after)) throw new Error(`Fn::Join takes no value in its delimiter: "${text}"`);
    const delimited = join(`${after},${before}`, { 'Fn::Split': [',', { Ref: parameterName(list) }] });
    return { expression: join('', after === '' ? [before, delimited] : [before, delimited, after]) };
  }

  concat(parts: readonly Part[]): unknown {
    if (parts.some(({ items }) => 'expression' in items)) return splitList(parts);
    const left = [...parts];
    const list: unknown[] = [];
    for (let part = left.shift(); part; part = left.shift()) {
      const items = part.items as readonly unknown[];
      const condition = part.when?.expression as string | undefined;
      if (condition === undefined) {
        list.push(...items);
        continue;
      }
      const { first, also } = this.partsOf(condition);
      const opposite = this.oppositeOf(first);
      if (opposite !== undefined && this.all([opposite, ...also]) === left[0]?.when?.expression) {
        const choices = either(first, items, left.shift()?.items as readonly unknown[]);
        list.push(...(also.length > 0 ? either(this.all(also), choices, []) : choices));
      } else {
        list.push(...either(condition, items, []));
      }
    }
    return list;
  }

  /** Name of the condition that a role is installed. */
  installed(role: RoleName): string {
    const word = ROLES[role].id.split('_').at(-1) ?? '';
    const name = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
    return this.named(name, equals(installParameter(role), 'true'));
  }

  /** Name of the condition that a parameter has this value; `''` for an empty parameter. */
  is(parameter: string, value: string): string {
    return this.named(valueCondition(parameter, value), equals(parameter, value));
  }

  /** Name of the condition that a parameter is not empty. */
  isSet(parameter: string): string {
    const topic = topicOf(parameter);
    return this.named(topic === parameter ? `Has${parameter}` : topic, {
      'Fn::Not': [equals(parameter, '')],
    });
  }

  /**
   * The value of a parameter with the account's id in place of its one placeholder. No function replaces text, and the
   * delimiter of Fn::Join can be no function, so the parts around the placeholder are put together again.
   */
  ofAccount(parameter: string): unknown {
    const whole = { Ref: parameter };
    const parts = { 'Fn::Split': [ACCOUNT_ID, whole] };
    const open = this.named(`${topicOf(parameter)}OfAccount`, {
      'Fn::Not': [{ 'Fn::Equals': [join('', parts), whole] }],
    });
    const part = (index: number): unknown => ({ 'Fn::Select': [index, parts] });
    return choice(open, join('', [part(0), { Ref: 'AWS::AccountId' }, part(1)]), whole);
  }

  /** Name of the condition that all of the conditions hold. */
  all(names: readonly string[]): string {
    const each = [...new Set(names)] as [string, ...string[]];
    const [first, ...others] = each;
    if (others.length === 0) return first;
    return this.named(each.join(''), { 'Fn::And': each.map((Condition) => ({ Condition })) });
  }

  /** A rendered value with its texts in the template's form. */
  texts(value: unknown): unknown {
    if (typeof value === 'string') return substituted(value);
    if (Array.isArray(value)) return value.map((item) => this.texts(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.texts(item)]));
  }

  /** The name of a condition, or a boolean if the value is already known. */
  private toggle(toggle: Toggle): string | boolean {
    if ('role' in toggle) return this.installed(toggle.role);
    if (toggle.input === 'cloudformation_stack_arn') {
      // The template's own stack is the one to update.
      return this.is(STACK_UPDATE_PARAMETER, 'true');
    }
    const { withheld } = inputSpec(toggle.input);
    if (withheld?.stack !== undefined) return toggleHolds(toggle, BY_DEFAULT);
    const parameter = parameterName(toggle.input);
    if (toggle.input === 'allow_self_update') {
      if (!toggle.is) throw new Error('no row asks for self-update to be off');
      const wanted = { 'Fn::Not': [equals(parameter, 'false')] };
      const builtIn = equals(parameterName('permissions_boundary_arn'), '');
      return this.named('SelfUpdate', { 'Fn::And': [wanted, builtIn] });
    }
    if (toggle.is === 'set') return this.isSet(parameter);
    return this.is(parameter, toggle.is === 'unset' ? '' : String(toggle.is));
  }

  /** The parts of an `Fn::And` condition, the first one separately. */
  private partsOf(name: string): { readonly first: string; readonly also: readonly string[] } {
    const { 'Fn::And': parts } = this.declared.get(name) as { 'Fn::And'?: { Condition?: string }[] };
    const [first = name, ...also] = (parts ?? []).flatMap(({ Condition }) => Condition ?? []);
    return { first, also };
  }

  /** For a condition that a parameter with two values has one of them: the name of the condition for the other value. */
  private oppositeOf(name: string): string | undefined {
    const { 'Fn::Equals': equal } = this.declared.get(name) as { 'Fn::Equals'?: [{ Ref: string }, string] };
    if (!equal) return undefined;
    const [{ Ref: parameter }, value] = equal;
    const [opposite, ...more] = allowedValues(parameter).filter((other) => other !== value);
    return opposite !== undefined && more.length === 0 ? valueCondition(parameter, opposite) : undefined;
  }

  private named(name: string, definition: unknown): string {
    const known = this.declared.get(name) ?? definition;
    if (JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`two conditions are named ${name}`);
    this.declared.set(name, definition);
    return name;
  }
}

/** Names of all conditions in a part of a template. */
function conditionNames(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(conditionNames);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part as Record<string, unknown>).flatMap(([key, value]) => {
    if (key === 'Condition' && typeof value === 'string') return [value];
    if (key !== 'Fn::If') return conditionNames(value);
    const [name, ...branches] = value as [string, ...unknown[]];
    return [name, ...conditionNames(branches)];
  });
}

/** A parameter's value in a text of the template. */
export function inText(input: InputName): string {
  return `\${${parameterName(input)}}`;
}

/** An element of a list that exists only if the condition holds. */
export function optional(condition: unknown, item: unknown): unknown {
  return choice(condition, item, { Ref: 'AWS::NoValue' });
}

/** `Fn::If`. */
export function choice(condition: unknown, item: unknown, otherwise: unknown): unknown {
  return { 'Fn::If': [condition, item, otherwise] };
}

/** Elements of a list that exist if the condition holds, and those that exist if it does not. */
function either(condition: string, items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const [longer, nothing] = [items.length > others.length ? items : others, { Ref: 'AWS::NoValue' }];
  return longer.map((_, index) => choice(condition, items[index] ?? nothing, others[index] ?? nothing));
}

/** `Fn::Join`. */
export function join(delimiter: string, texts: unknown): unknown {
  return { 'Fn::Join': [delimiter, texts] };
}

/** One list from texts and comma-separated texts: CloudFormation can only join them and split them again. */
export function listOf(texts: readonly unknown[]): unknown {
  return { 'Fn::Split': [',', join(',', texts)] };
}

/** Short name of a parameter, since conditions repeat it often: `AllowSelfUpdate` -> `SelfUpdate`. */
function topicOf(parameter: string): string {
  const input = INPUTS.find(({ name }) => parameterName(name) === parameter);
  return input?.parameter?.topic ?? parameter.replace(/^(Allow|Require)/, '');
}

/** `AllowSelfUpdate` and `true` -> `SelfUpdate`. */
function valueCondition(parameter: string, value: string): string {
  const topic = topicOf(parameter);
  const name = { '': `No${topic}`, true: topic, false: `No${topic}` }[value];
  const suffix = value.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name ?? `${topic}${suffix}`;
}

function allowedValues(parameter: string): readonly string[] {
  const { definition } = parameters().find(({ name }) => name === parameter) ?? {};
  return (definition?.['AllowedValues'] ?? []) as readonly string[];
}

function equals(parameter: string, value: string): unknown {
  return { 'Fn::Equals': [{ Ref: parameter }, value] };
}

function substituted(text: string): unknown {
  const whole = /^\$\{([^}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return { Ref: whole };
  return text.includes('${') ? { 'Fn::Sub': text } : text;
}

/** A list from an input cannot be an element of another list, so all elements are joined and split again. */
function splitList(parts: readonly Part[]): unknown {
  const texts = parts.flatMap(({ items, when }) => {
    if (when) throw new Error('a list of an input cannot depend on another input in CloudFormation');
    return 'expression' in items ? [items.expression] : items;
  });
  return listOf(texts);
}
