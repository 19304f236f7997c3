import type { Command } from 'commander';
import { DEFAULT_PARALLELISM } from '../deploy/actions';
import { addInputOptions, AS_JSON, asParallelism, FLEET_FILE, givenInputs } from './options';
import { orNothingBegun, printResult, tellProgress } from './command-end';

interface Options {
  readonly apply?: boolean;
  readonly file?: string;
  readonly parallelism: number;
  readonly stack?: string;
  readonly state?: string;
  readonly released?: boolean;
  readonly take?: readonly string[];
  readonly write?: string;
  readonly module?: string;
  readonly json?: boolean;
}

/** `octo-access adopt`. */
export function addAdopt(program: Command, project: string): void {
  const command = program
    .command('adopt')
    .description(
      "take over Octo's roles that something else installed, without recreating them; says first what changes",
    )
    .argument('[accounts...]', 'ids or names; all if none is given')
    .option('--apply', 'do it; without it nothing is changed in AWS')
    .option(...FLEET_FILE)
    .option('--parallelism <n>', 'accounts to work on at the same time', asParallelism, DEFAULT_PARALLELISM)
    .option('--stack <name>', 'the CloudFormation stack: name or ARN; asked for by the roles if not given')
    .option(
      '--state <file>',
      'the Terraform state of another configuration, as terraform state pull writes it',
    )
    .option('--released', 'the StackSet has let go of the stack: delete-stack-instances --retain-stacks')
    .option(
      '--take <roles>',
      "roles that are Octo's although they trust somebody else: a list with commas",
      (text: string) => text.split(','),
    )
    .option('--write <file>', 'for an account without a fleet file: write import blocks for its deployment')
    .option('--module <address>', 'the module that the import blocks are for, like module.octo_access')
    .option(...AS_JSON);
  addInputOptions(command);
  const adopt = async (accounts: string[], { json, ...options }: Options): Promise<void> => {
    const { adoptSession } = await import('../deploy/adopt-session.js');
    const { adoptSummary } = await import('../deploy/adopt-summary.js');
    const { loadAdoptBuild } = await import('./fleet-build.js');
    const { apply = false, released = false, take = [] } = options;
    const { report, exitStatus } = await adoptSession({
      ...options,
      apply,
      released,
      take,
      accounts,
      inputs: givenInputs(options),
      project,
      progress: process.stderr,
      tell: tellProgress,
      loadFleet: loadAdoptBuild,
    });
    printResult(report, { json }, adoptSummary);
    process.exitCode = exitStatus;
  };
  command.action(orNothingBegun(adopt));
}
