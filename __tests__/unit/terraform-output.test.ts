import { describe, expect, test } from '@jest/globals';
import { TerraformOutput } from '../../src/deploy/terraform-output';

describe("Terraform's output", () => {
  const heard = (...lines: (string | object)[]): TerraformOutput => {
    const terraformOutput = new TerraformOutput();
    for (const line of lines) terraformOutput.read(typeof line === 'string' ? line : JSON.stringify(line));
    return terraformOutput;
  };
  const error = (summary: string, detail = ''): object => ({
    type: 'diagnostic',
    '@message': `Error: ${summary}`,
    diagnostic: { severity: 'error', summary, detail },
  });

  test('gives the planned changes, the progress and the outputs', () => {
    const terraformOutput = heard(
      { type: 'change_summary', changes: { add: 2, change: 0, import: 0, remove: 1, operation: 'plan' } },
      { type: 'apply_complete' },
      { type: 'outputs', outputs: { octo_onboarding: { value: { account_id: '111111111111' } } } },
      { type: 'change_summary', changes: { add: 1, change: 0, import: 0, remove: 0, operation: 'apply' } },
    );
    expect(terraformOutput.changes).toEqual({ add: 2, change: 0, remove: 1 });
    expect(terraformOutput.finished).toBe(1);
    expect(terraformOutput.outputs).toEqual({ octo_onboarding: { account_id: '111111111111' } });
    expect(terraformOutput.reason()).toBeUndefined();
  });

  test("gives the reason in one line, without the SDK's request details, and the number of further ones", () => {
    const collision = error(
      'creating IAM Role (OctoSSMUpdaterRole): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: 8f2c, EntityAlreadyExists: Role with name OctoSSMUpdaterRole already exists.',
    );
    const role =
      'creating IAM Role (OctoSSMUpdaterRole): EntityAlreadyExists: Role with name OctoSSMUpdaterRole already exists';
    expect(heard(collision, collision).reason()).toBe(role);
    expect(heard(collision, error('another')).reason()).toBe(`${role} (and 1 more in the log)`);
    expect(
      heard(
        error(
          'Cannot assume IAM Role',
          'IAM Role (arn:aws:iam::111111111111:role/Installer) cannot be assumed.\n\nThere are a number of possible causes of this.\n\nError: operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: 1a, api error AccessDenied: not\nauthorized\n',
        ),
      ).reason(),
    ).toBe('Cannot assume IAM Role: AccessDenied: not authorized');
    const s3 =
      'operation error S3: PutObject, https response error StatusCode: 403, RequestID: 8f2c, HostID: 9Gj+cj=, api error AccessDenied: no';
    expect(heard(error('No state', s3)).reason()).toBe('No state: AccessDenied: no');
    expect(heard(error('No state', s3), error('another')).errorTexts()).toEqual([
      `No state\n${s3}`,
      'another\n',
    ]);
    expect(heard(error('long', 'x'.repeat(1_000))).reason()).toHaveLength(400);
  });

  test('says of an error whether its resource is made again because an earlier run ended while it made it', () => {
    const about = (address: string): object => ({
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 'it is there', detail: '', address },
    });
    const replaced = (addr: string, reason: string): object => ({
      type: 'planned_change',
      change: { resource: { addr }, action: 'replace', reason },
    });
    const terraformOutput = heard(
      replaced('aws_iam_policy.a', 'tainted'),
      replaced('aws_iam_policy.b', 'cannot_update'),
      ...['aws_iam_policy.a', 'aws_iam_policy.b', 'aws_iam_policy.c'].map(about),
    );

    expect(terraformOutput.resourceErrors().map(({ isTainted }) => isTainted)).toEqual([true, false, false]);
  });

  test('gives the reason without -json too, framed or not', () => {
    const lines = [
      'Initializing the backend...',
      'Error: No bucket',
      '',
      '  on cdk.tf.json line 3, in terraform:',
      '',
      'The bucket',
      'is not there.',
    ];
    expect(heard(...lines).reason()).toBe('No bucket: The bucket is not there');
    expect(heard('╷', '│ Error: No bucket', '│', '│ Create it.', '╵').reason()).toBe('No bucket: Create it');
  });
});
