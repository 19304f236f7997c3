import type { Command } from 'commander';
import { VERIFY_PARALLELISM, type Shard } from '../deploy/actions';
import { packageVersion } from '../process/package-version';
import { addInputOptions, AS_JSON, asParallelism, asShard, FLEET_FILE, givenInputs } from './options';
import { orNothingBegun, printResult, tellProgress } from './command-end';

interface Options {
  readonly file?: string;
  readonly parallelism: number;
  readonly stack?: string;
  readonly state?: string;
  readonly approvals?: string;
  readonly features?: boolean;
  readonly shard?: Shard;
  readonly sarif?: string;
  readonly plan?: boolean;
  readonly printPolicy?: boolean;
  readonly json?: boolean;
}

/** `octo-access verify`. */
export function addVerify(program: Command, project: string): void {
  const command = program
    .command('verify')
    .description(
      'compare the roles in AWS with the fleet file, or with the inputs of one account; reads only',
    )
    .argument('[accounts...]', 'ids or names; all if none is given')
    .option(...FLEET_FILE)
    .option(
      '--stack <name>',
      'the CloudFormation stack that made the roles, by name or ARN: its parameters are the inputs',
    )
    .option(
      '--state <file>',
      'a state of Terraform, or what terraform output -json prints: it says account, external id and roles, and inputs count beside it',
    )
    .option('--parallelism <n>', 'accounts to look at at the same time', asParallelism, VERIFY_PARALLELISM)
    .option(
      '--approvals <regions>',
      'also look at the approval tags of change templates and runbooks in these Regions, a list with commas',
    )
    .option('--features', 'also say what Octo can do with what is deployed, feature by feature')
    .option('--shard <i/n>', 'only this part of the accounts, as octo-access fleet has it', asShard)
    .option('--sarif <file>', 'also write the differences in SARIF 2.1.0, for code scanning')
    .option(
      '--plan',
      'say it as what the next deployment changes, to read before an upgrade; not beside --approvals, --features and --sarif, and --json says it anyway',
    )
    .option(
      '--print-policy',
      'print the policy of a role that may do this and no more; beside --approvals and --stack, with what these read',
    )
    .option(...AS_JSON);
  addInputOptions(command);
  const verify = async (
    accounts: string[],
    { json, plan, printPolicy, ...options }: Options,
  ): Promise<void> => {
    if (printPolicy) {
      const { stack, approvals } = options;
      const { auditorPolicy } = await import('../account/auditor-policy.js');
      const policy = auditorPolicy({ approvals: approvals !== undefined, stack });
      console.log(JSON.stringify(policy, null, 2));
      return;
    }
    const { verifySession, verifySummary } = await import('../deploy/verify-session.js');
    const { checkPlanOptions, planSummary } = await import('../deploy/plan-summary.js');
    if (plan) checkPlanOptions(options);
    const { report, exitStatus } = await verifySession({
      ...options,
      accounts,
      inputs: givenInputs(options),
      version: packageVersion(project),
      tell: tellProgress,
    });
    printResult(report, { json }, plan ? planSummary : verifySummary);
    process.exitCode = exitStatus;
  };
  command.action(orNothingBegun(verify));
}
