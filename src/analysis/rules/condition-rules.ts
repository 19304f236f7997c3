import { parsedOperator, type Operator } from '../operators';
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
      keys(statement, 'Allow', ({ set }, { key }) => set === 'ForAllValues' && !isDemanded(statement, key)),
  },
  {
    id: 'forallvalues-in-deny',
    explanation: 'A Deny for requests all of whose values match is escaped by one value more.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Deny', ({ set }) => set === 'ForAllValues'),
  },
  {
    id: 'foranyvalue-in-allow',
    explanation: 'An Allow for requests one of whose values matches takes every other value along.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ set }) => set === 'ForAnyValue'),
  },
  {
    id: 'if-exists-in-allow',
    explanation: 'An Allow by …IfExists holds for requests without the key, whatever they mean.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ ifExists }) => ifExists),
  },
  {
    id: 'negated-condition-in-allow',
    explanation:
      'An Allow by a negated operator holds for requests without the key, and for all values but some.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ negated }) => negated),
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
        ({ name }, { key }) =>
          key.toLowerCase() === 'aws:tagkeys' && ['StringEquals', 'StringLike'].includes(name),
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
          ({ name }, { values }) =>
            /^String(Not)?Equals/.test(name) && values.some((value) => /[*?]/.test(value)),
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
  {
    id: 'parameters-that-exclude-each-other',
    explanation:
      'CloudFormation takes ResourceTypes or Capabilities with a call, not both, and a template with named roles needs Capabilities: an Allow that demands ResourceTypes can never be used for it.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement }) =>
      statement.effect === 'Allow' && isDemanded(statement, 'cloudformation:ResourceTypes')
        ? statement.actions
        : [],
  },
];

/** Keys of conditions of statements of one effect, as they are spelt. Throws on an operator that IAM does not have. */
function keys(
  { sid, effect, conditions }: Statement,
  of: string,
  test: (operator: Operator, condition: Condition) => boolean,
): string[] {
  return conditions
    .filter((condition) => {
      const operator = parsedOperator(condition.operator);
      if (!operator) throw new Error(`${sid}: IAM has no condition operator "${condition.operator}"`);
      return effect === of && test(operator, condition);
    })
    .map(({ key }) => key);
}

function isDemanded({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    (other) =>
      other.operator === 'Null' &&
      other.key.toLowerCase() === key.toLowerCase() &&
      other.values.join() === 'false',
  );
}
