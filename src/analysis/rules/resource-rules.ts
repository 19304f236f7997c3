import type { Analysis } from '../analysis';
import { arnsOverlap, parsedArn } from '../arn';
import type { Statement } from '../statements';
import { allowedAt } from './allowed';
import { GRANTS, type Place, type Rule, type RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

const CHANGES = ['Write', 'Tagging', 'Permissions management'] as const;

/** Rules about resources. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    id: 'unscoped-write',
    explanation: 'The action changes something, and AWS does not support limiting it to resources.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unlimited(place, facts).filter((action) => !takesResources(action, facts)),
  },
  {
    id: 'wildcard-resource-on-scopable-write',
    explanation:
      'The action changes something and is allowed on every resource, though it could be limited to some.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unlimited(place, facts).filter((action) => takesResources(action, facts)),
  },
  {
    id: 'write-on-whole-type',
    explanation:
      'The action changes something and is allowed on all resources of one type, also on those that have nothing to do with Octo.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) =>
      place.statement.resources.some(isWholeType) ? allowedAt(CHANGES, place, facts) : [],
  },
  {
    id: 'resource-in-other-account',
    explanation:
      "An Allow covers resources of another account: any account, AWS's own, or one that is named.",
    of: 'statement',
    kinds: GRANTS,
    find: ({ role, statement }, facts) =>
      statement.effect === 'Allow'
        ? statement.resources
            .filter((resource) => resource !== '*' && isElsewhere(resource, role.arn, facts))
            .map((resource) => withPlaceholders(resource, role, facts))
        : [],
  },
  {
    id: 'hard-coded-partition',
    explanation:
      "An ARN names another partition than the role's: in GovCloud or China it would match nothing, and a Deny would deny nothing.",
    of: 'statement',
    kinds: ['trust', ...GRANTS],
    find: (place, facts) =>
      textsOf(place.statement)
        .filter((text) => text.startsWith('arn:') && !text.startsWith(`arn:${partitionOf(place)}:`))
        .map((text) => withPlaceholders(text, place.role, facts)),
  },
];

/** Actions that change something, on every resource. */
function unlimited(place: Place, facts: RuleFacts): string[] {
  const { statement } = place;
  const everywhere = statement.resources.includes('*') || statement.notResources.length > 0;
  return everywhere ? allowedAt(CHANGES, place, facts) : [];
}

function takesResources(action: string, { analysis }: RuleFacts): boolean {
  return (analysis.actions.get(action)?.resourceTypes ?? []).length > 0;
}

/** `document/*`, `automation-definition/*:*`, or just `*`. */
function isWholeType(resource: string): boolean {
  const parts = parsedArn(resource);
  return (
    parts !== undefined &&
    /^([^*?]*[/:])?[*:/]+$/.test(parts.resource) &&
    !/[/:][^*?/:]+[/:]/.test(parts.resource)
  );
}

function isElsewhere(resource: string, roleArn: string, { analysis }: RuleFacts): boolean {
  const [parts, own] = [parsedArn(resource), parsedArn(roleArn)];
  if (!parts || !own) throw new Error(`"${parts ? roleArn : resource}" is not an ARN`);
  if (parts.account === own.account) return false;
  if (parts.account !== '') return true;
  // Some types, like S3 buckets, have ARNs without an account: their ARN does not show another account.
  return !analysis.once(formatsWithoutAccount, null).some((format) => arnsOverlap(format, resource));
}

function formatsWithoutAccount(_: null, { resourceTypes }: Analysis): readonly string[] {
  return [...resourceTypes.values()].filter((format) => parsedArn(format)?.account === '');
}

function partitionOf({ role }: Place): string {
  return parsedArn(role.arn)?.partition ?? '';
}

function textsOf({ resources, notResources, principals = {}, conditions }: Statement): string[] {
  return [
    // A resource of any partition is fine, as a role acts in its own partition only. In the others IAM compares the text.
    ...[...resources, ...notResources].filter((arn) => !arn.startsWith('arn:*:')),
    ...Object.values(principals).flat(),
    ...conditions.flatMap(({ values }) => values),
  ];
}
