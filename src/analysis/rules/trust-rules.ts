import type { InstalledRole } from '../../policy/installed';
import { parsedArn } from '../arn';
import { decide } from '../evaluate';
import { statementsOf } from '../statements';
import { constrained } from './constrained';
import type { Place, Rule, RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

/** Rules about who may assume a role. */
export const TRUST_RULES: readonly Rule[] = [
  {
    id: 'any-principal',
    explanation: 'A trust policy that trusts everybody is open to every AWS account.',
    of: 'statement',
    kinds: ['trust'],
    find: ({ statement }) =>
      statement.effect === 'Allow' &&
      Object.values(statement.principals ?? {})
        .flat()
        .includes('*')
        ? [statement.sid]
        : [],
  },
  {
    id: 'trust-without-external-id',
    explanation:
      'Another account is trusted without an external id: the confused deputy problem of the IAM User Guide.',
    of: 'statement',
    kinds: ['trust'],
    find: (place, facts) =>
      constrained(place.statement, 'sts:ExternalId')
        ? []
        : trusted(place, 'AWS')
            .filter((name) => parsedArn(name)?.account !== parsedArn(place.role.arn)?.account)
            .map((name) => withPlaceholders(name, place.role, facts)),
  },
  {
    id: 'unconditioned-service-trust',
    explanation:
      'A service is trusted on behalf of any account: aws:SourceAccount or aws:SourceArn must name this one.',
    of: 'statement',
    kinds: ['trust'],
    find: (place) =>
      constrained(place.statement, 'aws:SourceAccount') || constrained(place.statement, 'aws:SourceArn')
        ? []
        : trusted(place, 'Service'),
  },
  {
    id: 'service-trust-without-source-arn',
    explanation:
      'A service is trusted on behalf of any resource of the account, not of one kind of resource.',
    of: 'statement',
    kinds: ['trust'],
    find: (place) => (constrained(place.statement, 'aws:SourceArn') ? [] : trusted(place, 'Service')),
  },
  {
    id: 'whole-account-trust',
    explanation: 'Every principal of an account is trusted, if its own policies allow it to assume the role.',
    of: 'statement',
    kinds: ['trust'],
    find: (place, facts) =>
      trusted(place, 'AWS')
        .filter((name) => name.endsWith(':root'))
        .map((name) => withPlaceholders(name, place.role, facts)),
  },
  {
    id: 'chained-from-vendor-role',
    explanation:
      'A role that Alphaus assumes could assume this one, if its policies allowed it: the trust policy must deny that in any case.',
    of: 'role',
    find: (role, installation, facts) =>
      installation
        .filter((other) => isVendorAssumed(other, facts))
        .filter((other) => letsIn(role, other.arn))
        .map(({ name }) => name),
  },
  {
    id: 'foreign-policy',
    explanation: 'A managed policy is not ours: its text can change without us.',
    of: 'role',
    find: (role, _, facts) => role.foreignPolicyArns.map((arn) => withPlaceholders(arn, role, facts)),
  },
];

/** Principals of one type that an Allow names, without `*`, which has its own finding. */
function trusted({ statement: { effect, principals = {} } }: Place, type: 'AWS' | 'Service'): string[] {
  return effect === 'Allow' ? (principals[type] ?? []).filter((name) => name !== '*') : [];
}

function isVendorAssumed(role: InstalledRole, { vendorAccount }: RuleFacts): boolean {
  const partition = parsedArn(role.arn)?.partition ?? '';
  return letsIn(role, `arn:${partition}:iam::${vendorAccount}:root`);
}

function letsIn(role: InstalledRole, principal: string): boolean {
  const context = { 'aws:PrincipalArn': principal };
  return decide(statementsOf(role.trust), {
    principal,
    action: 'sts:AssumeRole',
    resource: role.arn,
    context,
  }).possible;
}
