import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { violations } from '../../src/input-rules';
import { defaults, inputProperty, INPUTS, inputSpec, type InputName } from '../../src/inputs';

const accepted: Record<InputName, readonly unknown[]> = {
  principal: ['444455556666', '000000000000'],
  external_id: ['ab', 'octo-ext-7f3c2a1b9d', '_+=,.@:/-', 'x'.repeat(1224)],
  roles: [['AlphausAcctAccessRole'], ['OctoSSMUpdaterRole', 'OctoChangeExecutorRole']],
  tags: [{}, { team: 'finops', 'cost center': '12/3 é' }, { Aws: 'x' }],
  max_session_duration: [3600, 7200, 43200],
  permissions_boundary_arn: [
    'arn:aws:iam::111122223333:policy/own',
    'arn:aws-cn:iam::111122223333:policy/a/path/own',
    'arn:aws-us-gov:iam::aws:policy/PowerUserAccess',
  ],
  allow_self_update: [true, false],
  cost_explorer_access: ['full', 'read-only'],
  vetted_runbooks: [[], ['AWS-StopEC2Instance', 'AWSPremiumSupport-ChangeInstanceTypeIntelToAMD']],
  direct_automation: ['approved', 'any'],
  require_change_request_approval: [true, false],
  change_executor_policy_arns: [['arn:aws:iam::aws:policy/ReadOnlyAccess']],
  change_executor_source_arn_check: [true, false],
  cloudformation_stack_arn: [
    'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f',
  ],
};

const refused: Record<InputName, readonly unknown[]> = {
  principal: [
    '',
    'alphaus',
    '44445555666',
    '4444555566667',
    '４４４４５５５５６６６６',
    '444455556666\n',
    ' 444455556666',
    '"44445555666',
    '4444\u200b5555666',
    '${var.principal}',
    444455556666,
  ],
  external_id: [
    '',
    'a',
    'x'.repeat(1225),
    'a b',
    'ab\n',
    '\u200bab',
    'a"b',
    "a'b",
    'ab${x}',
    'ａｂ',
    'a\\b',
    'a*b',
    12,
  ],
  roles: [[], ['Octo'], ['OctoSSMUpdaterRole'], 'AlphausAcctAccessRole', [1]],
  tags: [
    { 'aws:x': 'y' },
    { 'AWS:x': 'y' },
    { a: '1', A: '2' },
    { 'a*': 'b' },
    { a: 'x'.repeat(257) },
    [],
    { a: 1 },
  ],
  max_session_duration: [3599, 43201, 3600.5, '3600', Number.NaN],
  permissions_boundary_arn: [
    '',
    'own',
    'arn:aws:iam::111122223333:role/own',
    'arn:aws:iam::*:policy/own',
    '*',
  ],
  allow_self_update: ['true', 1],
  cost_explorer_access: ['', 'none', 'FULL'],
  vetted_runbooks: [
    ['AWS-*'],
    ['AWS-RunPacker'],
    ['MyRunbook'],
    ['AWS-A', 'AWS-A'],
    [`AWS-${'x'.repeat(80)}`],
  ],
  direct_automation: ['', 'all'],
  require_change_request_approval: ['false'],
  change_executor_policy_arns: [
    [],
    ['AdministratorAccess'],
    ['*'],
    Array(11).fill('arn:aws:iam::aws:policy/A'),
  ],
  change_executor_source_arn_check: ['false'],
  cloudformation_stack_arn: [
    'octo',
    'arn:aws:cloudformation:*:111122223333:stack/octo/0f2c3a10',
    'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/*',
    'arn:aws:cloudformation:us-east-1:111122223333:stack/*',
  ],
};

describe('input table', () => {
  for (const { name } of INPUTS) {
    test.each(accepted[name].map((value) => [value]))(`accepts ${name} = %j`, (value) => {
      expect(violations(inputSpec(name), name, value)).toEqual([]);
    });
    test.each(refused[name].map((value) => [value]))(
      `fails on ${name} = %j, naming the input and the value`,
      (value) => {
        const problems = violations(inputSpec(name), name, value);
        expect(problems).not.toEqual([]);
        for (const problem of problems) expect(problem).toMatch(new RegExp(`^${name} .*, got `));
      },
    );
  }

  test('demands principal and external_id, and nothing else', () => {
    const required = INPUTS.filter((input) => violations(input, input.name, undefined).length > 0);
    expect(required.map((input) => input.name)).toEqual(['principal', 'external_id']);
  });

  test('has defaults that keep its own rules', () => {
    for (const [property, value] of Object.entries(defaults())) {
      const specs = INPUTS.filter((input) => inputProperty(input.name) === property);
      expect(specs.map((spec) => violations(spec, property, value))).toEqual([[]]);
    }
  });

  test('hands out defaults that nobody shares', () => {
    (defaults().vettedRunbooks as string[]).push('AWS-Changed');
    expect(defaults().vettedRunbooks).not.toContain('AWS-Changed');
  });

  test('shows invisible characters of a refused value', () => {
    expect(violations(inputSpec('external_id'), 'external_id', 'a\u200bb')[0]).toContain('a\\u200bb');
  });

  test('is what the docstrings of the constructs say', () => {
    const file = join(__dirname, '../../src/roles/props.ts');
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const documented: Record<string, string> = {};
    const visit = (node: ts.Node): void => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'OctoInputs') {
        for (const member of node.members) {
          const [doc] = ts.getJSDocCommentsAndTags(member);
          const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
          documented[member.name?.getText() ?? ''] = (text ?? '').replace(/\s+/g, ' ').trim();
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect(documented).toEqual(
      Object.fromEntries(INPUTS.map((input) => [inputProperty(input.name), input.description])),
    );
  });
});
