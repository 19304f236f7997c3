import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { documentProblems } from '../../src/analysis/grammar/document-problems';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';

const ROOT = `arn:aws:iam::${EXAMPLE.accountId}:root`;
const DOCUMENT = `arn:aws:ssm:*:${EXAMPLE.accountId}:document/x`;

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

type Raw = Readonly<Record<string, unknown>>;

const STATEMENT: Raw = { Sid: 'Statement', Effect: 'Allow', Action: 'ssm:GetDocument', Resource: DOCUMENT };
const TRUST: Raw = { Sid: 'Statement', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' };

function problems(document: object, kind: 'trust' | 'permissions' = 'permissions'): string[] {
  return documentProblems(document, kind, 'aws', aws).map(({ rule }) => rule);
}
const ofStatement = (changes: Raw): string[] =>
  problems({ Version: '2012-10-17', Statement: [{ ...STATEMENT, ...changes }] });
const ofTrust = (changes: Raw): string[] =>
  problems({ Version: '2012-10-17', Statement: [{ ...TRUST, ...changes }] }, 'trust');
const condition = (operator: string, key: string, value: unknown): Raw => ({ [operator]: { [key]: value } });

describe('a document', () => {
  test('that is right has no problem', () => {
    expect(ofStatement({})).toEqual([]);
    expect(ofTrust({})).toEqual([]);
    expect(ofTrust({ Principal: { Service: 'ssm.amazonaws.com' } })).toEqual([]);
  });

  test.each<[title: string, document: Raw, rule: string]>([
    ['another version', { Version: '2008-10-17', Statement: [STATEMENT] }, 'version'],
    ['no version', { Statement: [STATEMENT] }, 'version'],
    ['no statement', { Version: '2012-10-17', Statement: [] }, 'shape'],
    ['a statement that is no list', { Version: '2012-10-17', Statement: STATEMENT }, 'shape'],
    [
      'an element that IAM does not have',
      { Version: '2012-10-17', Statement: [STATEMENT], Sid: 'x' },
      'shape',
    ],
    ['a Sid that stands twice', { Version: '2012-10-17', Statement: [STATEMENT, STATEMENT] }, 'sid'],
  ])('fails on %s', (_, document, rule) => {
    expect(problems(document)).toContain(rule);
  });
});

describe('a statement', () => {
  test.each<[title: string, changes: Raw, rule: string]>([
    ['no Sid', { Sid: undefined }, 'sid'],
    ['a Sid with a hyphen', { Sid: 'Get-Document' }, 'sid'],
    ['an effect of another case', { Effect: 'allow' }, 'shape'],
    ['a principal where no trust is', { Principal: { AWS: ROOT } }, 'shape'],
    ['both Action and NotAction', { NotAction: 'iam:*' }, 'shape'],
    ['no resource', { Resource: undefined }, 'shape'],
    ['an empty list of actions', { Action: [] }, 'shape'],
    ['an empty list of values', { Condition: condition('StringEquals', 'aws:RequestedRegion', []) }, 'shape'],
    ['an empty condition', { Condition: {} }, 'shape'],
    ['a value that is no text', { Condition: condition('Bool', 'aws:SecureTransport', true) }, 'shape'],
    [
      'a key that stands twice in another case',
      { Condition: { StringEquals: { 'aws:RequestedRegion': 'x', 'aws:requestedregion': 'y' } } },
      'shape',
    ],
    ['a character beyond U+00FF', { Resource: `${DOCUMENT}ł` }, 'characters'],
    ['a control character', { Resource: `${DOCUMENT}\u0000` }, 'characters'],
    [
      'a placeholder that nobody filled in',
      { Resource: 'arn:aws:ssm:*:{accountId}:document/x' },
      'placeholder',
    ],
    ['an action without a service', { Action: 'GetDocument' }, 'action'],
    ['a wildcard in the service', { Action: 'ss?:GetDocument' }, 'action'],
    ['an action that AWS does not have', { Action: 'ssm:GetDocuments' }, 'action'],
    ['a pattern that stands for nothing', { Action: 'ssm:Fetch*' }, 'action'],
    ['a resource that is not an ARN', { Resource: 'document/x' }, 'resource'],
    ['a resource of a short account', { Resource: 'arn:aws:ssm:*:1111:document/x' }, 'resource'],
    ['another resource beside *', { Resource: ['*', DOCUMENT] }, 'resource'],
    ['a resource of a type that no action takes', { Resource: [DOCUMENT, ROOT] }, 'resource-type'],
    [
      'an action that takes no such resource',
      { Action: ['ssm:GetDocument', 'ssm:GetParameter'] },
      'resource-type',
    ],
    [
      'an action that takes no resource at all',
      { Action: ['ssm:GetDocument', 'iam:ListRoles'] },
      'resource-type',
    ],
    [
      'a type that only a wildcard across colons would match',
      { Resource: `arn:aws:ssm:*:${EXAMPLE.accountId}:parameter/x` },
      'resource-type',
    ],
    [
      'a key that AWS does not have',
      { Condition: condition('StringEquals', 'aws:Region', 'x') },
      'condition-key',
    ],
    ['a key of another action', { Condition: condition('Bool', 'ssm:AutoApprove', 'true') }, 'condition-key'],
    [
      'a tag of a request that carries none',
      { Condition: condition('StringEquals', 'aws:RequestTag/team', 'x') },
      'condition-key',
    ],
    [
      'a tag without a name',
      { Condition: condition('StringEquals', 'aws:ResourceTag/', 'x') },
      'condition-key',
    ],
    [
      'a condition beside NotAction',
      { Action: undefined, NotAction: 'ssm:*', Condition: condition('Bool', 'aws:SecureTransport', 'true') },
      'condition-key',
    ],
    [
      'an operator that IAM does not have',
      { Condition: condition('StringIs', 'aws:RequestedRegion', 'x') },
      'condition-operator',
    ],
    [
      'an operator of another type',
      { Condition: condition('NumericEquals', 'aws:RequestedRegion', '1') },
      'condition-operator',
    ],
    [
      'ARNs compared with a text',
      { Condition: condition('ArnLike', 'aws:SourceAccount', 'arn:aws:iam::1:x') },
      'condition-operator',
    ],
    [
      'one operator for many values',
      { Condition: condition('StringEquals', 'aws:CalledVia', 'x') },
      'condition-operator',
    ],
    [
      'a set operator for one value',
      { Condition: condition('ForAnyValue:StringEquals', 'aws:RequestedRegion', 'x') },
      'condition-operator',
    ],
    [
      'a flag that is none',
      { Condition: condition('Bool', 'aws:SecureTransport', 'yes') },
      'condition-value',
    ],
    ['a Null that is no flag', { Condition: condition('Null', 'aws:SourceArn', 'x') }, 'condition-value'],
    [
      'an ARN that is none',
      { Condition: condition('ArnLike', 'aws:PrincipalArn', EXAMPLE.accountId) },
      'condition-value',
    ],
    [
      'an address that is none',
      { Condition: condition('IpAddress', 'aws:SourceIp', 'here') },
      'condition-value',
    ],
    [
      'a date that is none',
      { Condition: condition('DateLessThan', 'aws:CurrentTime', 'soon') },
      'condition-value',
    ],
  ])('fails on %s', (_, changes, rule) => {
    expect(ofStatement(changes)).toContain(rule);
  });

  test.each<[title: string, changes: Raw]>([
    ['a key in another case', { Condition: condition('StringEquals', 'AWS:requestedregion', 'x') }],
    ['a tag of its resource', { Condition: condition('StringEquals', 'ssm:resourceTag/team', 'x') }],
    ['a text compared with an ARN', { Condition: condition('StringEquals', 'aws:PrincipalArn', ROOT) }],
    [
      'many values by a set operator',
      { Condition: condition('ForAllValues:StringLike', 'aws:CalledVia', 'x') },
    ],
    ['IfExists', { Condition: condition('BoolIfExists', 'aws:SecureTransport', 'true') }],
    ["Amazon's own resources", { Resource: 'arn:aws:ssm:*::document/*' }],
    ['everything', { Resource: '*' }],
    ['line breaks and Latin letters', { Resource: `${DOCUMENT}é\n` }],
  ])('takes %s', (_, changes) => {
    expect(ofStatement(changes)).toEqual([]);
  });
});

describe('a trust policy', () => {
  test.each<[title: string, changes: Raw, rule: string]>([
    ['a bare account number', { Principal: { AWS: EXAMPLE.accountId } }, 'principal'],
    ['a principal of another partition', { Principal: { AWS: ROOT.replace('aws', 'aws-cn') } }, 'principal'],
    ['a short account', { Principal: { AWS: 'arn:aws:iam::1111:root' } }, 'principal'],
    ['a wildcard within a principal', { Principal: { AWS: ROOT.replace('root', 'role/*') } }, 'principal'],
    ['a service that is none', { Principal: { Service: 'ssm' } }, 'principal'],
    [
      'a principal of another kind',
      { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
      'principal',
    ],
    ['no principal', { Principal: undefined }, 'shape'],
    ['a principal that is no object', { Principal: '*' }, 'shape'],
    ['a resource', { Resource: '*' }, 'shape'],
    [
      'a key of another service',
      { Condition: condition('Bool', 'ssm:AutoApprove', 'true') },
      'condition-key',
    ],
  ])('fails on %s', (_, changes, rule) => {
    expect(ofTrust(changes)).toContain(rule);
  });
});
