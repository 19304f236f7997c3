import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient, paginateListPolicies, paginateListRoles } from '@aws-sdk/client-iam';
import { ROLE_NAMES } from '../../src/names/role-names';
import { run, runOrFail } from '../../src/process/run';
import type { Bench, Site } from './bench';
import { stackFolder } from './bench';
import type { Job } from './job';

/** What an account has: ids of its roles and ARNs of its own policies, by name. */
export interface Installed {
  readonly roles: Readonly<Record<string, string>>;
  readonly policies: readonly string[];
}

/** Reads an account, past all faults. */
export async function installedIn({ emulator }: Bench, account: string): Promise<Installed> {
  const client = new IAMClient(emulator.clientConfig(await emulator.credentialsFor(account)));
  try {
    const roles: [string, string][] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      roles.push(...Roles.map(({ RoleName = '', RoleId = '' }): [string, string] => [RoleName, RoleId]));
    }
    const policies: string[] = [];
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
      policies.push(...Policies.map(({ Arn = '' }) => Arn));
    }
    return { roles: Object.fromEntries(roles), policies: policies.sort() };
  } finally {
    client.destroy();
  }
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
    for (const [what, command] of [['plan', job.plan] as const, ['verify', job.verify] as const]) {
      if (command === undefined) continue;
      const { program, args, cwd } = command;
      const { status, output } = await run(program, args, { cwd, env });
      if (status !== 0) problems.push(`${what} finds something to do: ${output.slice(-2_000)}`);
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
    for (const [name, id] of Object.entries(before.get(account)?.roles ?? {})) {
      if (scenario.job !== 'destroy' && installed.roles[name] !== id) {
        problems.push(`${name} of ${account} is another role than before`);
      }
    }
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
