import { z } from 'zod';
import { inputSpec, type InputName } from '../inputs/inputs';
import { violations } from '../inputs/rules';
import { parameterName } from '../inputs/to-cloudformation';
import { UsageError } from '../names/error-in-words';
import { REGION, UNITS } from '../names/fields';
import { TARGET_PARAMETER } from './parameters';

/** What `octo-access launch-url --json` prints. */
export const launchUrlShape = z.strictObject({
  url: z.string().meta({ description: "Opens AWS's console with the stack to be created." }),
});

/** Values of a launch link; null where the user has to type them into the console. */
export interface Launch {
  /** `https://BUCKET.s3.REGION.amazonaws.com/KEY`: the console takes no other place. */
  readonly templateUrl: string;
  readonly region: string;
  readonly stackName: string;
  readonly principal?: string | undefined;
  readonly externalId?: string | undefined;
  /** Units of an organization, or its root; only the template for an organization takes them. */
  readonly targetOrganizationId?: string | undefined;
}

/** A template in S3, as CloudFormation names it: virtual-hosted or by path. */
const TEMPLATE_URL = /^https:\/\/([a-z0-9.-]+\.)?s3[a-z0-9.-]*\.amazonaws\.com(\.cn)?\/\S+$/;

const STACK_NAME = /^[a-zA-Z][a-zA-Z0-9-]{0,127}$/;

/** Hosts of the console other than that of the partition aws, by the beginning of a Region. */
const CONSOLES: readonly (readonly [string, string])[] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
];

/**
 * The address that opens AWS's console with a stack of the template, filled in up to its last page.
 * Source: AWS CloudFormation User Guide, "Create quick-create links".
 *
 * @throws UsageError naming every wrong value
 */
export function launchUrl(launch: Launch): string {
  const { templateUrl, region, stackName, principal, externalId, targetOrganizationId } = launch;
  const inputs: readonly (readonly [InputName, string | undefined])[] = [
    ['principal', principal],
    ['external_id', externalId],
  ];
  const given = inputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const problems = [
    ...(TEMPLATE_URL.test(templateUrl)
      ? []
      : [
          `--template-url must be the address of the template in an S3 bucket, like https://BUCKET.s3.us-east-1.amazonaws.com/octo-access.yaml, got "${templateUrl}"; the console takes no other place`,
        ]),
    ...(REGION.pattern.test(region) ? [] : [`--region must be ${REGION.allowed}, got "${region}"`]),
    ...(STACK_NAME.test(stackName)
      ? []
      : [
          `--stack-name must be 1 to 128 letters, digits and hyphens, beginning with a letter, got "${stackName}"`,
        ]),
    ...given.flatMap(([name, value]) => violations(inputSpec(name), `--${name.replace('_', '-')}`, value)),
    ...(targetOrganizationId === undefined || UNITS.pattern.test(targetOrganizationId)
      ? []
      : [`--target-organization-id must be ${UNITS.allowed}, got "${targetOrganizationId}"`]),
    // The console drops a parameter that the template does not have.
    ...(targetOrganizationId !== undefined && /\/octo-access\.(yaml|json)$/.test(templateUrl)
      ? [
          `--target-organization-id needs the template octo-access-organization.yaml, got "${templateUrl}", which installs one account`,
        ]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(...problems);
  const host = CONSOLES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'console.aws.amazon.com';
  const parameters = new URLSearchParams({ templateURL: templateUrl, stackName });
  for (const [name, value] of given) parameters.set(`param_${parameterName(name)}`, value);
  if (targetOrganizationId !== undefined) parameters.set(`param_${TARGET_PARAMETER}`, targetOrganizationId);
  // The console reads what follows # as an address of its own, where a space is no plus.
  const query = parameters.toString().replaceAll('+', '%20');
  return `https://${host}/cloudformation/home?region=${region}#/stacks/quickcreate?${query}`;
}
