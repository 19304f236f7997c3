import { holds, type KnownContext } from '../../analysis/conditions';
import { actionMatches, decide, type Request } from '../../analysis/evaluate';
import { statementsOf, type Statement } from '../../analysis/statements';
import { ROLES } from '../../catalogue/roles';
import type { Configuration } from '../../inputs/inputs';
import type { RoleName } from '../../names/role-names';
import { SSM_SERVICE } from '../../names/ssm-service';
import { printable } from '../../text/printable';
import type { Document } from '../observed';

/**
 * Why a role may be somebody else's although it has the name of one of Octo's: its trust policy lets in somebody whom no installation
 * of Octo lets in, or keeps out whom ours lets in. Undefined if it is Octo's.
 *
 * @param accountId the account that the role is in
 */
export function foreignOwner(
  role: RoleName,
  trust: Document,
  inputs: Configuration,
  accountId: string,
): string | undefined {
  const { principal, externalId } = inputs;
  const statements = readTrust(trust);
  if (statements === undefined) return 'has a trust policy that this command cannot read';
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const { isVendors, automation } = meantFor(role);
  const trusted = allows.flatMap(({ principals = {} }) =>
    Object.entries(principals).flatMap(([kind, names]) => names.map((name) => ({ kind, name }))),
  );
  const expected = ({ kind, name }: { readonly kind: string; readonly name: string }): boolean => {
    if (kind === 'Service') return automation && name === SSM_SERVICE;
    return kind === 'AWS' && accountOf(name) === (isVendors ? principal : accountId);
  };
  const others = trusted.filter((one) => !expected(one)).map(({ name }) => name);
  if (others.length > 0) return printable(`trusts ${[...new Set(others)].join(', ')}`);
  if (trusted.length === 0) return 'trusts nobody';
  if (letsIn(role, trust, inputs, accountId)) return undefined;
  if (automation) return `does not trust ${SSM_SERVICE}`;
  return isVendors
    ? `does not let ${principal} assume it with the external id ${externalId}`
    : `does not let ${accountId} assume it`;
}

/** Whether a trust policy may let in some of those whom ours lets in: Alphaus with our external id, SSM, or the account itself. */
export function letsIn(role: RoleName, trust: Document, inputs: Configuration, accountId: string): boolean {
  const statements = (readTrust(trust) ?? []).filter(({ principals }) => principals !== undefined);
  return decide(statements, assuming(role, inputs, accountId)).possible;
}

/**
 * Whether a trust policy surely lets in everybody whom ours lets in. One that names a single user, has a further condition, or a Deny
 * that ours does not have, too, may keep somebody out.
 *
 * @param ours the trust policy that the role is to have
 */
export function letsAllIn(
  role: RoleName,
  trust: Document,
  ours: Document,
  inputs: Configuration,
  accountId: string,
): boolean {
  const { action, context } = assuming(role, inputs, accountId);
  const about = (document: Document, effect: Statement['effect']): Statement[] =>
    (readTrust(document) ?? []).filter((one) => one.effect === effect && actionMatches(one, action));
  const denies = about(trust, 'Deny').filter(
    ({ conditions }) => !conditions.some((condition) => holds(condition, context) === 'no'),
  );
  return (
    about(ours, 'Allow').every((narrow) =>
      about(trust, 'Allow').some((wide) => reachesAsFar(wide, narrow)),
    ) && denies.every((narrow) => about(ours, 'Deny').some((wide) => reachesAsFar(wide, narrow)))
  );
}

/** Whether a statement of a trust policy is about all callers and cases that another one is about. */
function reachesAsFar(wide: Statement, narrow: Statement): boolean {
  const names = Object.values(wide.principals ?? {})
    .flat()
    .map(wholeAccount);
  return (
    Object.values(narrow.principals ?? {})
      .flat()
      .every((name) => names.includes('*') || names.includes(wholeAccount(name))) &&
    wide.conditions.every(({ operator, key, values }) =>
      narrow.conditions.some(
        (one) =>
          one.operator === operator &&
          one.key === key &&
          (operator.includes('Not')
            ? one.values.length === values.length && one.values.every((value) => values.includes(value))
            : one.values.every((value) => values.includes(value))),
      ),
    )
  );
}

/** The id of an account that is named by its root; other names as they are. */
function wholeAccount(name: string): string {
  return /^arn:[^:]*:iam::(\d{12}):root$/.exec(name)?.[1] ?? name;
}

/** How those whom our trust policy lets in assume a role. */
function assuming(
  role: RoleName,
  { principal, externalId }: Configuration,
  accountId: string,
): Request & { readonly principal: string; readonly context: KnownContext } {
  const { isVendors, automation } = meantFor(role);
  const anybodyOf = isVendors ? principal : accountId;
  return {
    principal: automation ? SSM_SERVICE : `arn:aws:iam::${anybodyOf}:*`,
    action: 'sts:AssumeRole',
    resource: '*',
    context: automation
      ? {}
      : { 'aws:PrincipalAccount': anybodyOf, ...(isVendors && { 'sts:ExternalId': externalId }) },
  };
}

function meantFor(role: RoleName): { readonly isVendors: boolean; readonly automation: boolean } {
  const { trust } = ROLES[role];
  return {
    isVendors: trust.some(({ kind }) => kind === 'vendor'),
    automation: trust.some(({ kind }) => kind === 'automation'),
  };
}

function readTrust(trust: Document): Statement[] | undefined {
  try {
    return statementsOf(trust);
  } catch {
    return undefined;
  }
}

/** The account of a principal, which is written as an id or as an ARN. */
function accountOf(name: string): string {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1] ?? name;
}
