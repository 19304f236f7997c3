import { describe, expect, test } from '@jest/globals';
import { launchUrl } from '../../src/cloudformation/launch-url';
import { organizationTemplate } from '../../src/cloudformation/organization-template';
import { cloudFormationTemplate } from '../../src/cloudformation/template';

const LAUNCH = {
  templateUrl: 'https://acme-templates.s3.eu-west-1.amazonaws.com/octo/octo-access.yaml',
  region: 'us-east-1',
  stackName: 'octo-access',
  principal: '444455556666',
  externalId: 'octo+ext/7f3c=2a:1b@9d',
};

/** What the console reads after the `#`. */
function read(url: string): { readonly base: string; readonly values: Record<string, string> } {
  const [base = '', query = ''] = url.split('#/stacks/quickcreate?');
  return { base, values: Object.fromEntries(new URLSearchParams(query)) };
}

describe('a launch link', () => {
  test('fills in the template, the name of the stack and the parameters, as they were given', () => {
    const { base, values } = read(launchUrl(LAUNCH));

    expect(base).toBe('https://console.aws.amazon.com/cloudformation/home?region=us-east-1');
    expect(values).toEqual({
      templateURL: LAUNCH.templateUrl,
      stackName: 'octo-access',
      param_Principal: '444455556666',
      param_ExternalId: LAUNCH.externalId,
    });
    const parameters = Object.keys(cloudFormationTemplate()['Parameters'] as object);
    const named = Object.keys(values).flatMap((key) => /^param_(.*)/.exec(key)?.[1] ?? []);
    expect(parameters).toEqual(expect.arrayContaining(named));
  });

  test('of the template for an organization names the units, which that template knows', () => {
    const targetOrganizationId = 'ou-abcd-11112222,ou-abcd-33334444';
    const templateUrl = LAUNCH.templateUrl.replace('.yaml', '-organization.yaml');
    const { values } = read(launchUrl({ ...LAUNCH, templateUrl, targetOrganizationId }));
    expect(values['param_TargetOrganizationId']).toBe(targetOrganizationId);
    expect(() => launchUrl({ ...LAUNCH, targetOrganizationId })).toThrow(
      '--target-organization-id needs the template octo-access-organization.yaml, got "https://acme',
    );
    expect(Object.keys(organizationTemplate()['Parameters'] as object)).toContain('TargetOrganizationId');
    for (const wrong of ['', 'ou-1', 'r-abcd,ou-abcd-11112222', 'ou-abcd-11112222, ou-abcd-33334444']) {
      expect(() => launchUrl({ ...LAUNCH, targetOrganizationId: wrong })).toThrow(
        `--target-organization-id must be the id of the root, like r-abcd, or ids of organizational units, like ou-abcd-11112222, separated by commas without spaces, got "${wrong}"`,
      );
    }
  });

  test('leaves out what is to be typed in the console', () => {
    const { values } = read(launchUrl({ ...LAUNCH, principal: undefined, externalId: undefined }));

    expect(Object.keys(values)).toEqual(['templateURL', 'stackName']);
  });

  test.each([
    ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/'],
    ['cn-north-1', 'https://console.amazonaws.cn/'],
  ])('of %s opens the console of its partition', (region, beginning) => {
    expect(launchUrl({ ...LAUNCH, region }).startsWith(beginning)).toBe(true);
  });

  test('fails with all that is wrong at once', () => {
    const wrong = {
      templateUrl: 'https://example.com/octo-access.yaml',
      region: 'mars',
      stackName: '1st stack',
      principal: 'alphaus',
      externalId: 'a b',
    };
    expect(() => launchUrl(wrong)).toThrow(
      [
        '--template-url must be the address of the template in an S3 bucket, like https://BUCKET.s3.us-east-1.amazonaws.com/octo-access.yaml, got "https://example.com/octo-access.yaml"; the console takes no other place',
        '--region must be an AWS region like us-east-1, got "mars"',
        '--stack-name must be 1 to 128 letters, digits and hyphens, beginning with a letter, got "1st stack"',
        '--principal must be the 12-digit AWS account id of Alphaus',
      ].join('\n'),
    );
    expect(() => launchUrl(wrong)).toThrow(/--external-id may hold only ASCII letters/);
  });
});
