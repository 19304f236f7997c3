import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  retained,
  retainedTemplate,
  unretained,
  UnknownTemplate,
} from '../../../../src/account/stack/retained-template';
import { parseTemplate } from '../../../support/cloudformation';

const YAML = `# Of ours.
Parameters: { Principal: { Type: String } }
Resources:
  Role:
    Type: AWS::IAM::Role
    Condition: Wanted
    Metadata: { Note: kept }
    Properties:
      RoleName: !Sub 'Octo\${AWS::Region}' # with a comment
      MaxSessionDuration: 43200
      AssumeRolePolicyDocument: !If [A, { Version: 2012-10-17 }, !Ref AWS::NoValue]
  Kept:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
  Snapshot: { Type: AWS::RDS::DBInstance, DeletionPolicy: Snapshot }
`;

test('every resource is kept with its stack gone, and nothing else of the template changes', () => {
  const before = parseTemplate(YAML);
  const after = parseTemplate(retainedTemplate(YAML));
  const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  // CloudFormation takes no update that changes the policies alone.
  const note = { OctoAccess: expect.any(String) as unknown };
  expect(after).toEqual({
    ...before,
    Resources: {
      Role: { ...before.Resources['Role'], ...kept, Metadata: { Note: 'kept', ...note } },
      Kept: before.Resources['Kept'],
      Snapshot: { ...before.Resources['Snapshot'], ...kept, Metadata: note },
    },
  });
  expect(retainedTemplate(YAML)).toContain('Version: 2012-10-17');
  expect(retainedTemplate(YAML)).toContain("!Sub 'Octo${AWS::Region}' # with a comment");
});

test('a resource that is not kept is told, and none once the template was rewritten', () => {
  expect([unretained(YAML), retained(YAML)]).toEqual([['Role', 'Snapshot'], ['Kept']]);
  expect(unretained(retainedTemplate(YAML))).toEqual([]);
  expect(retained(retainedTemplate(YAML))).toEqual(['Role', 'Kept', 'Snapshot']);
});

test('a resource with RetainExceptOnCreate is one that is kept', () => {
  const text = 'Resources: { Role: { Type: AWS::IAM::Role, DeletionPolicy: RetainExceptOnCreate } }';
  expect([unretained(text), retained(text)]).toEqual([[], ['Role']]);
});

test.each(['octo-access.yaml', 'octo-access.json'])('our own template %s stays what it is', (name) => {
  const text = readFileSync(join(__dirname, '../../../../cloudformation', name), 'utf8');
  const after = parseTemplate(retainedTemplate(text));
  const properties = (template: ReturnType<typeof parseTemplate>): object =>
    Object.entries(template.Resources).map(([id, { Type, Condition, Properties }]) => [
      id,
      Type,
      Condition,
      Properties,
    ]);
  expect(properties(after)).toEqual(properties(parseTemplate(text)));
  expect(unretained(retainedTemplate(text))).toEqual([]);
});

test('no character of the template changes but where a resource is kept', () => {
  const odd =
    '[12345678901234567890, 7e3210, 12:30:45, 0x1F, 1.10, on, ~, 1_000, 2024-01-02 03:04:05, 012345670123]';
  const text = `Resources:\r\n  A: # one\r\n    Type:   AWS::IAM::Role\r\n    DeletionPolicy:  "Delete" # so\r\n    Properties: { X: ${odd} }\r\n  B: {Type: T,Metadata: {}}\n`;
  expect(retainedTemplate(text)).toBe(
    text
      .replace(
        '    Type: ',
        '    Metadata: { OctoAccess: kept when the stack is deleted }\n    UpdateReplacePolicy: Retain\n    Type: ',
      )
      .replace('"Delete"', 'Retain')
      .replace(
        '{Type: T,Metadata: {}',
        '{ UpdateReplacePolicy: Retain, DeletionPolicy: Retain,Type: T,Metadata: { OctoAccess: kept when the stack is deleted }',
      ),
  );
  const json = `{"Resources":{"A":{"Type":"T","Properties":{"N":12345678901234567890,"M":1.10}}}}`;
  expect(retainedTemplate(json)).toContain('"Properties":{"N":12345678901234567890,"M":1.10}}}}');
  expect(unretained(retainedTemplate(json))).toEqual([]);
});

test('a template in JSON stays JSON', () => {
  const text = JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { A: 'a: b' } } } });
  expect(JSON.parse(retainedTemplate(text))).toMatchObject({
    Resources: { Role: { DeletionPolicy: 'Retain', Properties: { A: 'a: b' } } },
  });
});

test.each([
  ['a macro that makes resources', 'Resources: { "Fn::ForEach::Roles": [A, [b], {}] }', 'is not a resource'],
  [
    'a deletion policy with a tag',
    'Resources: { A: { Type: T, DeletionPolicy: !If [A, B, C] } }',
    'a DeletionPolicy that is no plain text',
  ],
  ['a resource that another one repeats', 'Resources: { A: &a { Type: T }, B: *a }', 'is not a resource'],
  ['metadata that are no map', 'Resources:\n  A:\n    Type: T\n    Metadata:\n', 'the Metadata of A'],
  ['no resources', 'Parameters: {}', 'it has no Resources'],
  ['a text that is no YAML', 'Resources: { Role: [', 'Flow'],
])('fails for %s', (_, text, message) => {
  expect(() => retainedTemplate(text)).toThrow(UnknownTemplate);
  expect(() => retainedTemplate(text)).toThrow(message);
});
