import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  type CreateStackInstancesCommandInput,
  type CreateStackSetCommandInput,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { parameterValues } from '../../src/cloudformation/parameters';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { listOwnNames } from '../../dev/demo/role-facts';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { carriedOut, decided, parseTemplate, Stack } from '../support/cloudformation';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(120_000);

const MANAGEMENT = '111111111111';
const TEMPLATE = parseTemplate(readFileSync(join(CHECKOUT, TEMPLATE_FILES.organization), 'utf8'));

const suite = toolchainOrSkip();

/**
 * The emulator passes over a StackSet in a stack. So the stack makes the roles here, and the properties that CloudFormation's
 * handler of the StackSet would get are sent as its two calls, which install the roles in the member. Conditions are decided
 * before, as everywhere on the emulator.
 */
suite.describe('the template for the management account, in an organization on the emulator', () => {
  let emulator: Emulator;
  let cloudformation: CloudFormationClient;
  let member: string;
  let values: Record<string, string>;

  beforeAll(async () => {
    emulator = await startEmulator();
    const config = emulator.clientConfig(await emulator.credentialsFor(MANAGEMENT));
    cloudformation = new CloudFormationClient(config);
    const organizations = new OrganizationsClient(config);
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
    const { OrganizationalUnit: unit } = await organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: 'workloads' }),
    );
    const { CreateAccountStatus: created } = await organizations.send(
      new CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }),
    );
    member = created?.AccountId ?? '';
    await organizations.send(
      new MoveAccountCommand({
        AccountId: member,
        SourceParentId: root?.Id,
        DestinationParentId: unit?.Id,
      }),
    );
    organizations.destroy();
    values = {
      ...parameterValues({
        principal: PRINCIPAL,
        externalId: EXTERNAL_ID,
        permissionsBoundaryArn: 'arn:aws:iam::{accountId}:policy/own',
      }),
      TargetOrganizationId: unit?.Id ?? '',
    };
  });

  afterAll(async () => {
    cloudformation.destroy();
    await emulator.stop();
  });

  it('installs the roles in the management account, with its boundary', async () => {
    await Stack.create(cloudformation, decided(TEMPLATE, values), values);
    await expectRoles(MANAGEMENT);
  });

  it('installs the same roles in the account below the unit, with the boundary of that account', async () => {
    const made = carriedOut(TEMPLATE, values).Resources['OctoStackSet']?.Properties ?? {};
    const { StackInstancesGroup: group, OperationPreferences, ...stackSet } = made;
    const { TemplateBody: body, Parameters: parameters } = stackSet as unknown as CreateStackSetCommandInput;
    const given = (parameters ?? []).map(({ ParameterKey, ParameterValue }) => [
      ParameterKey,
      ParameterValue,
    ]);
    const template = decided(parseTemplate(body ?? ''), Object.fromEntries(given) as typeof values);
    await cloudformation.send(
      new CreateStackSetCommand({
        ...(stackSet as unknown as CreateStackSetCommandInput),
        TemplateBody: JSON.stringify(template),
      }),
    );
    const [instances] = group as [Pick<CreateStackInstancesCommandInput, 'DeploymentTargets'>];
    await cloudformation.send(
      new CreateStackInstancesCommand({
        StackSetName: 'octo-access',
        ...instances,
        Regions: ['us-east-1'],
        OperationPreferences:
          OperationPreferences as CreateStackInstancesCommandInput['OperationPreferences'],
      }),
    );
    await expectRoles(member);
  });

  async function expectRoles(account: string): Promise<void> {
    const iam = new IAMClient(emulator.clientConfig(await emulator.credentialsFor(account)));
    expect(await listOwnNames(iam)).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    for (const RoleName of ROLE_NAMES) {
      const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
      expect(role?.Arn).toBe(`arn:aws:iam::${account}:role/${RoleName}`);
      expect(role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(`arn:aws:iam::${account}:policy/own`);
    }
    iam.destroy();
  }
});
