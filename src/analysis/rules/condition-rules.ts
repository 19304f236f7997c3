import { parsedOperator, type Operator } from '../operators';
import type { Condition, Statement } from '../statements';
import { GRANTS, type Rule } from './rule';

const EVERYWHERE = ['trust', ...GRANTS] as const;

/** Rules about conditions that hold, or fail, unexpectedly. */
export const CONDITION_RULES: readonly Rule[] = [
  {
    id: 'forallvalues-without-null',
    explanation:
      'ForAllValues also holds for a request without the key: an Allow must require the key by Null = false.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) =>
      keys(statement, 'Allow', ({ set }, { key }) => set === 'ForAllValues' && !isDemanded(statement, key)),
  },
  {
    id: 'forallvalues-in-deny',
    explanation: 'A Deny with ForAllValues can be escaped by adding one value that does not match.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Deny', ({ set }) => set === 'ForAllValues'),
  },
  {
    id: 'foranyvalue-in-allow',
    explanation: 'An Allow with ForAnyValue allows every other value, as long as one value matches.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ set }) => set === 'ForAnyValue'),
  },
  {
    id: 'if-exists-in-allow',
    explanation: 'An Allow with …IfExists also applies to requests without the key.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ ifExists }) => ifExists),
  },
  {
    id: 'negated-condition-in-allow',
    explanation:
      'An Allow with a negated operator also applies to requests without the key, and to every value that is not listed.',
    of: 'statement',
    kinds: EVERYWHERE,
    find: ({ statement }) => keys(statement, 'Allow', ({ negated }) => negated),
  },
  {
    id: 'deny-with-case-sensitive-tag-key',
    explanation:
      'Conditions ignore the case of a tag key when they look a tag up: a Deny must compare aws:TagKeys without case.',
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
      'The value looks like a pattern, but the operator compares exactly and takes * and ? literally.',
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
    explanation: 'IAM fills in a policy variable from the request, and the caller may control its value.',
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
      'CloudFormation takes ResourceTypes or Capabilities in a call, not both, and a template with named roles needs Capabilities: an Allow that requires ResourceTypes never works for such a template.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement }) =>
      statement.effect === 'Allow' && isDemanded(statement, 'cloudformation:ResourceTypes')
        ? statement.actions
        : [],
  },
];

/** Condition keys of a statement, as they are spelt, if it has that effect. Throws on an operator that IAM does not have. */
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
