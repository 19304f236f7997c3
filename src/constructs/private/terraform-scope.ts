import { Token, type IResolvable } from 'cdktf';
import type { Toggle } from '../../catalogue/role-spec';
import { ACCOUNT_ID, ofAccount } from '../../inputs/account-placeholder';
import { inputProperty, inputSpec, type Configuration } from '../../inputs/inputs';
import { fill, scopeValues, toggleHolds, type Expression as Deferred, type Scope } from '../../policy/scope';
import { holdsToken } from './plain-inputs';
import { call, conditional, Expression, not, operation, PartsList } from './expression';
import type { TargetAccount } from '../target-account';

/** The scope of a Terraform configuration: values that are unknown at synthesis become expressions. */
export function terraformScope(account: TargetAccount, settings: Configuration<IResolvable>): Scope {
  const { accountId, partition } = account;
  const values = scopeValues({
    partition,
    accountId,
    principal: settings.principal as string,
    externalId: settings.externalId as string,
    stackArn: (settings.cloudformationStackArn ?? '') as string,
  });
  return {
    values,
    holds: (toggles) => {
      const known = toggles.map((toggle) => toggleValue(toggle, settings));
      if (known.includes(false)) return false;
      const expressions = known.filter((value): value is Deferred => value !== true);
      const [first, ...others] = expressions.map(({ expression }) => expression);
      if (first === undefined) return true;
      return { expression: others.reduce((all, next) => operation(all, '&&', next), first) };
    },
    each: (list, text) => {
      const names = settings[inputProperty(list)] as string[];
      if (!holdsToken(names)) return names.map((item) => fill(text, { ...values, item }, list));
      // formatlist needs its values in the order of the text's placeholders.
      const inOrder = [...text.matchAll(/\{([^{}]*)\}/g)].map(([placeholder, name]) =>
        name === 'item' ? names : fill(placeholder, values, list),
      );
      return { expression: call('formatlist', text.replace(/\{[^{}]*\}/g, '%s'), ...inOrder) };
    },
    concat: (parts) =>
      new PartsList(
        parts.map(({ items, when }) => ({
          items: 'expression' in items ? items.expression : items,
          when: when?.expression,
        })),
      ),
  };
}

/** The customer's own boundary if one is set, otherwise the given ARN; undefined if there is neither. */
export function ownBoundaryOr(
  settings: Configuration<IResolvable>,
  accountId: string,
  otherwise: string | undefined,
): string | undefined {
  const own = settings.permissionsBoundaryArn as string | null;
  if (own === null) return otherwise;
  if (!Token.isUnresolved(own)) return ofAccount(own, accountId);
  const set = otherwise === undefined ? own : call('coalesce', own, otherwise);
  const filled = call('replace', set, ACCOUNT_ID, accountId);
  return (
    otherwise === undefined ? conditional(operation(own, '!=', null), filled, null) : filled
  ).toString();
}

/** ARNs of policies with the account's id in place of its placeholder; null stays null. */
export function arnsOfAccount(arns: unknown, accountId: string): unknown {
  if (!holdsToken(arns)) return ofAccount(arns, accountId);
  return new Expression(
    (hcl) => `[for arn in ${hcl(arns)} : replace(arn, ${hcl(ACCOUNT_ID)}, ${hcl(accountId)})]`,
  );
}

/** `whenSet` if a nullable input is set, otherwise `whenNull`; decided at synthesis if its value is known. */
export function ifSet(value: unknown, whenSet: unknown, whenNull: unknown): unknown {
  if (value === null) return whenNull;
  return holdsToken(value) ? conditional(operation(value, '!=', null), whenSet, whenNull) : whenSet;
}

/** Whether self-update is in force; decided at synthesis as far as its two inputs are known. */
function selfUpdate({
  allowSelfUpdate,
  permissionsBoundaryArn: own,
}: Configuration<IResolvable>): boolean | Expression {
  const isOpen = holdsToken(own);
  if (allowSelfUpdate === false || (own !== null && !isOpen)) return false;
  const wanted = holdsToken(allowSelfUpdate) && call('coalesce', allowSelfUpdate, true);
  const builtIn = isOpen && operation(own, '==', null);
  if (wanted && builtIn) return operation(builtIn, '&&', wanted);
  return wanted || builtIn || true;
}

/**
 * The opposite, for a `count`: known at plan if `allow_self_update` is given, even if the boundary's ARN is known
 * only after apply. If both are set, a precondition fails.
 */
export function selfUpdateIsOff({
  allowSelfUpdate,
  permissionsBoundaryArn: own,
}: Configuration<IResolvable>): boolean | Expression {
  if (typeof allowSelfUpdate === 'boolean') return !allowSelfUpdate;
  const isOwn = holdsToken(own) ? operation(own, '!=', null) : own !== null;
  if (!holdsToken(allowSelfUpdate)) return isOwn;
  return conditional(operation(allowSelfUpdate, '==', null), isOwn, not(allowSelfUpdate));
}

function toggleValue(toggle: Toggle, settings: Configuration<IResolvable>): boolean | Deferred {
  if ('role' in toggle) {
    return holdsToken(settings.roles)
      ? { expression: call('contains', settings.roles, toggle.role) }
      : toggleHolds(toggle, settings as Configuration);
  }
  if (toggle.input === 'allow_self_update') {
    const value = selfUpdate(settings);
    if (typeof value === 'boolean') return value === toggle.is;
    return { expression: toggle.is ? value : not(value) };
  }
  const value: unknown = settings[inputProperty(toggle.input)];
  if (!holdsToken(value)) return toggleHolds(toggle, settings as Configuration);
  if (toggle.is === 'set' || toggle.is === 'unset') {
    const isSet = toggle.is === 'set';
    // A list that cannot be null counts as not set if it is empty.
    const isList = inputSpec(toggle.input).default !== null;
    if (isList) return { expression: operation(call('length', value), isSet ? '>' : '==', 0) };
    return { expression: operation(value, isSet ? '!=' : '==', null) };
  }
  if (toggle.is === true) return { expression: value };
  if (toggle.is === false) return { expression: not(value) };
  return { expression: operation(value, '==', toggle.is) };
}
