import { describe, expect, test } from '@jest/globals';
import type { AccountAdoption } from '../../src/account/adopt/adopt-report';
import { adoptProblems } from '../../src/deploy/adopt-problems';
import { adoptSteps, leaveState } from '../../src/deploy/adopt-steps';
import { adoptSummary } from '../../src/deploy/adopt-summary';
import { adoptVerdict, type Asked } from '../../src/deploy/adopt-verdict';
import type { Survey } from '../../src/deploy/adopt-account';

const ACCOUNT: AccountAdoption = {
  id: '111122223333',
  name: 'production',
  status: 'ready',
  roles: [
    {
      role: 'AlphausAcctAccessRole',
      role_id: 'AROA1',
      origin: 'stack',
      takes: ['ec2: TerminateInstances'],
      limits: [],
      adds: ['ce: Get*'],
      widens: ['ssm: GetDocument'],
      lifts: ['s3: *'],
      changes: ['gets the permissions boundary B'],
      removes: ['root'],
    },
  ],
  self_updates: [{ role: 'AlphausAcctAccessRole', policy: 'theirs', grants: ['Allow ec2:Describe*'] }],
  creates: ['OctoSSMUpdaterRole'],
  policies: [],
  stacks: [],
  steps: ['first', 'second'],
};

test('the plan says in words what stays, what goes, what comes, and what happens in which order', () => {
  expect(adoptSummary({ ok: true, applied: false, seconds: 1, accounts: [ACCOUNT] })).toBe(
    `111122223333 production: can be taken over
  AlphausAcctAccessRole stays AROA1, made by a CloudFormation stack
    gets the permissions boundary B
    our policies take away:
      ec2: TerminateInstances
    our policies add:
      ce: Get*
    our policies allow on more resources, or in more cases, than before:
      ssm: GetDocument
    the present policies deny, and ours do not:
      s3: *
    taken off the role:
      root
    stays, since Alphaus may write it itself:
      theirs
  new: OctoSSMUpdaterRole
  in this order:
    1. first
    2. second
nothing was changed in AWS: add --apply to do it`,
  );
  const done = { ...ACCOUNT, status: 'adopted' as const, steps: [] };
  expect(adoptSummary({ ok: true, applied: true, seconds: 1, accounts: [done] })).toBe(
    '111122223333 production: adopted\n  AlphausAcctAccessRole stays AROA1',
  );
});

test('the summary has the words of people for a status, and each reason on a line of its own', () => {
  const reason = 'the first\nthe second';
  const accounts = [{ ...ACCOUNT, status: 'nothing_to_do' as const, reason, roles: [], steps: [] }];
  expect(adoptSummary({ ok: true, applied: false, seconds: 1, accounts })).toBe(
    '111122223333 production: nothing to do\n  the first\n  the second\nnothing was changed in AWS',
  );
});

test('a deployment that failed says the commands that make its state usable again, and how to go on', () => {
  const failed: AccountAdoption = {
    ...ACCOUNT,
    status: 'failed',
    reason: 'its state is locked',
    mend: ['terraform force-unlock -force 0f2c'],
    steps: [],
  };
  expect(adoptSummary({ ok: false, applied: true, seconds: 1, accounts: [failed] })).toBe(
    `111122223333 production: failed
  its state is locked
    to use the state again, once no other run works on it:
      terraform force-unlock -force 0f2c
  AlphausAcctAccessRole stays AROA1
for the rest: run the same command again; it does nothing twice`,
  );
});

const SURVEY = {
  stacks: [
    { name: 'S', id: 'arn', region: 'r', roles: [], others: ['Topic'], retained: false, problems: [] },
  ],
  present: { roles: ['OctoSSMUpdaterRole'], policies: [] },
  firstOff: [],
  leftInline: [{ role: 'AlphausAcctAccessRole', policy: 'root' }],
  differences: [{ role: 'OctoSSMUpdaterRole', kind: 'trust', message: 'x' }],
} as unknown as Survey;

test('the steps of a fleet are its own; for a configuration, the deployment is of the user, with the file that is written', () => {
  const fleet = adoptSteps(SURVEY, undefined, { fleet: true });
  expect(fleet).toEqual([
    expect.stringContaining('keeps every resource of the stack S'),
    expect.stringContaining('Terraform imports what is there (1)'),
    expect.stringContaining('the inline policy root of AlphausAcctAccessRole is deleted'),
    'the stack S is deleted, and its roles stay; Topic stays, too, and belongs to no stack then',
  ]);
  const managed = ['arn:aws:iam::111122223333:role/OctoSSMUpdaterRole'];
  expect(adoptSteps(SURVEY, undefined, { fleet: true, managed })[1]).toContain('Terraform deploys; ');
  const own = adoptSteps(SURVEY, undefined, { fleet: false, write: 'adopt.tf' });
  expect(own[1]).toContain(
    'import blocks of adopt.tf: the plan must say "0 to destroy", and at most "1 to import"',
  );
  expect(own[2]).toContain('again with --apply and without --write');
});

test('where the user deploys and names no file for it, the plan says to name one', () => {
  const steps = adoptSteps(SURVEY, undefined, { fleet: false });
  expect(steps.slice(0, 2)).toEqual([
    expect.stringMatching(/^with --write FILE --apply: CloudFormation keeps/),
    expect.stringContaining('with the import blocks of the file that --write FILE --apply writes'),
  ]);
  const accounts = [{ ...ACCOUNT, steps }];
  expect(adoptSummary({ ok: true, applied: false, seconds: 1, accounts })).toMatch(
    /nothing was changed in AWS: add --write FILE --apply to do it$/,
  );
});

describe('what is found in an account', () => {
  const found = (more: Partial<Survey> = {}): Survey => ({
    ...SURVEY,
    refusals: [],
    roles: ACCOUNT.roles,
    ...more,
  });
  const asked = { apply: true, fleet: false, known: true };

  test('is refused while the roles are still to be deployed by the user, with what to do first', () => {
    expect(adoptVerdict(found(), asked, undefined)).toEqual({
      status: 'refused',
      reason:
        'the roles are not yet as the inputs say (OctoSSMUpdaterRole x), so they are still to be deployed: first run this with --write FILE --apply, deploy with the import blocks of that file, then run this again',
    });
  });

  test.each<[string, Partial<Survey>, Partial<Asked>]>([
    ['the roles are as the inputs say', { differences: [] }, {}],
    ['this command deploys them', {}, { fleet: true }],
    ['the file for the deployment is to be written', {}, { write: 'adopt.tf' }],
    ['only the plan is asked for', {}, { apply: false }],
  ])('can be taken over where %s', (_, more, how) => {
    expect(adoptVerdict(found(more), { ...asked, ...how }, undefined)).toEqual({ status: 'ready' });
  });

  const firstOff = [{ role: 'OctoSSMUpdaterRole', inline: ['deploy'], attached: [] }] as const;

  test('is refused where the file is to be written and the policies of an owner would stay on', () => {
    const how = { ...asked, apply: false, write: 'adopt.tf' };
    expect(adoptVerdict(found({ firstOff }), how, undefined)).toEqual({
      status: 'refused',
      reason: expect.stringMatching(
        /^the policies of OctoSSMUpdaterRole have to be off before you deploy, .*add --apply/,
      ),
    });
    expect(adoptVerdict(found({ firstOff }), { ...how, apply: true }, undefined)).toEqual({
      status: 'ready',
    });
    expect(adoptVerdict(found(), how, undefined)).toEqual({ status: 'ready' });
  });

  test('is refused with every reason, a line each', () => {
    expect(adoptVerdict(found({ refusals: ['one', 'two'] }), asked, undefined)).toEqual({
      status: 'refused',
      reason: 'one\ntwo',
    });
  });
});

test('policies of another owner are taken off before the deployment', () => {
  const firstOff = [{ role: 'OctoSSMUpdaterRole', inline: ['deploy'], attached: ['arn:admin'] }] as const;
  const steps = adoptSteps({ ...SURVEY, firstOff }, undefined, { fleet: true });
  expect(steps[1]).toContain('deploy, arn:admin are taken off OctoSSMUpdaterRole');
  expect(steps[2]).toContain('Terraform imports');
});

test('another state forgets the roles by their addresses, quoted for a shell, and keeps the rest', () => {
  const roles = [
    { role: 'OctoSSMUpdaterRole', address: 'module.octo["a"].aws_iam_role.x', accountId: '1' },
  ] as const;
  const parts = ['module.octo["a"].aws_iam_role_policy.y'];
  expect(leaveState({ roles, parts, others: 0 })).toContain(
    `terraform state rm 'module.octo["a"].aws_iam_role.x' 'module.octo["a"].aws_iam_role_policy.y'. It`,
  );
  expect(leaveState({ roles, parts, others: 7 })).toContain('its 7 other resources stay as they are');
});

test.each([
  ['a module without a file', { module: 'module.octo' }, '--module is for --write'],
  ['an address that is none', { write: 'f', module: 'octo' }, '--module must be the address of a module'],
  ['a stack that has no such name', { stack: '-x' }, '--stack must be'],
  ['an ARN of something else', { stack: 'arn:aws:iam::111122223333:role/x' }, '--stack must be'],
  ['a role that is none of the five', { accounts: ['prod'], take: ['Admin'] }, '--take must be one of'],
  [
    'a role of no account that is named',
    { accounts: [], take: ['OctoSSMUpdaterRole'] },
    'exactly one account',
  ],
  ['a role of two accounts', { accounts: ['a', 'b'], take: ['OctoSSMUpdaterRole'] }, 'name, got 2'],
  [
    'a role of somebody else with a file alone',
    { accounts: ['a'], take: ['OctoSSMUpdaterRole'], write: 'f' },
    '--take with --write needs --apply',
  ],
])('fails for %s', (_, options, message) => {
  expect(adoptProblems({ accounts: [], apply: false, take: [], ...options }, undefined)).toEqual([
    expect.stringContaining(message),
  ]);
});

test('options that fit together are no problem', () => {
  const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/S/0f2c';
  const options = {
    accounts: ['production'],
    apply: true,
    write: 'f',
    module: 'module.a[0].module.b["x"]',
    stack,
    take: ['OctoSSMUpdaterRole'],
  };
  expect(adoptProblems(options, undefined)).toEqual([]);
});
