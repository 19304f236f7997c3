import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackSetCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { inlineTemplate } from '../../src/cloudformation/inline-json';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const MANAGEMENT = '111111111111';

const suite = toolchainOrSkip();

suite.describe('the example of an organization, on the emulator', () => {
  let emulator: Emulator;
  let bench: Workbench;
  let stack: (name: string) => Promise<Configuration>;
  let cloudformation: CloudFormationClient;
  let iam: IAMClient;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    const credentials = await emulator.credentialsFor(MANAGEMENT);
    const config = emulator.clientConfig(credentials);
    cloudformation = new CloudFormationClient(config);
    iam = new IAMClient(config);
    const folder = bench.path('organization');
    mkdirSync(folder);
    copyFileSync(join(CHECKOUT, 'examples', 'organization', 'octo.yaml'), join(folder, 'octo.yaml'));
    await bench.node(folder, ['--import', require.resolve('tsx'), join(CHECKOUT, 'main.ts')], {
      CDKTF_OUTDIR: join(folder, 'cdktf.out'),
    });
    stack = (name) =>
      bench
        .configuration(
          join('organization', 'cdktf.out', 'stacks', name),
          {},
          { endpoint: emulator.url, credentials },
        )
        .init();
  });

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it('makes the StackSet of the organization and takes it away again', async () => {
    const organization = await stack('octo-organization');
    await organization.apply();
    const { StackSet: made } = await cloudformation.send(
      new DescribeStackSetCommand({ StackSetName: 'octo-access' }),
    );
    expect(made?.TemplateBody?.trim()).toBe(inlineTemplate().trim());
    expect(made?.PermissionModel).toBe('SERVICE_MANAGED');
    const given = (made?.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [
      ParameterKey,
      ParameterValue,
    ]);
    expect(Object.fromEntries(given)).toMatchObject({ Principal: PRINCIPAL, ExternalId: EXTERNAL_ID });

    await organization.destroy();
    // The emulator lists what is deleted, too, as AWS does without a filter.
    const { Summaries: listed = [] } = await cloudformation.send(new ListStackSetsCommand({}));
    const left = listed.filter(({ Status: status }) => status !== 'DELETED');
    expect(left).toEqual([]);
  });

  it('installs the management account directly', async () => {
    const account = await stack(`octo-${MANAGEMENT}`);
    await account.apply();
    expect(await listOwnNames(iam)).toEqual(
      expect.arrayContaining(['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole']),
    );
    expect((await account.plan()).status).toBe(NO_CHANGES);
    await account.destroy();
    expect(await listOwnNames(iam)).toEqual([]);
  });
});
