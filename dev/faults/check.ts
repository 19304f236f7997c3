import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, paginateListPolicies, paginateListRoles } from '@aws-sdk/client-iam';
import { letsIn } from '../../src/account/adopt/role-owner';
import { parsed } from '../../src/account/observe-account';
import { defaults } from '../../src/inputs/inputs';
import { EXAMPLE } from '../../src/inputs/samples';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import { run, runOrFail } from '../../src/process/run';
import type { Bench, Site } from './bench';
import { stackFolder } from './bench';
import type { Job } from './job';

/** What an account has: ids of its roles and ARNs of its own policies, by name. */
export interface Installed {
  readonly roles: Readonly<Record<string, string>>;
  readonly policies: readonly string[];
  /** Names of its CloudFormation stacks. */
  readonly stacks: readonly string[];
  /** Roles that let in whom ours let in: Alphaus with the external id, SSM, or the account itself. */
  readonly letIn: readonly string[];
}

/** Reads an account, past all faults. */
export async function installedIn({ emulator }: Bench, account: string): Promise<Installed> {
  const config = emulator.clientConfig(await emulator.credentialsFor(account));
  const client = new IAMClient(config);
  const cloudFormation = new CloudFormationClient(config);
  const inputs = { ...defaults(), ...EXAMPLE };
  try {
    const roles: [string, string][] = [];
    const letIn: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      for (const { RoleName = '', RoleId = '', AssumeRolePolicyDocument: trust } of Roles) {
        roles.push([RoleName, RoleId]);
        if (letsIn(RoleName as RoleName, parsed(trust), inputs, account)) letIn.push(RoleName);
      }
    }
    const policies: string[] = [];
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
      policies.push(...Policies.map(({ Arn = '' }) => Arn));
    }
    const { Stacks: stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
    return {
      roles: Object.fromEntries(roles),
      policies: policies.sort(),
      stacks: stacks.map(({ StackName = '' }) => StackName),
      letIn,
    };
  } finally {
    client.destroy();
    cloudFormation.destroy();
  }
}

/** What a disturbed run took away that was there before: no adoption does, however it ends. */
export async function lostIn(bench: Bench, before: ReadonlyMap<string, Installed>): Promise<string[]> {
  const problems: string[] = [];
  for (const [account, then] of before) {
    const now = await installedIn(bench, account);
    const keptOut = then.letIn.filter((name) => !now.letIn.includes(name));
    problems.push(
      ...replaced(account, then, now),
      ...keptOut.map((name) => `${name} of ${account} keeps out whom it let in`),
    );
  }
  return problems;
}

function replaced(account: string, before: Installed | undefined, now: Installed): string[] {
  return Object.entries(before?.roles ?? {}).flatMap(([name, id]) =>
    now.roles[name] === id ? [] : [`${name} of ${account} is another role than before`],
  );
}

/** Files that belong to an installation, beside those of one state each. */
const USUAL =
  /^(\.terraform\.lock\.hcl|cdktf\.out|octo\.json|terraform\.octo-(access|\d{12})\.tfstate(\.backup)?)$/;
const USUAL_OF_STACK =
  /^(\.terraform|\.terraform\.lock\.hcl|cdk\.tf\.json|terraform\.tfvars\.json|metadata\.json)$/;

/**
 * What is wrong after all is said to be well; nothing, if it is.
 *
 * @param before what each account had before the disturbed run
 */
export async function problemsOf(
  bench: Bench,
  site: Site,
  job: Job,
  before: ReadonlyMap<string, Installed>,
): Promise<string[]> {
  const { folder, accounts, scenario } = site;
  const env = await site.env();
  const problems: string[] = [];
  if (scenario.job !== 'destroy') {
    for (const { program, args, cwd } of job.checks) {
      const { status, output } = await run(program, args, { cwd, env });
      if (status !== 0) problems.push(`${args.join(' ')} ended with ${status}: ${output.slice(-2_000)}`);
    }
  }
  for (const [index, account] of accounts.entries()) {
    const cwd = stackFolder(folder, job.stacks[index] ?? '');
    const [installed, state] = [await installedIn(bench, account), await stateOf(cwd, env)];
    const names = Object.keys(installed.roles).sort();
    const expected = scenario.job === 'destroy' ? [] : [...ROLE_NAMES].sort();
    if (names.join() !== expected.join())
      problems.push(`${account} has the roles ${names.join(', ') || 'none'}`);
    const there = [...names, ...installed.policies].sort();
    if (state.join() !== there.join()) {
      problems.push(`${account} has ${there.join(', ')}, but its state ${state.join(', ')}`);
    }
    if (scenario.job !== 'destroy') problems.push(...replaced(account, before.get(account), installed));
    problems.push(...installed.stacks.map((stack) => `${account} has the stack ${stack} still`));
    problems.push(...strangers(cwd, USUAL_OF_STACK));
  }
  return [...problems, ...strangers(folder, USUAL), ...(await strangersInBucket(bench, site, job))];
}

/** Names of the roles and ARNs of the policies in a state; throws where Terraform cannot read it. */
async function stateOf(cwd: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  // `terraform show -json` would start a provider for the same, and the plan has read the state with one.
  const { stdout } = await runOrFail('terraform', ['state', 'pull'], { cwd, env });
  const { resources } = JSON.parse(stdout) as {
    resources: { type: string; instances: { attributes: { name?: string; arn?: string } }[] }[];
  };
  return resources
    .flatMap(({ type, instances }) =>
      instances.flatMap(({ attributes: { name = '', arn = '' } }) =>
        type === 'aws_iam_role' ? [name] : type === 'aws_iam_policy' ? [arn] : [],
      ),
    )
    .sort();
}

function strangers(folder: string, usual: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => !usual.test(name))
    .map((name) => `${join(folder, name)} is left over`);
}

/** Objects of the bucket that are no state: locks, above all. */
async function strangersInBucket({ emulator }: Bench, site: Site, job: Job): Promise<string[]> {
  if (site.scenario.backend !== 's3') return [];
  const answer = await fetch(`${emulator.uncountedUrl}/${site.bucket}?list-type=2`, {
    headers: { host: 's3.amazonaws.com' },
  });
  const keys = [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key);
  const expected = job.stacks.map((stack) => `octo-access/${stack}.tfstate`);
  return keys.filter((key) => !expected.includes(key)).map((key) => `${key} is left over in the bucket`);
}
