import type { InstalledRole } from '../../policy/installed';
import { parsedArn } from '../arn';
import { decide } from '../evaluate';
import { statementsOf } from '../statements';
import { constrained } from './constrained';
import type { Place, Rule, RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

/** Rules about who gets in. */
export const TRUST_RULES: readonly Rule[] = [
  {
    id: 'any-principal',
    explanation: 'A trust in everybody is open to every account of AWS.',
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
      'Another account is trusted without an external id that it must send: the confused deputy, IAM User Guide.',
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
      'A service is trusted whoever lets it work, from any account: aws:SourceAccount or aws:SourceArn must name this one.',
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
      'A service is trusted for whatever in the account lets it work, not for one kind of resource.',
    of: 'statement',
    kinds: ['trust'],
    find: (place) => (constrained(place.statement, 'aws:SourceArn') ? [] : trusted(place, 'Service')),
  },
  {
    id: 'whole-account-trust',
    explanation: 'All principals of an account are trusted whose own policies let them.',
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
      'A role that Alphaus assumes could assume this one, if its policies let it: the trust must deny it, whatever they say.',
    of: 'role',
    find: (role, installation, facts) =>
      installation
        .filter((other) => isVendorAssumed(other, facts))
        .filter((other) => letsIn(role, other.arn))
        .map(({ name }) => name),
  },
  {
    id: 'foreign-policy',
    explanation: 'A managed policy whose text is not ours: what it grants changes without us.',
    of: 'role',
    find: (role, _, facts) => role.foreignPolicyArns.map((arn) => withPlaceholders(arn, role, facts)),
  },
];

/** Principals of one type that an Allow names, everybody left out: that is a finding of its own. */
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
