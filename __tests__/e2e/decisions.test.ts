import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { startEmulator, DEFAULT_ACCOUNT as ACCOUNT, type Emulator } from '../../tools/emulator';
import { toolchainOrSkip } from '../../tools/toolchain';
import { accessLevel, everyAction } from '../support/actions';
import { observeRole, type ObservedRole } from '../support/observe';
import { allows, mayAssume, withHostileInline, type Context } from '../support/simulate';
import { EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/terraform';

jest.setTimeout(240_000);

const VENDOR = ['OctoRecommendationSearcherRole', 'OctoSSMUpdaterRole', 'AlphausAcctAccessRole'] as const;
const CUSTOMER = ['OctoChangeExecutorRole', 'OctoChangeTemplateApproverRole'] as const;
const STRANGER = '999988887777';

const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ssm = (resource: string, account = ACCOUNT): string => `arn:aws:ssm:us-east-1:${account}:${resource}`;
const principalOf = (account: string): { principal: string; context: Context } => ({
  principal: `arn:aws:iam::${account}:role/octo`,
  context: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/octo` },
});

const suite = toolchainOrSkip();

// What is decided here was read back from the emulator after a real apply, not taken from the source.
suite.describe('what was installed', () => {
  let emulator: Emulator | undefined;
  let bench: Workbench | undefined;
  let roles: Record<RoleName, ObservedRole>;
  /** The same within a boundary of the customer's own that allows everything. */
  let owned: Record<RoleName, ObservedRole>;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    const iam = new IAMClient(emulator.clientConfig());
    const stack = await (await bench.accountStack({ endpoint: emulator.url })).init();
    const read = async (): Promise<Record<RoleName, ObservedRole>> =>
      Object.fromEntries(
        await Promise.all(ROLE_NAMES.map(async (name) => [name, await observeRole(iam, name)] as const)),
      ) as Record<RoleName, ObservedRole>;
    await stack.apply();
    roles = await read();

    await stack.apply('-var', 'permissions_boundary_arn=arn:aws:iam::aws:policy/AdministratorAccess');
    owned = await read();
    await stack.destroy();
  });

  afterAll(async () => {
    await emulator?.stop();
    bench?.remove();
  });

  it.each(VENDOR)('%s is assumed by Alphaus with the right external id', async (name) => {
    const { principal, context } = principalOf(PRINCIPAL);
    await expect(
      mayAssume(principal, roles[name], { ...context, 'sts:ExternalId': EXTERNAL_ID }),
    ).resolves.toBe(true);
  });

  it.each(VENDOR)(
    'fails to assume %s with another external id, without one, or from another account',
    async (name) => {
      const alphaus = principalOf(PRINCIPAL);
      for (const externalId of ['', 'another', EXTERNAL_ID.toUpperCase(), `${EXTERNAL_ID} `, '*']) {
        const context = { ...alphaus.context, 'sts:ExternalId': externalId };
        await expect(mayAssume(alphaus.principal, roles[name], context)).resolves.toBe(false);
      }
      await expect(mayAssume(alphaus.principal, roles[name], alphaus.context)).resolves.toBe(false);
      for (const account of [STRANGER, ACCOUNT]) {
        const { principal, context } = principalOf(account);
        const right = { ...context, 'sts:ExternalId': EXTERNAL_ID };
        await expect(mayAssume(principal, roles[name], right)).resolves.toBe(false);
      }
      for (const service of ['ssm.amazonaws.com', 'ec2.amazonaws.com', 'lambda.amazonaws.com']) {
        await expect(mayAssume(service, roles[name], { 'sts:ExternalId': EXTERNAL_ID })).resolves.toBe(false);
      }
    },
  );

  it.each(CUSTOMER)("%s is assumed by the customer's own principals", async (name) => {
    const { principal, context } = principalOf(ACCOUNT);
    await expect(mayAssume(principal, roles[name], context)).resolves.toBe(true);
  });

  it.each(CUSTOMER)(
    'fails to assume %s from Alphaus or another account, whatever external id',
    async (name) => {
      for (const account of [PRINCIPAL, STRANGER]) {
        const { principal, context } = principalOf(account);
        await expect(mayAssume(principal, roles[name], context)).resolves.toBe(false);
        const withId = { ...context, 'sts:ExternalId': EXTERNAL_ID };
        await expect(mayAssume(principal, roles[name], withId)).resolves.toBe(false);
      }
    },
  );

  it.each(CUSTOMER.flatMap((target) => VENDOR.map((via) => [target, via] as const)))(
    'fails to reach %s by chaining through %s: its trust alone, and the policies of the other alone, are enough',
    async (target, via) => {
      const session = `arn:aws:sts::${ACCOUNT}:assumed-role/${via}/alphaus`;
      const context = { 'aws:PrincipalArn': roleArn(via) };
      // The trust holds even if the vendor's role may assume anything.
      await expect(mayAssume(session, roles[target], context)).resolves.toBe(false);
      // The vendor's role, with everything allowed inline where that can be written, may not call AssumeRole.
      const caller = via === 'OctoSSMUpdaterRole' ? roles[via] : withHostileInline(roles[via]);
      await expect(allows(caller, 'sts:AssumeRole', roleArn(target))).resolves.toBe(false);
      await expect(allows(caller, 'sts:AssumeRole', roleArn('SomeOtherRole'))).resolves.toBe(false);
    },
  );

  it('has the executor assumed by SSM Automation of this account', async () => {
    const context = {
      'aws:SourceAccount': ACCOUNT,
      'aws:SourceArn': ssm('automation-execution/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f'),
    };
    await expect(mayAssume('ssm.amazonaws.com', roles.OctoChangeExecutorRole, context)).resolves.toBe(true);
  });

  it('fails to have the executor assumed by SSM for another account, another source or no named source', async () => {
    const execution = ssm('automation-execution/0f2c3a10');
    const wrong: Context[] = [
      {},
      { 'aws:SourceAccount': ACCOUNT },
      { 'aws:SourceArn': execution },
      { 'aws:SourceAccount': STRANGER, 'aws:SourceArn': execution },
      { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': ssm('automation-execution/0f2c3a10', STRANGER) },
      { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': ssm('maintenancewindow/mw-1') },
    ];
    for (const context of wrong) {
      await expect(mayAssume('ssm.amazonaws.com', roles.OctoChangeExecutorRole, context)).resolves.toBe(
        false,
      );
    }
    const right = { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': execution };
    await expect(mayAssume('ec2.amazonaws.com', roles.OctoChangeExecutorRole, right)).resolves.toBe(false);
  });

  it.each(['built-in', 'own'] as const)(
    'fails to escape by Allow * inline on either self-updatable role, within the %s boundary',
    async (kind) => {
      const installed = kind === 'own' ? owned : roles;
      const escapes: [string, string, Context?][] = [
        ['iam:CreateRole', roleArn('new')],
        ['iam:AttachRolePolicy', roleArn('AlphausAcctAccessRole')],
        ['iam:DetachRolePolicy', roleArn('OctoRecommendationSearcherRole')],
        ['iam:DeleteRolePermissionsBoundary', roleArn('AlphausAcctAccessRole')],
        ['iam:PutRolePermissionsBoundary', roleArn('AlphausAcctAccessRole')],
        ['iam:UpdateAssumeRolePolicy', roleArn('OctoChangeExecutorRole')],
        ['iam:PutRolePolicy', roleArn('OctoChangeExecutorRole')],
        ['iam:PutRolePolicy', roleArn('OctoSSMUpdaterRole')],
        ['iam:CreatePolicyVersion', `arn:aws:iam::${ACCOUNT}:policy/AlphausAcctAccessBoundary`],
        ['iam:SetDefaultPolicyVersion', `arn:aws:iam::${ACCOUNT}:policy/OctoRecommendationSearcherBoundary`],
        ['iam:PassRole', roleArn('OctoChangeExecutorRole'), { 'iam:PassedToService': 'ssm.amazonaws.com' }],
        ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/new`],
        ['sts:AssumeRole', roleArn('OctoChangeExecutorRole')],
        ['ssm:StartAutomationExecution', ssm('document/any')],
        ['ssm:AddTagsToResource', ssm('document/any')],
        ['cloudformation:CreateStack', `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/new/1`],
        ['cloudformation:UpdateStack', `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/any/1`],
        ['s3:GetObject', 'arn:aws:s3:::bucket/key'],
        ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:any`],
        ['ssm:GetParameter', ssm('parameter/any')],
        ['kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`],
        ['lambda:GetFunction', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:any`],
        ['ec2:TerminateInstances', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
        ['dynamodb:Scan', `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/any`],
      ];
      for (const name of ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const) {
        const hostile = withHostileInline(installed[name]);
        for (const [action, resource, context] of escapes) {
          const decision = `${name}: ${action} on ${resource} is ${String(await allows(hostile, action, resource, context))}`;
          expect(decision).toBe(`${name}: ${action} on ${resource} is false`);
        }
        // What it is for, it still can.
        const read =
          name === 'AlphausAcctAccessRole' ? 'organizations:ListAccounts' : 'ec2:DescribeInstances';
        await expect(allows(hostile, read, '*')).resolves.toBe(true);
      }
    },
  );

  it.each(['built-in', 'own'] as const)(
    'the searcher has no action but Read and List after Allow * inline, within the %s boundary',
    async (kind) => {
      const hostile = withHostileInline((kind === 'own' ? owned : roles).OctoRecommendationSearcherRole);
      const ceiling = kind === 'own' ? hostile.attached : { boundary: hostile.boundary?.document };
      const possible = (await everyAction()).filter(possibleWithin(Object.values(ceiling), kind));
      const writes: string[] = [];
      for (const action of possible) {
        if (!['Read', 'List'].includes(await accessLevel(action))) writes.push(action);
      }
      expect(writes).toEqual([]);
      expect(possible.length).toBeGreaterThan(800);
    },
  );

  it('updates inline policies of exactly two roles, and only while they keep their boundary', async () => {
    const acctAccess = roles.AlphausAcctAccessRole;
    for (const action of ['iam:PutRolePolicy', 'iam:DeleteRolePolicy']) {
      for (const name of ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'] as const) {
        const put = (boundary?: string): Promise<boolean> =>
          allows(acctAccess, action, roleArn(name), boundary ? { 'iam:PermissionsBoundary': boundary } : {});
        await expect(put(roles[name].boundary?.arn)).resolves.toBe(true);
        await expect(put()).resolves.toBe(false);
        await expect(put('arn:aws:iam::aws:policy/AdministratorAccess')).resolves.toBe(false);
      }
      for (const name of ['OctoSSMUpdaterRole', ...CUSTOMER, 'AlphausAcctAccessRole2']) {
        const context = { 'iam:PermissionsBoundary': acctAccess.boundary?.arn ?? '' };
        await expect(allows(acctAccess, action, roleArn(name), context)).resolves.toBe(false);
      }
    }
    // The searcher updates nothing.
    const searcher = roles.OctoRecommendationSearcherRole;
    const context = { 'iam:PermissionsBoundary': searcher.boundary?.arn ?? '' };
    await expect(
      allows(withHostileInline(searcher), 'iam:PutRolePolicy', searcher.arn, context),
    ).resolves.toBe(false);
  });

  it('passes the executor to SSM and nothing else anywhere', async () => {
    const updater = roles.OctoSSMUpdaterRole;
    const pass = (role: string, service: string): Promise<boolean> =>
      allows(updater, 'iam:PassRole', roleArn(role), { 'iam:PassedToService': service });
    await expect(pass('OctoChangeExecutorRole', 'ssm.amazonaws.com')).resolves.toBe(true);
    await expect(pass('OctoChangeExecutorRole', 'ec2.amazonaws.com')).resolves.toBe(false);
    await expect(pass('OctoChangeExecutorRole', 'lambda.amazonaws.com')).resolves.toBe(false);
    await expect(pass('OctoChangeTemplateApproverRole', 'ssm.amazonaws.com')).resolves.toBe(false);
    await expect(pass('Administrator', 'ssm.amazonaws.com')).resolves.toBe(false);
  });

  it('starts only what the customer approved, and cannot approve itself', async () => {
    const updater = roles.OctoSSMUpdaterRole;
    const start = (tags: Context): Promise<boolean> =>
      allows(updater, 'ssm:StartAutomationExecution', ssm('document/octo-resize'), tags);
    await expect(start({ 'aws:ResourceTag/OctoApproved': 'true' })).resolves.toBe(true);
    await expect(start({})).resolves.toBe(false);
    await expect(start({ 'aws:ResourceTag/OctoApproved': 'false' })).resolves.toBe(false);
    const amazon = (name: string): Promise<boolean> =>
      allows(updater, 'ssm:StartAutomationExecution', ssm(`automation-definition/${name}:1`));
    await expect(amazon('AWS-StopEC2Instance')).resolves.toBe(true);
    await expect(amazon('AWS-RunPacker')).resolves.toBe(false);

    const tag = (role: ObservedRole, action: string, key: string): Promise<boolean> =>
      allows(role, action, ssm('document/octo-resize'), {
        'aws:TagKeys': [key],
        [`aws:RequestTag/${key}`]: 'true',
      });
    for (const key of ['OctoApproved', 'octoapproved', 'OCTOAPPROVED']) {
      for (const action of ['ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource', 'ssm:CreateDocument']) {
        await expect(tag(updater, action, key)).resolves.toBe(false);
      }
    }
    await expect(tag(updater, 'ssm:AddTagsToResource', 'team')).resolves.toBe(true);
    await expect(
      tag(roles.OctoChangeTemplateApproverRole, 'ssm:AddTagsToResource', 'OctoApproved'),
    ).resolves.toBe(true);

    const type = { 'ssm:DocumentType': 'Automation' };
    const update = (context: Context): Promise<boolean> =>
      allows(updater, 'ssm:UpdateDocument', ssm('document/octo-resize'), { ...type, ...context });
    await expect(update({})).resolves.toBe(true);
    await expect(update({ 'aws:ResourceTag/OctoApproved': 'true' })).resolves.toBe(false);
    await expect(
      allows(updater, 'ssm:UpdateDocumentMetadata', ssm('document/octo-resize'), type),
    ).resolves.toBe(false);
  });

  it('manages Automation documents, their tags and named settings, and none besides', async () => {
    const updater = roles.OctoSSMUpdaterRole;
    const document = ssm('document/octo-resize');
    const questions: [boolean, string, string, Context?][] = [
      ...(['Automation', 'Automation.ChangeTemplate'] as const).map(
        (type) =>
          [true, 'ssm:CreateDocument', document, { 'ssm:DocumentType': type }] as [
            boolean,
            string,
            string,
            Context,
          ],
      ),
      ...(['Command', 'Session', 'Package', 'Policy'] as const).map(
        (type) =>
          [false, 'ssm:CreateDocument', document, { 'ssm:DocumentType': type }] as [
            boolean,
            string,
            string,
            Context,
          ],
      ),
      [true, 'ssm:DeleteDocument', document, { 'ssm:DocumentType': 'Automation' }],
      [
        false,
        'ssm:DeleteDocument',
        document,
        { 'ssm:DocumentType': 'Automation', 'aws:ResourceTag/OctoApproved': 'true' },
      ],
      [
        false,
        'ssm:UpdateDocumentDefaultVersion',
        document,
        { 'ssm:DocumentType': 'Automation', 'aws:ResourceTag/OctoApproved': 'true' },
      ],
      [false, 'ssm:ModifyDocumentPermission', document, { 'ssm:DocumentType': 'Automation' }],
      [false, 'ssm:AddTagsToResource', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
      [false, 'ssm:AddTagsToResource', ssm('parameter/any')],
      [true, 'ssm:UpdateServiceSetting', ssm('servicesetting/ssm/automation/enable-adaptive-concurrency')],
      [
        false,
        'ssm:UpdateServiceSetting',
        ssm('servicesetting/ssm/documents/console/public-sharing-permission'),
      ],
      [
        false,
        'ssm:UpdateServiceSetting',
        ssm('servicesetting/ssm/managed-instance/default-ec2-instance-management-role'),
      ],
      [true, 'ssm:StartChangeRequestExecution', document],
      [true, 'ssm:SendAutomationSignal', ssm('automation-execution/1')],
      [true, 'ssm:StopAutomationExecution', ssm('automation-execution/1')],
    ];
    for (const [expected, action, resource, context] of questions) {
      const decision = await allows(updater, action, resource, context);
      expect([action, resource, context, decision]).toEqual([action, resource, context, expected]);
    }
  });

  it('lets the approver review templates and set the approval tag, and no other tag', async () => {
    const approver = roles.OctoChangeTemplateApproverRole;
    const document = ssm('document/octo-resize');
    const review = (type: string): Promise<boolean> =>
      allows(approver, 'ssm:UpdateDocumentMetadata', document, { 'ssm:DocumentType': type });
    await expect(review('Automation.ChangeTemplate')).resolves.toBe(true);
    await expect(review('Automation')).resolves.toBe(false);
    const tag = (keys: string[]): Promise<boolean> =>
      allows(approver, 'ssm:AddTagsToResource', document, { 'aws:TagKeys': keys });
    await expect(tag(['OctoApproved'])).resolves.toBe(true);
    await expect(tag(['team'])).resolves.toBe(false);
    await expect(tag(['OctoApproved', 'team'])).resolves.toBe(false);
    await expect(allows(approver, 'ssm:AddTagsToResource', document)).resolves.toBe(false);
    await expect(allows(approver, 'ssm:StartAutomationExecution', document)).resolves.toBe(false);
  });

  it('cannot modify AWS resources directly with the updater', async () => {
    const updater = roles.OctoSSMUpdaterRole;
    const direct: [string, string][] = [
      ['ec2:StopInstances', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
      ['rds:StopDBInstance', `arn:aws:rds:us-east-1:${ACCOUNT}:db:any`],
      ['ssm:SendCommand', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
      ['ssm:StartSession', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
      ['ssm:PutParameter', ssm('parameter/any')],
      ['iam:PutRolePolicy', updater.arn],
      ['cloudformation:UpdateStack', `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/any/1`],
    ];
    for (const [action, resource] of direct)
      await expect(allows(updater, action, resource)).resolves.toBe(false);
  });
});

type Decides = (action: string) => boolean;

/**
 * Whether documents leave an action possible at all for a role that is otherwise allowed everything:
 * conditions and resources of Allows ignored, conditional or scoped Denies too.
 */
function possibleWithin(documents: readonly unknown[], kind: 'built-in' | 'own'): Decides {
  const statements = documents.flatMap(
    (document) => (document as { Statement: Record<string, unknown>[] }).Statement,
  );
  const names =
    (key: string) =>
    (statement: Record<string, unknown>): Decides => {
      const patterns = [statement[key] ?? []].flat().map((pattern) => asPattern(pattern as string));
      return (action) => patterns.some((pattern) => pattern.test(action));
    };
  const everywhere = statements.filter(
    (one) => one['Effect'] === 'Deny' && one['Resource'] === '*' && !one['Condition'],
  );
  const denied = everywhere.filter((one) => one['Action']).map(names('Action'));
  const left = everywhere.filter((one) => one['NotAction']).map(names('NotAction'));
  const allowed = statements.filter((one) => one['Effect'] === 'Allow').map(names('Action'));
  return (action) =>
    (kind === 'own' || allowed.some((names) => names(action))) &&
    !denied.some((names) => names(action)) &&
    left.every((names) => names(action));
}

function asPattern(text: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i');
}
