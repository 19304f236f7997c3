import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { observeAccount } from '../../../src/account/observe-account';

const CALLER = { id: '111122223333', partition: 'aws' };
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const ENCODED = encodeURIComponent(JSON.stringify(DOCUMENT));
const OWN = 'arn:aws:iam::111122223333:policy/Own';
/** One with the name of an inline policy. */
const BESIDE = 'arn:aws:iam::111122223333:policy/x';
const OTHER = 'arn:aws:iam::111122223333:policy/Other';

type Answers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

/** IAM with these answers, and the names of the calls that were made. */
class FakeIam extends IAMClient {
  readonly called: string[] = [];

  constructor(private readonly answers: Answers) {
    super({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  }

  override send = ((command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    this.called.push(name);
    const answer = this.answers[name];
    if (answer === undefined) throw new Error(`${name} is not expected`);
    return Promise.resolve(command.input).then(answer);
  }) as never;
}

const ROLE = {
  RoleName: 'OctoSSMUpdaterRole',
  Path: '/',
  AssumeRolePolicyDocument: ENCODED,
  Tags: [{ Key: 'a', Value: 'b' }],
  PermissionsBoundary: { PermissionsBoundaryArn: OWN },
};
const EXPECTED = {
  name: 'OctoSSMUpdaterRole',
  path: '/',
  trust: DOCUMENT,
  maxSessionDuration: 3600,
  tags: { a: 'b' },
  boundary: OWN,
};

describe('the roles of an account', () => {
  test('are read at once where there is little else: pages of the account, and how long sessions last', async () => {
    const iam = new FakeIam({
      GetAccountAuthorizationDetails: ({ Marker }) =>
        Marker === undefined
          ? { IsTruncated: true, Marker: 'next', RoleDetailList: [{ ...ROLE, RoleName: 'Theirs' }] }
          : {
              RoleDetailList: [
                {
                  ...ROLE,
                  RolePolicyList: [{ PolicyName: 'x', PolicyDocument: ENCODED }],
                  AttachedManagedPolicies: [{ PolicyName: 'Own', PolicyArn: OWN }],
                },
              ],
              Policies: [
                {
                  Arn: OWN,
                  PolicyVersionList: [
                    { VersionId: 'v1', IsDefaultVersion: false, Document: encodeURIComponent('{}') },
                    { VersionId: 'v2', IsDefaultVersion: true, Document: ENCODED },
                  ],
                },
                { Arn: OTHER, PolicyVersionList: [{ IsDefaultVersion: true, Document: ENCODED }] },
                { Arn: BESIDE, PolicyVersionList: [{ IsDefaultVersion: true, Document: ENCODED }] },
              ],
            },
      ListRoles: () => ({ Roles: [{ RoleName: 'OctoSSMUpdaterRole', MaxSessionDuration: 3600 }] }),
    });

    expect(await observeAccount(iam, CALLER)).toEqual({
      ...CALLER,
      roles: [{ ...EXPECTED, inline: { x: DOCUMENT }, attached: [OWN] }],
      policies: { [OWN]: DOCUMENT, [BESIDE]: DOCUMENT },
    });
    expect(iam.called).toHaveLength(3);
  });

  test('are read one by one in a crowded account, whatever their policies are called', async () => {
    const iam = new FakeIam({
      GetAccountAuthorizationDetails: () => ({ RoleDetailList: [ROLE] }),
      // Never comes to an end.
      ListRoles: ({ Marker = 0 }) => ({ IsTruncated: true, Marker: Number(Marker) + 1 }),
      GetRole: ({ RoleName }) => {
        if (RoleName === 'OctoSSMUpdaterRole') return { Role: { ...ROLE, MaxSessionDuration: 3600 } };
        throw new NoSuchEntityException({ message: 'none', $metadata: {} });
      },
      ListRolePolicies: ({ Marker }) =>
        Marker === undefined
          ? { PolicyNames: ['__proto__'], IsTruncated: true, Marker: 'next' }
          : { PolicyNames: ['x'] },
      GetRolePolicy: () => ({ PolicyDocument: ENCODED }),
      ListAttachedRolePolicies: () => ({
        AttachedPolicies: [{ PolicyArn: OWN }, { PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      }),
      GetPolicy: ({ PolicyArn }) => {
        if (PolicyArn !== OWN && PolicyArn !== BESIDE)
          throw new NoSuchEntityException({ message: 'none', $metadata: {} });
        return { Policy: { DefaultVersionId: 'v2' } };
      },
      GetPolicyVersion: ({ VersionId }) => ({
        PolicyVersion: { Document: VersionId === 'v2' ? ENCODED : encodeURIComponent('{}') },
      }),
    });

    const { roles, policies } = await observeAccount(iam, CALLER);

    expect(roles).toMatchObject([{ ...EXPECTED, attached: [OWN, 'arn:aws:iam::aws:policy/ReadOnlyAccess'] }]);
    expect(Object.entries(roles[0]?.inline ?? {})).toEqual([
      ['__proto__', DOCUMENT],
      ['x', DOCUMENT],
    ]);
    expect(policies).toEqual({ [OWN]: DOCUMENT, [BESIDE]: DOCUMENT });
    expect(iam.called.filter((name) => name === 'ListRoles').length).toBeLessThanOrEqual(5);
  });

  test('are none in an account that has none, which takes two calls', async () => {
    const iam = new FakeIam({
      GetAccountAuthorizationDetails: () => ({}),
      ListRoles: () => ({}),
    });
    expect(await observeAccount(iam, CALLER)).toEqual({ ...CALLER, roles: [], policies: {} });
    expect(iam.called).toHaveLength(2);
  });
});
