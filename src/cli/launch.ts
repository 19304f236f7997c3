import type { Command } from 'commander';
import { printResult } from './command-end';
import { AS_JSON } from './options';

interface Options {
  readonly templateUrl: string;
  readonly region: string;
  readonly stackName: string;
  readonly principal?: string;
  readonly externalId?: string;
  readonly targetOrganizationId?: string;
  readonly json?: boolean;
}

/** `octo-access launch-url`. */
export function addLaunchUrl(program: Command): void {
  program
    .command('launch-url')
    .description("print the address that opens AWS's console with the CloudFormation stack to be created")
    .requiredOption('--template-url <url>', 'where you put octo-access.yaml: an address in an S3 bucket')
    .option('--region <region>', 'where the stack is made; IAM is global', 'us-east-1')
    .option('--stack-name <name>', 'name of the stack', 'octo-access')
    .option('--principal <id>', "Alphaus's account; to be typed in the console if not given")
    .option('--external-id <id>', 'the external id; to be typed in the console if not given')
    .option(
      '--target-organization-id <ids>',
      'units whose accounts get the roles, too, or the root; for octo-access-organization.yaml',
    )
    .option(...AS_JSON)
    .action(async ({ json, ...launch }: Options) => {
      const { launchUrl } = await import('../cloudformation/launch-url.js');
      printResult({ url: launchUrl(launch) }, { json }, ({ url }) => url);
    });
}
