import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { decide } from '../../src/analysis/evaluate';
import { statementsOf } from '../../src/analysis/statements';
import { sharedAnalysis } from '../support/reference';
import { CHECKOUT } from '../support/workbench';

const document = (name: string): { readonly Statement: readonly object[] } =>
  JSON.parse(readFileSync(join(CHECKOUT, 'examples/ci/iam', `${name}.json`), 'utf8')) as ReturnType<
    typeof document
  >;

const GITHUB = { host: 'token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' };
const GITLAB = { host: 'gitlab.com', audience: 'https://gitlab.com' };
const OF_GITHUB = {
  pullRequest: 'repo:acme/octo-access:pull_request',
  main: 'repo:acme/octo-access:ref:refs/heads/main',
  environment: 'repo:acme/octo-access:environment:octo-access',
};
const OF_GITLAB = {
  main: 'project_path:acme/octo-access:ref_type:branch:ref:main',
  branch: 'project_path:acme/octo-access:ref_type:branch:ref:more-accounts',
};
/** Subjects that enter by no role: of forks, of other repositories, and of other places of this one. */
const STRANGERS = {
  GitHub: [
    'repo:mallory/octo-access:pull_request',
    'repo:acme/octo-access-2:pull_request',
    'repo:acme/other:ref:refs/heads/main',
    'repo:mallory/octo-access:environment:octo-access',
    'repo:acme/octo-access:ref:refs/heads/other',
    'repo:acme/octo-access:ref:refs/tags/main',
    'repo:acme/octo-access:environment:other',
  ],
  GitLab: [
    'project_path:mallory/octo-access:ref_type:branch:ref:main',
    'project_path:acme/octo-access-2:ref_type:branch:ref:main',
    'project_path:acme/octo-access/sub:ref_type:branch:ref:main',
    'project_path:acme/octo-access:ref_type:tag:ref:main',
  ],
};

/** Of the subjects, those that a trust policy lets in with a token for this audience. */
function enters(
  trust: object,
  { host, audience }: typeof GITHUB,
  subjects: readonly string[],
  aud = audience,
): string[] {
  const statements = statementsOf(trust);
  return subjects.filter(
    (subject) =>
      decide(statements, {
        principal: `arn:aws:iam::999988887777:oidc-provider/${host}`,
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: '*',
        context: { [`${host}:aud`]: aud, [`${host}:sub`]: subject },
      }).possible,
  );
}

describe('who the roles of continuous integration let in', () => {
  const everyone = {
    GitHub: [...Object.values(OF_GITHUB), ...STRANGERS.GitHub],
    GitLab: [...Object.values(OF_GITLAB), ...STRANGERS.GitLab],
  };

  test.each([
    ['github-plan-trust', GITHUB, everyone.GitHub, [OF_GITHUB.pullRequest, OF_GITHUB.main]],
    ['github-deploy-trust', GITHUB, everyone.GitHub, [OF_GITHUB.environment]],
    ['gitlab-plan-trust', GITLAB, everyone.GitLab, [OF_GITLAB.main, OF_GITLAB.branch]],
    ['gitlab-deploy-trust', GITLAB, everyone.GitLab, [OF_GITLAB.main]],
  ])(
    '%s admits its own subjects, with tokens for AWS, and nobody else',
    (name, forge, subjects, expected) => {
      const trust = document(name);
      expect(enters(trust, forge, subjects)).toEqual(expected);
      expect(enters(trust, forge, subjects, 'https://somewhere.example')).toEqual([]);
    },
  );

  test.each(['github-plan-trust', 'github-deploy-trust', 'gitlab-plan-trust', 'gitlab-deploy-trust'])(
    '%s admits no other kind of caller, and no other call',
    (name) => {
      const statements = statementsOf(document(name));
      const call = { action: 'sts:AssumeRoleWithWebIdentity', resource: '*' };
      for (const principal of [
        'arn:aws:iam::999988887777:role/Anyone',
        'arn:aws:iam::111122223333:*',
        'arn:aws:iam::999988887777:oidc-provider/evil.example',
      ])
        expect(decide(statements, { ...call, principal }).possible).toBe(false);
      expect(decide(statements, { action: 'sts:AssumeRole', resource: '*' }).possible).toBe(false);
    },
  );

  test('fails a trust policy with a wildcard for the repository', () => {
    const [statement] = document('github-plan-trust').Statement;
    const wide = {
      Statement: { ...statement, Condition: { StringLike: { [`${GITHUB.host}:sub`]: 'repo:*' } } },
    };
    expect(enters(wide, GITHUB, STRANGERS.GitHub)).toEqual(STRANGERS.GitHub);
  });
});

describe('what the roles of continuous integration may do', () => {
  let aws: Analysis;

  beforeAll(async () => {
    aws = await sharedAnalysis();
  });

  /** Every action of AWS that a policy may allow on some resource. */
  function mayDo(policy: object): string[] {
    const statements = statementsOf(policy);
    return [...aws.actions.keys()]
      .filter((action) => decide(statements, { action, resource: '*' }).possible)
      .sort();
  }

  const STATES = 'arn:aws:s3:::acme-terraform-states/octo-access';
  const READS = ['s3:GetObject', 's3:ListBucket'];
  const ASSUMES = 'sts:AssumeRole';
  const WRITES = ['s3:DeleteObject', 's3:PutObject'];

  test('a pull request reads; it writes nothing, not even the lock of a state, and assumes no role but the reader', () => {
    const statements = statementsOf(document('plan-policy'));
    expect(mayDo(document('plan-policy'))).toEqual([...READS, ASSUMES]);
    const levels = [...READS, ...WRITES].map((action) => aws.actions.get(action)?.accessLevel);
    expect(levels).toEqual(['Read', 'List', 'Write', 'Write']);
    const may = (action: string, resource: string): boolean =>
      decide(statements, { action, resource }).possible;
    expect(may('sts:AssumeRole', 'arn:aws:iam::111122223333:role/OctoReader')).toBe(true);
    for (const role of ['OctoInstaller', 'OctoChangeExecutorRole', 'OctoReader2', 'admin/OctoReader'])
      expect([role, may('sts:AssumeRole', `arn:aws:iam::111122223333:role/${role}`)]).toEqual([role, false]);
    expect(may('s3:GetObject', `${STATES}/111122223333.tfstate`)).toBe(true);
    expect(may('s3:GetObject', 'arn:aws:s3:::other/octo-access/1.tfstate')).toBe(false);
  });

  test('a deployment assumes the installer and keeps the states, and no more', () => {
    const statements = statementsOf(document('deploy-policy'));
    expect(mayDo(document('deploy-policy'))).toEqual([...READS, ...WRITES, ASSUMES].sort());
    for (const [action, resource, expected] of [
      ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/OctoInstaller', true],
      ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole', false],
      ['s3:PutObject', `${STATES}/111122223333.tfstate`, true],
      ['s3:PutObject', 'arn:aws:s3:::acme-terraform-states/other/1.tfstate', false],
    ] as const)
      expect([resource, decide(statements, { action, resource }).possible]).toEqual([resource, expected]);
  });

  test('fails a policy that has a statement more, for everything', () => {
    const { Statement: statements } = document('plan-policy');
    const wide = { Statement: [...statements, { Effect: 'Allow', Action: '*', Resource: '*' }] };
    expect(mayDo(wide).length).toBeGreaterThan(10_000);
  });
});
