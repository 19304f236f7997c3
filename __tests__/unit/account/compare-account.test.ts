import { describe, expect, test } from '@jest/globals';
import { compareAccount } from '../../../src/account/compare-account';
import { defaults, type Configuration } from '../../../src/inputs/inputs';
import { EXAMPLE } from '../../support/example';
import { freshAccount, stackAccount } from '../../support/observed-account';

const INPUTS: Configuration = { ...defaults(), principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };
const OWN = { Principal: EXAMPLE.principal, ExternalId: EXAMPLE.externalId, AllowStackUpdate: 'false' };
const STACK_ARN = `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/0`;
const policy = (name: string): string => `arn:aws:iam::${EXAMPLE.accountId}:policy/${name}`;

test('a condition that is only written as a part of a resource is no condition', () => {
  const fresh = freshAccount(INPUTS);
  const moved = (text: string): string => {
    const document = JSON.parse(text) as { Statement: Record<string, unknown>[] };
    const Statement = document.Statement.map(({ Condition, Resource, ...rest }) => {
      if (Condition === undefined || rest['Effect'] !== 'Deny') return { Condition, Resource, ...rest };
      const text = JSON.stringify({ Condition }).replace(/\["([^"]*)"\]/g, '"$1"');
      return { ...rest, Resource: [Resource].flat().map((one) => `${String(one)} ${text}`) };
    });
    return JSON.stringify({ ...document, Statement });
  };
  const roles = fresh.roles.map((role) => ({
    ...role,
    inline: Object.fromEntries(
      Object.entries(role.inline).map(([name, document]) => [
        name,
        JSON.parse(moved(JSON.stringify(document))) as typeof document,
      ]),
    ),
  }));

  const { differences } = compareAccount({ ...fresh, roles }, INPUTS);

  expect(differences.map(({ kind }) => kind)).toContain('policy_document');
});

test('an inline policy with the name of a managed one that is gone does not stand for it beside another that is managed', () => {
  const fresh = freshAccount(INPUTS);
  const name = 'AlphausAcctAccess1';
  const { [policy(name)]: gone, ...policies } = fresh.policies;
  expect(gone).toBeDefined();
  const roles = fresh.roles.map((role) =>
    role.name === 'AlphausAcctAccessRole'
      ? {
          ...role,
          attached: role.attached.filter((arn) => arn !== policy(name)),
          inline: { [name]: { Statement: { Effect: 'Deny', Action: '*', Resource: '*' } } },
        }
      : role,
  );
  const { differences } = compareAccount({ ...fresh, policies, roles }, INPUTS);
  expect(differences).toMatchObject([{ kind: 'policy_missing', subject: name }]);
});

describe('what comes with what is missing', () => {
  const fresh = freshAccount(INPUTS);
  const without = (name: string): ReturnType<typeof compareAccount> =>
    compareAccount({ ...fresh, roles: fresh.roles.filter((role) => role.name !== name) }, INPUTS);

  test('is told of a role, with its trust and the policies of AWS', () => {
    const [updater] = without('OctoSSMUpdaterRole').differences;
    expect(updater?.fewer).toContain('Allow ssm:DescribeDocument on arn:aws:ssm:*::document/*');
    const [executor] = without('OctoChangeExecutorRole').differences;
    expect(executor?.fewer).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Allow sts:AssumeRole .*ssm\.amazonaws\.com/),
        'the policy arn:aws:iam::aws:policy/AdministratorAccess',
      ]),
    );
  });

  test('is told of a policy', () => {
    const roles = fresh.roles.map((role) => ({ ...role, inline: {} }));
    const { differences } = compareAccount({ ...fresh, roles }, INPUTS);
    const updater = differences.find(({ role }) => role === 'OctoSSMUpdaterRole');
    expect(updater?.kind).toBe('policy_missing');
    expect(updater?.fewer).toContain('Allow ssm:DescribeDocument on arn:aws:ssm:*::document/*');
  });

  test('is not told where the whole installation is missing', () => {
    const { differences } = compareAccount({ ...fresh, roles: [] }, INPUTS);
    expect(differences.map(({ fewer }) => fewer)).toEqual(Array(5).fill(undefined));
  });
});

const SETTINGS: [string, Partial<Configuration>, Record<string, string>][] = [
  ['the defaults', {}, {}],
  [
    'a boundary of their own',
    { permissionsBoundaryArn: policy('Own') },
    { PermissionsBoundaryArn: policy('Own') },
  ],
  ['self-update off', { allowSelfUpdate: false }, { AllowSelfUpdate: 'false' }],
  [
    'the executor for recommendations',
    { changeExecutorAccess: 'recommendations' },
    { ChangeExecutorAccess: 'recommendations' },
  ],
  [
    'policies of their own for the executor',
    { changeExecutorPolicyArns: [policy('Own')] },
    { ChangeExecutorPolicyArns: policy('Own') },
  ],
  ['reads of costs only', { costExplorerAccess: 'read-only' }, { CostExplorerAccess: 'read-only' }],
  [
    'two roles',
    { roles: ['AlphausAcctAccessRole'] },
    {
      InstallOctoRecommendationSearcherRole: 'false',
      InstallOctoChangeExecutorRole: 'false',
      InstallOctoSSMUpdaterRole: 'false',
      InstallOctoChangeTemplateApproverRole: 'false',
    },
  ],
];

describe('an account that was just installed', () => {
  test.each(SETTINGS)('has no difference with %s, in both forms', (_name, inputs, parameters) => {
    const configuration = { ...INPUTS, ...inputs };
    const nothing = { differences: [], selfUpdates: [] };
    expect(compareAccount(freshAccount(configuration), configuration)).toEqual(nothing);
    expect(compareAccount(stackAccount({ ...OWN, ...parameters }), configuration)).toEqual(nothing);
  });

  test('has none where its own stack may be updated', () => {
    const account = stackAccount({ ...OWN, AllowStackUpdate: 'true', 'AWS::StackId': STACK_ARN });
    expect(compareAccount(account, { ...INPUTS, cloudformationStackArn: STACK_ARN }).differences).toEqual([]);
  });
});

test.each([
  ['AlphausAcctAccessRole', 'AlphausAcctAccess1'],
  ['OctoRecommendationSearcherRole', 'OctoRecommendationSearcher2'],
])('%s lacks its managed policy %s, whatever it has inline under that name', (role, name) => {
  const fresh = freshAccount(INPUTS);
  const roles = fresh.roles.map((one) =>
    one.name === role
      ? {
          ...one,
          attached: one.attached.filter((arn) => !arn.endsWith(`/${name}`)),
          inline: { ...one.inline, [name]: { Version: '2012-10-17', Statement: [] } },
        }
      : one,
  );
  const { differences } = compareAccount({ ...fresh, roles }, INPUTS);
  expect(differences).toMatchObject([{ role, kind: 'policy_missing', subject: name }]);
});
