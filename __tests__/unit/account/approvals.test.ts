import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { approvalDifferences, approvedTypes } from '../../../src/account/compare-approvals';
import { observeDocuments } from '../../../src/account/observe-documents';
import type { ObservedDocument } from '../../../src/account/observed';
import { defaults, type Configuration } from '../../../src/inputs/inputs';
import { ROLE_NAMES } from '../../../src/names/role-names';
import { EXAMPLE } from '../../support/example';
import { runbook, startSsmServer, template, type SsmServer } from '../../support/ssm-server';

const INPUTS: Configuration = { ...defaults(), ...EXAMPLE };
const REGION = 'us-east-1';
const BOTH = ['Automation.ChangeTemplate', 'Automation'];

describe('what a document is approved for', () => {
  let server: SsmServer;
  beforeAll(async () => {
    server = await startSsmServer();
  });
  afterAll(() => server.stop());

  const observe = (type: ObservedDocument['type']): Promise<ObservedDocument[]> =>
    observeDocuments(
      new SSMClient({
        region: REGION,
        endpoint: server.url,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
      REGION,
      type,
    );

  test("is read of the account's own documents of a type, page by page, with their tags", async () => {
    server.documents.set(REGION, [
      runbook('other', 'true'),
      template('one', 'true'),
      template('two', undefined, { ReviewStatus: 'PENDING' }),
      template('three', 'review'),
    ]);
    const read = { region: REGION, type: 'Automation.ChangeTemplate' };
    expect(await observe('Automation.ChangeTemplate')).toEqual([
      { ...read, name: 'one', reviewed: true, tags: { OctoApproved: 'true' } },
      { ...read, name: 'two', reviewed: false, tags: {} },
      { ...read, name: 'three', reviewed: true, tags: { OctoApproved: 'review' } },
    ]);
    expect(server.calls).toEqual(Array(2).fill(`ssm:ListDocuments ${REGION}`));
  });

  test.each([
    [template('T', 'true')],
    [template('T', 'review')],
    [template('T', 'frozen')],
    [template('T', undefined, { ReviewStatus: 'PENDING' })],
    [template('T', undefined, { ReviewStatus: 'REJECTED' })],
    // Conditions ignore the case of a tag key.
    [template('T', undefined, { Tags: [{ Key: 'octoapproved', Value: 'true' }] })],
    [runbook('T')],
    [runbook('T', 'true')],
  ])('is no difference where the tag does what it says: %j', async (document) => {
    server.documents.set(REGION, [document]);
    const found = [...(await observe('Automation')), ...(await observe('Automation.ChangeTemplate'))];
    expect([found.length, approvalDifferences(found)]).toEqual([1, []]);
  });

  test('is missing where Change Manager approved a template, and the tag is not there', async () => {
    server.documents.set(REGION, [template('Resize', undefined, { Tags: [{ Key: 'team', Value: 'true' }] })]);
    expect(approvalDifferences(await observe('Automation.ChangeTemplate'))).toEqual([
      {
        role: 'OctoSSMUpdaterRole',
        kind: 'approval_missing',
        message:
          'has no approval for the change template Resize in us-east-1: Change Manager approved it, but it does not carry the tag OctoApproved=true, so Octo can request no change by it',
        subject: 'us-east-1/Resize',
      },
    ]);
  });

  test.each(['True', 'yes', '', ' true', 'false', 'Frozen'])(
    'is a difference where the value only freezes, and does not say so: "%s"',
    async (value) => {
      server.documents.set(REGION, [
        template('Stop', value, { ReviewStatus: 'PENDING' }),
        runbook('Start', value),
      ]);
      const found = [...(await observe('Automation.ChangeTemplate')), ...(await observe('Automation'))];
      expect(approvalDifferences(found)).toMatchObject([
        {
          kind: 'approval_value',
          message: expect.stringContaining(`the value "${value}", which only freezes`),
        },
        { kind: 'approval_value', subject: 'us-east-1/Start' },
      ]);
    },
  );

  test('is a difference where the tag is there in several spellings', async () => {
    const Tags = [
      { Key: 'OctoApproved', Value: 'true' },
      { Key: 'octoapproved', Value: 'true' },
    ];
    server.documents.set(REGION, [template('Resize', undefined, { Tags })]);
    expect(approvalDifferences(await observe('Automation.ChangeTemplate'))).toMatchObject([
      { kind: 'approval_value', message: expect.stringContaining('OctoApproved=true and octoapproved=true') },
    ]);
  });

  test.each<[Partial<Configuration>, readonly string[]]>([
    [{}, BOTH],
    [{ changeRequests: 'any' }, ['Automation']],
    [{ directAutomation: 'any' }, ['Automation.ChangeTemplate']],
    [{ roles: ROLE_NAMES.filter((role) => role !== 'OctoSSMUpdaterRole') }, []],
  ])('is only asked where the tag decides, by the inputs: %j', (inputs, types) => {
    expect(approvedTypes({ ...INPUTS, ...inputs })).toEqual(types);
  });
});
