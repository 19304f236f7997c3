import { holds, type KnownContext } from '../../analysis/conditions';
import { actionMatches, decide, type Request } from '../../analysis/evaluate';
import { statementsOf, type Statement } from '../../analysis/statements';
import { ROLES } from '../../catalogue/roles';
import type { Configuration } from '../../inputs/inputs';
import type { RoleName } from '../../names/role-names';
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
    if (kind === 'Service') return automation && name === SSM;
    return kind === 'AWS' && accountOf(name) === (isVendors ? principal : accountId);
  };
  const others = trusted.filter((one) => !expected(one)).map(({ name }) => name);
  if (others.length > 0) return printable(`trusts ${[...new Set(others)].join(', ')}`);
  if (trusted.length === 0) return 'trusts nobody';
  if (letsIn(role, trust, inputs, accountId)) return undefined;
  if (automation) return `does not trust ${SSM}`;
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
 * that may apply, does not.
 */
export function letsAllIn(
  role: RoleName,
  trust: Document,
  inputs: Configuration,
  accountId: string,
): boolean {
  const { principal, action, context } = assuming(role, inputs, accountId);
  const about = (readTrust(trust) ?? []).filter((statement) => actionMatches(statement, action));
  const whole = accountOf(principal);
  const isWhole = (name: string): boolean =>
    name === '*' || name === principal || name === whole || name.endsWith(`:iam::${whole}:root`);
  return (
    about.some(
      ({ effect, principals = {}, conditions }) =>
        effect === 'Allow' &&
        Object.values(principals).flat().some(isWhole) &&
        conditions.every((condition) => holds(condition, context) === 'yes'),
    ) &&
    about.every(
      ({ effect, conditions }) =>
        effect === 'Allow' || conditions.some((condition) => holds(condition, context) === 'no'),
    )
  );
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
    principal: automation ? SSM : `arn:aws:iam::${anybodyOf}:*`,
    action: 'sts:AssumeRole',
    resource: '*',
    context: automation
      ? {}
      : { 'aws:PrincipalAccount': anybodyOf, ...(isVendors && { 'sts:ExternalId': externalId }) },
  };
}

const SSM = 'ssm.amazonaws.com';

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
