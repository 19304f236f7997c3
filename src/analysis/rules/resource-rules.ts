import type { Analysis } from '../analysis';
import { arnsOverlap, parsedArn } from '../arn';
import type { Statement } from '../statements';
import { allowedAt } from './allowed';
import { GRANTS, type Place, type Rule, type RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

const CHANGES = ['Write', 'Tagging', 'Permissions management'] as const;

/** Rules about where something is allowed. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    id: 'unscoped-write',
    explanation: 'An action that changes something and that AWS lets nobody limit to resources.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unlimited(place, facts).filter((action) => !takesResources(action, facts)),
  },
  {
    id: 'wildcard-resource-on-scopable-write',
    explanation: 'An action that changes something, allowed on every resource though it could name some.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unlimited(place, facts).filter((action) => takesResources(action, facts)),
  },
  {
    id: 'write-on-whole-type',
    explanation:
      'An action that changes something, allowed on all resources of one type: on those, too, that have nothing to do with Octo.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) =>
      place.statement.resources.some(isWholeType) ? allowedAt(CHANGES, place, facts) : [],
  },
  {
    id: 'resource-in-other-account',
    explanation: "An Allow reaches resources of another account: any, AWS's own, or one that is named.",
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
      'An ARN names another partition than the role is in: in GovCloud or China it would match nothing, or a Deny deny nothing.',
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

/** `document/*`, `automation-definition/*:*`, or no more than `*`. */
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
  if (!parts || !own) throw new Error(`"${parts ? roleArn : resource}" is no ARN`);
  if (parts.account === own.account) return false;
  if (parts.account !== '') return true;
  // Some types, S3's buckets among them, have ARNs without an account: those are nobody else's by their form.
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
    // Of any partition is of this one too: a role acts in no other. Elsewhere IAM compares the text.
    ...[...resources, ...notResources].filter((arn) => !arn.startsWith('arn:*:')),
    ...Object.values(principals).flat(),
    ...conditions.flatMap(({ values }) => values),
  ];
}
