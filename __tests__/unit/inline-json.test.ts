import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installations } from '../../src/analysis/installations';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { INLINE_LIMIT, inlineJson, inlineTemplate, withinLimit } from '../../src/cloudformation/inline-json';
import { parameterValues } from '../../src/cloudformation/parameters';
import type { Inputs } from '../../src/inputs/inputs';
import { carriedOut, parseTemplate, type Template } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';

const ROOT = resolve(__dirname, '../..');
const [yaml, json] = [TEMPLATE_FILES.yaml, TEMPLATE_FILES.json].map((path) =>
  readFileSync(join(ROOT, path), 'utf8'),
) as [string, string];
const readable = parseTemplate(yaml);
const inline = JSON.parse(json) as Template;

const SETTINGS: [title: string, values: Record<string, string>][] = [
  ...installations('aws').map(({ title, configuration }): [string, Record<string, string>] => [
    title,
    parameterValues(configuration as Inputs),
  ]),
  [
    'a boundary and a policy that each account has by the same name',
    parameterValues({
      ...EXAMPLE,
      permissionsBoundaryArn: 'arn:aws:iam::{accountId}:policy/own',
      changeExecutorPolicyArns: [
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
        'arn:aws:iam::{accountId}:policy/path/own',
      ],
    }),
  ],
  ['no updates of the stack', { ...parameterValues(EXAMPLE), AllowStackUpdate: 'false' }],
];

describe('the template that is sent inline', () => {
  test('is as `octo-access cloudformation` writes it', () => {
    expect(json).toBe(inlineTemplate());
  });

  test('has at most 48,000 bytes, and one that is longer is refused, with what makes it shorter', () => {
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(48_000);
    expect(withinLimit('x'.repeat(INLINE_LIMIT))).toHaveLength(INLINE_LIMIT);
    expect(() => withinLimit(`ü${'x'.repeat(INLINE_LIMIT - 1)}`)).toThrow(
      /^the CloudFormation template that is sent inline has 48001 bytes, but at most 48000 are allowed: remove actions from/,
    );
  });

  test.each(SETTINGS)('makes what the readable one makes, in the same order: %s', (_, values) => {
    const expected = JSON.stringify(withoutTexts(carriedOut(readable, values)));
    expect(JSON.stringify(withoutTexts(carriedOut(inline, values)))).toBe(expected);
    // Nothing is left to compare as it is written.
    expect(expected).not.toMatch(/"Fn::|"Ref"/);
  });

  test('has the parameters, rules, conditions and outputs of the readable one, without what is only shown', () => {
    const { Metadata: _, Resources: _resources, ...expected } = withoutTexts(readable);
    const { Mappings: _mappings, Resources: _inlineResources, ...others } = inline as unknown as Sections;
    expect(others).toEqual(expected);
  });

  test('fails to be equal where one action, one condition or the order of two actions differs', () => {
    const values = { ...parameterValues(EXAMPLE), CostExplorerAccess: 'read-only' };
    const expected = JSON.stringify(carriedOut(inline, values).Resources);
    const changes = [
      ['budgets:Describe*', 'budgets:Get*'],
      ['"Fn::If":["CostExplorerFull"', '"Fn::If":["Enrollment"'],
      ['budgets:Describe*,budgets:View*', 'budgets:View*,budgets:Describe*'],
    ] as const;
    for (const [from, to] of changes) {
      expect(json).toContain(from);
      const changed = JSON.parse(json.replaceAll(from, to)) as Template;
      expect(JSON.stringify(carriedOut(changed, values).Resources)).not.toBe(expected);
    }
  });
});

type Sections = Record<string, Record<string, Record<string, unknown>>>;

/** Without what the console shows of parameters and outputs. */
function withoutTexts(template: object): Sections {
  const { ...sections } = structuredClone(template) as Sections;
  for (const shown of Object.values({ ...sections['Parameters'], ...sections['Outputs'] })) {
    delete shown['Description'];
    delete shown['ConstraintDescription'];
  }
  return sections;
}

describe('JSON of few bytes', () => {
  const names = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, index) => `s${from + index}:A`);
  const template = (...statements: object[]): Template =>
    ({
      Parameters: {},
      Conditions: {},
      Resources: { One: { Statement: statements } },
    }) as unknown as Template;
  const short = (...statements: object[]): { statements: Record<string, unknown>[]; mappings: unknown } => {
    const made = JSON.parse(inlineJson(template(...statements) as never)) as Template;
    const one = made.Resources['One'] as unknown as { Statement: Record<string, unknown>[] };
    return { statements: one.Statement, mappings: made.Mappings };
  };
  const same = (...statements: object[]): void => {
    const before = template(...statements);
    const after = JSON.parse(inlineJson(before as never)) as Template;
    expect(carriedOut(after, {}).Resources).toEqual(carriedOut(before, {}).Resources);
  };

  test('has a list as one text that is split, where that is shorter', () => {
    const { statements, mappings } = short({ Action: names(0, 20) }, { Action: ['a:One', 'a:Two'] });
    expect(statements[0]).toEqual({ Action: { 'Fn::Split': [',', names(0, 20).join(',')] } });
    expect(statements[1]).toEqual({ Action: ['a:One', 'a:Two'] });
    expect(mappings).toEqual({ Lists: { Of: {} } });
  });

  test('has words that a list has often once', () => {
    const Action = Array.from({ length: 20 }, (_, index) => `service:Action${index}`);
    const { statements } = short({ Action });
    expect(JSON.stringify(statements[0]).match(/service:/g)).toHaveLength(2);
    same({ Action });
  });

  test('has texts that stand in a row in several lists once', () => {
    const lists = [names(0, 40), ['other:One', ...names(0, 40)], names(40, 50)];
    const { statements, mappings } = short(...lists.map((Action) => ({ Action })));
    expect(mappings).toEqual({ Lists: { Of: { T0: names(0, 40).join(',') } } });
    const values = { T0: { 'Fn::FindInMap': ['Lists', 'Of', 'T0'] } };
    expect(statements[1]).toEqual({
      Action: { 'Fn::Split': [',', { 'Fn::Sub': ['other:One,${T0}', values] }] },
    });
    same(...lists.map((Action) => ({ Action })));
  });

  test.each([
    ['in another order', [...names(20, 40), ...names(0, 20)]],
    ['with others between', [...names(0, 15), 'another:One', ...names(15, 40)]],
    ['none', ['another:One', 'another:Two', 'another:Three']],
  ])('keeps the order of a list that shares texts %s', (_, other) => {
    same({ Action: names(0, 40) }, { NotAction: other });
  });

  test('has short names for values of the stack where a list has them often', () => {
    const arn = (name: string): object => ({
      'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}`,
    });
    const Resource = ['One', 'Two', 'Three', 'Four'].map(arn);
    const { statements } = short({ Resource }, { Resource: [arn('One')] });
    expect(JSON.stringify(statements[0])).toContain(
      'arn:${P}:iam::${A}:role/One,arn:${P}:iam::${A}:role/Two',
    );
    expect(statements[1]).toEqual({ Resource: [arn('One')] });
    same({ Resource });
  });

  test('chooses texts of a list together that one condition chooses', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    const when = (condition: string, item: unknown, other: unknown = nothing): object => ({
      'Fn::If': [condition, item, other],
    });
    const { statements } = short({
      Action: ['a:One', when('X', 'b:One', 'c:One'), when('X', 'b:Two'), when('Y', nothing, 'd:One')],
    });
    expect(statements).toEqual([
      {
        Action: {
          'Fn::Split': [
            ',',
            {
              'Fn::Sub': [
                'a:One${X}${Y}',
                { X: { 'Fn::If': ['X', ',b:One,b:Two', ',c:One'] }, Y: { 'Fn::If': ['Y', '', ',d:One'] } },
              ],
            },
          ],
        },
      },
    ]);
  });

  test.each([
    ['a comma in a text', ['a,b', 'c:One', 'c:Two', 'c:Three', 'c:Four', 'c:Five', 'c:Six']],
    ['a reference', [{ Ref: 'X' }, 'c:One', 'c:Two', 'c:Three', 'c:Four', 'c:Five', 'c:Six']],
  ])('leaves a list as it is that has %s', (_, Action) => {
    expect(short({ Action }).statements).toEqual([{ Action }]);
  });

  test('fails where a condition chooses twice in a list, not in a row', () => {
    const choice = { 'Fn::If': ['X', 'a:One', { Ref: 'AWS::NoValue' }] };
    expect(() => short({ Action: ['b:One', choice, 'b:Two', choice] })).toThrow('X chooses twice in a list');
  });
});
