import type { Condition, Statement } from '../statements';
import { GRANTS, type Rule } from './rule';

const EVERYWHERE = ['trust', ...GRANTS] as const;

/** Rules about conditions that hold, or do not, where their writer did not think of it. */
export const CONDITION_RULES: readonly Rule[] = [
  {
    id: 'forallvalues-without-null',
    explanation:
      'ForAllValues holds for a request without the key, too: an Allow must demand the key by Null = false.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) =>
      keys(
        statement,
        'Allow',
        ({ operator, key }) => operator.startsWith('ForAllValues:') && !isDemanded(statement, key),
      ),
  },
  {
    id: 'forallvalues-in-deny',
    explanation: 'A Deny for requests all of whose values match is escaped by one value more.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Deny', ({ operator }) => operator.startsWith('ForAllValues:')),
  },
  {
    id: 'foranyvalue-in-allow',
    explanation: 'An Allow for requests one of whose values matches takes every other value along.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ operator }) => operator.startsWith('ForAnyValue:')),
  },
  {
    id: 'if-exists-in-allow',
    explanation: 'An Allow by …IfExists holds for requests without the key, whatever they mean.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ operator }) => operator.endsWith('IfExists')),
  },
  {
    id: 'negated-condition-in-allow',
    explanation:
      'An Allow by a negated operator holds for requests without the key, and for all values but some.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) =>
      keys(statement, 'Allow', ({ operator }) => /(^|:)(\w+Not|Not)[A-Z]/.test(operator)),
  },
  {
    id: 'deny-with-case-sensitive-tag-key',
    explanation:
      'Tag keys that differ in case only are one key where conditions look a tag up: a Deny must compare aws:TagKeys without case.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) =>
      keys(
        statement,
        'Deny',
        ({ operator, key }) =>
          key.toLowerCase() === 'aws:tagkeys' && /(^|:)String(Equals|Like)(IfExists)?$/.test(operator),
      ),
  },
  {
    id: 'literal-wildcard',
    explanation:
      'An operator that compares exactly takes * and ? for themselves; the value looks like a pattern.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) =>
      ['Allow', 'Deny'].flatMap((effect) =>
        keys(
          statement,
          effect,
          ({ operator, values }) =>
            /String(Not)?Equals/.test(operator) && values.some((value) => /[*?]/.test(value)),
        ),
      ),
  },
  {
    id: 'policy-variable',
    explanation: 'A value is put in by IAM when it decides, from what the caller brings along.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement: { resources, notResources, conditions } }) =>
      [...resources, ...notResources, ...conditions.flatMap(({ values }) => values)].filter((text) =>
        text.includes('${'),
      ),
  },
];

/** Keys of conditions of statements of one effect, as they are spelt. */
function keys(
  { effect, conditions }: Statement,
  of: string,
  test: (condition: Condition) => boolean,
): string[] {
  return effect === of ? conditions.filter(test).map(({ key }) => key) : [];
}

function isDemanded({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    (other) =>
      other.operator === 'Null' &&
      other.key.toLowerCase() === key.toLowerCase() &&
      other.values.join() === 'false',
  );
}
