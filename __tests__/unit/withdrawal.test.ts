import { describe, expect, test } from '@jest/globals';
import type { OctoClient } from '../../src/octo/octo-client';
import { OctoError } from '../../src/octo/octo-error';
import { accessShape } from '../../src/octo/shapes';
import { withdraw } from '../../src/octo/withdrawal';

const ID = '111111111111';
const REFUSAL =
  'AccessDenied: User: arn:aws:iam::444455556666:user/x is not authorized to perform: sts:AssumeRole on resource: y';
const DENIED = { target: ID, status: REFUSAL };
const FINE = { target: ID, status: 'latest', registrationStatus: { apiAccess: true } };

/** A client whose checks give these answers, one after the other; the last stays. */
function answering(...answers: (object | OctoError)[]): { client: OctoClient; calls: string[] } {
  const calls: string[] = [];
  const check = (id: string): Promise<unknown> => {
    calls.push(`check ${id}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer instanceof OctoError ? Promise.reject(answer) : Promise.resolve(accessShape.parse(answer));
  };
  const forget = (id: string): Promise<void> => {
    calls.push(`forget ${id}`);
    return Promise.resolve();
  };
  return { client: { check, forget } as unknown as OctoClient, calls };
}

const withdrawn = (client: OctoClient): ReturnType<typeof withdraw> =>
  withdraw(client, ID, new Set([ID]), [0, 0]);

describe('an account whose roles are gone', () => {
  test('is forgotten once Octo itself says that it gets in no more', async () => {
    const { client, calls } = answering(FINE, DENIED);
    expect(await withdrawn(client)).toEqual({ status: 'forgotten', says: REFUSAL });
    expect(calls).toEqual([`check ${ID}`, `check ${ID}`, `forget ${ID}`]);
  });

  test.each([
    `User: arn:aws:sts::444455556666:assumed-role/octo/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${ID}:role/AlphausAcctAccessRole`,
    'An error occurred (AccessDenied) when calling the AssumeRole operation: Access denied',
    'operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: no',
  ])('is forgotten where AWS refuses the role in the words of STS or of an SDK: %s', async (status) => {
    const { client } = answering({ target: ID, status });
    expect(await withdrawn(client)).toEqual({ status: 'forgotten', says: status });
  });

  test.each<[string, object | OctoError, object]>([
    ['Octo still gets in', FINE, { status: 'gets_in', says: 'latest' }],
    [
      'Octo gets in by an older role',
      { ...FINE, status: 'outdated', roleArn: 'arn:aws:iam::222222222222:role/x' },
      { status: 'gets_in', says: 'outdated by arn:aws:iam::222222222222:role/x' },
    ],
    [
      'Octo says nothing',
      { target: ID },
      { status: 'unknown', says: 'Octo neither gets in nor says why not' },
    ],
    [
      'Octo says that it is not done',
      { target: ID, status: 'in progress: try later' },
      { status: 'unknown', says: 'in progress: try later' },
    ],
    [
      'Octo fails within its answer',
      { target: ID, status: 'internal error' },
      { status: 'unknown', says: 'internal error' },
    ],
    [
      'Octo writes its status in another way',
      { target: ID, status: 'Latest' },
      { status: 'gets_in', says: 'Latest' },
    ],
    [
      'Octo answers about another account',
      { ...DENIED, target: '222222222222' },
      { status: 'unknown', says: 'Octo answered about 222222222222' },
    ],
    [
      'Octo cannot be reached',
      new OctoError('Octo cannot be reached'),
      { status: 'unknown', says: 'Octo cannot be reached' },
    ],
    ...[
      'AccessDenied',
      'AssumeRole throttled: Rate exceeded',
      'assume role succeeded, cur export missing',
      'CUR export: AccessDenied on s3:GetObject of bucket billing',
      'not authorized: your plan does not include this account',
      'RoleArn assumeRole timeout',
      'AssumeRole succeeded, but s3:ListBucket: AccessDenied',
      'An error occurred (AccessDenied) when calling the DescribeStacks operation; AssumeRole was fine',
      'assume role ok (not authorized to perform ce:GetCostAndUsage)',
      'checking: access denied? assume role pending',
      'not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::999999999999:role/Other',
    ].map((text): [string, object, object] => [
      `Octo says what need not mean the role: ${text}`,
      { target: ID, status: text },
      { status: 'unknown', says: text },
    ]),
  ])('is not forgotten where %s', async (_title, answer, expected) => {
    const { client, calls } = answering(answer);
    expect(await withdrawn(client)).toEqual(expected);
    expect(calls.filter((call) => call.startsWith('forget'))).toEqual([]);
  });

  test('is not asked about where Octo does not know it', async () => {
    const { client, calls } = answering(DENIED);
    expect(await withdraw(client, ID, new Set())).toEqual({ status: 'not_known' });
    expect(calls).toEqual([]);
  });
});
