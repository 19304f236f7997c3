import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { PROPS_FILE } from '../../src/generate/write-generated';
import { inputsInterface } from '../../src/inputs/to-typescript';
import { violations } from '../../src/inputs/rules';
import { VETTED_RUNBOOK_NAMES } from '../../src/inputs/vetted-runbooks';
import { defaults, inputProperty, INPUTS, inputSpec, type InputName } from '../../src/inputs/inputs';
import { ROLE_NAMES } from '../../src/names/role-names';

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
}

const accepted: Record<InputName, readonly unknown[]> = {
  principal: ['444455556666', '000000000000'],
  external_id: ['ab', 'octo-ext-7f3c2a1b9d', '_+=,.@:/-', 'x'.repeat(1224)],
  roles: [['AlphausAcctAccessRole'], ['OctoSSMUpdaterRole', 'OctoChangeExecutorRole']],
  tags: [{}, { team: 'finops', 'cost center': '12/3 é' }, { Aws: 'x' }],
  role_tags: [
    {},
    { OctoChangeExecutorRole: {} },
    { OctoChangeExecutorRole: undefined },
    { AlphausAcctAccessRole: { 'dp:exclude:identity': 'true' }, OctoSSMUpdaterRole: { Team: 'a' } },
    // Keys of two roles may differ in case only, and each role may have as many as IAM takes.
    { AlphausAcctAccessRole: { team: 'a' }, OctoSSMUpdaterRole: { Team: 'a' } },
    { AlphausAcctAccessRole: numbered(50), OctoSSMUpdaterRole: numbered(50) },
    { AlphausAcctAccessRole: { ['k'.repeat(128)]: 'x'.repeat(256) } },
  ],
  max_session_duration: [3600, 7200, 43200],
  permissions_boundary_arn: [
    'arn:aws:iam::111122223333:policy/own',
    'arn:aws-cn:iam::111122223333:policy/a/path/own',
    'arn:aws-us-gov:iam::aws:policy/PowerUserAccess',
    'arn:aws:iam::{accountId}:policy/own',
  ],
  allow_self_update: [true, false],
  cost_explorer_access: ['full', 'read-only'],
  cost_optimization_hub_enrollment: [true, false],
  vetted_runbooks: [[], ['AWS-StopEC2Instance', 'AWS-StartStopAuroraCluster'], VETTED_RUNBOOK_NAMES],
  direct_automation: ['approved', 'any'],
  change_requests: ['approved', 'any'],
  require_change_request_approval: [true, false],
  change_executor_access: ['administrator', 'recommendations'],
  change_executor_policy_arns: [
    ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['arn:aws:iam::{accountId}:policy/one', 'arn:aws:iam::{accountId}:policy/two'],
  ],
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
    numbered(51),
  ],
  role_tags: [
    { OctoRole: { a: 'b' } },
    { octoSSMUpdaterRole: {} },
    { 'dp:exclude:identity': 'true' },
    { OctoSSMUpdaterRole: null },
    { OctoSSMUpdaterRole: ['a'] },
    { OctoSSMUpdaterRole: { a: true } },
    [],
    'OctoSSMUpdaterRole',
    ...[
      { 'aws:x': 'y' },
      { 'AWS:x': 'y' },
      { a: '1', A: '2' },
      { 'a*': 'b' },
      { '': 'b' },
      { a: 'b*' },
      { ['k'.repeat(129)]: 'b' },
      { a: 'x'.repeat(257) },
      numbered(51),
    ].map((tags) => ({ AlphausAcctAccessRole: { fine: 'yes' }, OctoSSMUpdaterRole: tags })),
  ],
  max_session_duration: [3599, 43201, 3600.5, '3600', Number.NaN],
  permissions_boundary_arn: [
    '',
    'own',
    'arn:aws:iam::111122223333:role/own',
    'arn:aws:iam::*:policy/own',
    'arn:aws:iam::{account_id}:policy/own',
    'arn:aws:iam::{accountId}:policy/{accountId}',
    'arn:aws:iam::{accountId}:policy/AlphausAcctAccessBoundary',
    '*',
  ],
  allow_self_update: ['true', 1],
  cost_explorer_access: ['', 'none', 'FULL'],
  cost_optimization_hub_enrollment: ['true', 1],
  vetted_runbooks: [
    ['AWS-*'],
    ['AWS-RunPacker'],
    ['AWS-RunShellScript'],
    ['AWSSupport-ModifyEBSSnapshotPermission'],
    ['AWS-AttachEBSVolume'],
    ['AWS-ConfigureMaintenanceWindows'],
    ['AWS-TerminateEC2Instance'],
    ['AWS-StopEC2InstanceWithApproval'],
    ['AWSPremiumSupport-ChangeInstanceTypeIntelToAMD'],
    ['MyRunbook'],
    ['constructor'],
    ['aws-stopec2instance'],
    ['AWS-StopEc2Instance'],
    ['AWS-StopEC2Instance '],
    [' AWS-StopEC2Instance'],
    ['AWS-StopEC2Instance\n'],
    ['AWS-StopEC2Instance\u200b'],
    ['AWS-StopEC2Instance,AWS-RunPacker'],
    [''],
    ['AWS-StopEC2Instance', 'AWS-StopEC2Instance'],
    'AWS-StopEC2Instance',
  ],
  direct_automation: ['', 'all'],
  change_requests: ['', 'all', 'Approved'],
  require_change_request_approval: ['false'],
  change_executor_access: ['Administrator', 'none', ''],
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

  test('shows of tags by role only those that are wrong, however many are right', () => {
    const right = Object.fromEntries(ROLE_NAMES.map((role) => [role, { team: 'x'.repeat(100) }]));
    expect(
      violations(inputSpec('role_tags'), 'roleTags', { ...right, OctoSSMUpdaterRole: { 'aws:x': 'y' } }),
    ).toEqual([
      'roleTags may not have a tag whose key begins with aws:, which is reserved for AWS, got {"OctoSSMUpdaterRole":{"aws:x":"y"}}',
    ]);
  });

  test('says what is missing where tags stand in the place of a role', () => {
    expect(violations(inputSpec('role_tags'), 'role_tags', { 'dp:exclude:identity': 'true' })).toEqual([
      'role_tags must be an object of objects of strings, like {"NAME":{"key":"value"}}, got {"dp:exclude:identity":"true"}',
    ]);
    expect(violations(inputSpec('role_tags'), 'role_tags', { 'dp:exclude:identity': {} })[0]).toMatch(
      /^role_tags may name only OctoRecommendationSearcherRole, .* goes into tags, got {"dp:exclude:identity":{}}$/,
    );
  });

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

  test('says of a runbook which one is wrong, which there are and what to do instead, once', () => {
    const runbooks = [...VETTED_RUNBOOK_NAMES, 'AWSSupport-ModifyEBSSnapshotPermission'];
    const problems = violations(inputSpec('vetted_runbooks'), 'vetted_runbooks', runbooks);
    expect(problems).toEqual([
      expect.stringMatching(
        / by the tag OctoApproved=true, got \["AWSSupport-ModifyEBSSnapshotPermission"\]$/,
      ),
    ]);
    for (const name of VETTED_RUNBOOK_NAMES) expect(problems[0]).toContain(name);
  });

  test('shows invisible characters of a refused value', () => {
    expect(violations(inputSpec('external_id'), 'external_id', 'a\u200bb')[0]).toContain('a\\u200bb');
  });

  test('is what the properties of the constructs were generated from', () => {
    const committed = readFileSync(join(__dirname, '../..', PROPS_FILE), 'utf8');
    expect(committed).toBe(inputsInterface());
  });

  test('is what the docstrings of the constructs say', () => {
    const file = join(__dirname, '../../src/constructs/props.ts');
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
