import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importCommands } from '../../src/deploy/imports';
import { TerraformOutput } from '../../src/deploy/terraform-output';
import type { RunResult } from '../../src/process/run';
import { ACCOUNT_STACK } from '../../src/stacks/account-stack';
import { STACK_NAME } from '../emulator/earlier-installation';
import { EXAMPLE_INPUTS } from '../example-inputs';
import { CHECKOUT, stackFolder, type Site } from './bench';

/** A command, as a user gives it. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** The commands of a scenario. */
export interface Job {
  /** Ids of its stacks. */
  readonly stacks: readonly string[];
  /** Writes the inputs: those of the first installation, or others. */
  configure(inputs: 'first' | 'changed'): void;
  readonly deploy: Command;
  readonly destroy: Command;
  /** Takes over what something else installed; of fleets. */
  readonly adopt?: Command;
  /** What ends with status 0 where all is installed as the inputs say. */
  readonly checks: readonly Command[];
  /** The commands that a run printed for the user to mend what is in the way, or that the page of messages tells. */
  mending(result: Pick<RunResult, 'stdout' | 'output'>): string[];
  /** Where they are to be run: their paths are relative to it. */
  readonly mendingFolder: string;
}

/** What a change of inputs changes: trust, tags, and which policies the executor has. */
const INPUTS = {
  first: EXAMPLE_INPUTS,
  changed: {
    ...EXAMPLE_INPUTS,
    external_id: 'octo-ext-another-one',
    tags: { Team: 'finops' },
    change_executor_access: 'recommendations',
  },
} as const;

/** The commands of a site's scenario. */
export function jobOf(site: Site): Job {
  return site.scenario.way === 'account' ? accountJob(site) : fleetJob(site);
}

function accountJob({ folder, accounts }: Site): Job {
  const cwd = stackFolder(folder, ACCOUNT_STACK);
  const terraform = (...args: readonly string[]): Command => ({ program: 'terraform', args, cwd });
  return {
    stacks: [ACCOUNT_STACK],
    configure: (inputs) => {
      writeFileSync(join(cwd, 'terraform.tfvars.json'), JSON.stringify(INPUTS[inputs]));
    },
    deploy: terraform('apply', '-auto-approve', '-input=false', '-json'),
    destroy: terraform('destroy', '-auto-approve', '-input=false', '-json'),
    checks: [terraform('plan', '-detailed-exitcode', '-input=false', '-no-color')],
    mending: ({ output }) => {
      const read = new TerraformOutput();
      for (const line of output.split('\n')) read.read(line);
      // docs/troubleshooting.md tells these commands: here Terraform speaks, and nothing of ours runs after it.
      return importCommands(read.resourceErrors(), {
        folder: cwd,
        program: 'terraform',
        accountId: accounts[0] ?? '',
        partition: 'aws',
      });
    },
    mendingFolder: process.cwd(),
  };
}

function fleetJob({ folder, accounts, bucket, scenario }: Site): Job {
  const program = join(CHECKOUT, 'src', 'cli', 'octo-access.mjs');
  const octoAccess = (...args: readonly string[]): Command => ({
    program: process.execPath,
    args: [program, ...args],
    cwd: folder,
  });
  return {
    stacks: accounts.map((id) => `octo-${id}`),
    configure: (inputs) => {
      const backend = { type: 's3', bucket, region: 'us-east-1' };
      const file = {
        ...(scenario.backend === 's3' && { backend }),
        defaults: { role: 'Installer', inputs: INPUTS[inputs] },
        accounts: accounts.map((id) => ({ id })),
      };
      writeFileSync(join(folder, 'octo.json'), JSON.stringify(file));
    },
    deploy: octoAccess('fleet', 'deploy'),
    destroy: octoAccess('fleet', 'destroy', '--all'),
    // The emulator does not find a stack by a role.
    adopt: octoAccess('adopt', '--apply', ...(scenario.earlier === 'stack' ? ['--stack', STACK_NAME] : [])),
    // The second sees what Terraform leaves in a role, since Alphaus may write it itself.
    checks: [octoAccess('fleet', 'plan'), octoAccess('verify')],
    mending: ({ output }) => [...output.matchAll(/^ {6}(\S.*)$/gm)].map(([, command = '']) => command),
    mendingFolder: folder,
  };
}
