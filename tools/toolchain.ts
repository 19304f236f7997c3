import type { describe as JestDescribe } from '@jest/globals';

import { ensureMoto, findMoto } from './moto';
import type { Moto } from './moto';
import { ensureProviderMirror, findProviderMirror, noProvider } from './provider-mirror';
import type { ProviderMirror } from './provider-mirror';
import { describeProblem } from './search';
import type { Problem, Search } from './search';
import { findTerraform } from './terraform';
import type { Terraform } from './terraform';

export { ensureMoto, findMoto, type Moto } from './moto';
export {
  ensureProviderMirror,
  findProviderMirror,
  writeCliConfig,
  type ProviderMirror,
} from './provider-mirror';
export { describeProblem, type Problem, type Search } from './search';
export { baseEnv, sandboxEnv, type SandboxCredentials, type SandboxEnvOptions } from './sandbox-env';
export { findTerraform, type Terraform, type TerraformKind } from './terraform';

/** What the demo and the tests need beside Node and the npm packages. */
export interface Toolchain {
  readonly terraform: Terraform;
  readonly mirror: ProviderMirror;
  readonly moto: Moto;
}

export type ToolName = keyof Toolchain;

/** The outcome of looking for all tools: those found, and for each of the others why it is missing. */
export interface ToolSearch {
  readonly tools: Partial<Toolchain>;
  readonly problems: Partial<Record<ToolName, Problem>>;
}

/** Set by `npm test` for its jest workers, so that each suite need not search again. */
const HANDED_DOWN = 'OCTO_TOOLCHAIN';

const ALL_TOOLS: readonly ToolName[] = ['terraform', 'mirror', 'moto'];

/** Finds the tools and installs nothing. Inside `npm test` it only reads back what that command found. */
export function findToolchain(): ToolSearch {
  const handedDown = process.env[HANDED_DOWN];
  if (handedDown) return JSON.parse(handedDown) as ToolSearch;
  const terraform = findTerraform();
  const mirror = findProviderMirror(terraform.found?.kind ?? 'terraform');
  return collect({
    terraform,
    mirror: mirror === undefined ? noProvider() : { found: mirror },
    moto: findMoto(),
  });
}

/** Finds the tools and installs into the checkout's `.cache/` what can be installed there. */
export async function ensureToolchain(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<ToolSearch> {
  const terraform = findTerraform();
  return collect({
    terraform,
    // Without Terraform there is nothing to download a provider with, and one thing to get is enough to say.
    mirror: terraform.found ? await ensureProviderMirror(terraform.found, progress, signal) : terraform,
    moto: await ensureMoto(progress, signal),
  });
}

/** The variable that hands the outcome down to jest. */
export function handDown(search: ToolSearch): Record<string, string> {
  return { [HANDED_DOWN]: JSON.stringify(search) };
}

/** The tools, all of them. Throws an error that names each missing one and how to get it. */
export function requireTools(search: ToolSearch): Toolchain {
  const problems = whyNot(search, ALL_TOOLS);
  if (problems !== undefined) throw new Error(problems);
  return search.tools as Toolchain;
}

/** What `toolchainOrSkip()` gives a suite. */
export interface SuiteToolchain {
  /** jest's own `describe`, or one that skips and says in its title what to install. */
  readonly describe: (title: string, body: () => void) => void;
  /** The tools; to be called in hooks and tests, which do not run where a tool is missing. */
  readonly toolchain: () => Toolchain;
  /** Why the suite skips. @default - it does not */
  readonly reason?: string;
}

/**
 * For jest suites that need tools: skips them visibly where one is missing, and fails them in CI.
 *
 * @param needs - the tools without which the suite cannot run. @default - all
 */
export function toolchainOrSkip(needs: readonly ToolName[] = ALL_TOOLS): SuiteToolchain {
  const search = findToolchain();
  const reason = whyNot(search, needs);
  const { describe } = globalThis as unknown as { describe: typeof JestDescribe };
  if (reason === undefined) return { describe, toolchain: () => search.tools as Toolchain };
  if (isCi()) throw new Error(reason);
  return {
    describe: (title, body) => {
      describe.skip(`${title}: skipped. ${reason}`, body);
    },
    toolchain: () => {
      throw new Error(reason);
    },
    reason,
  };
}

/** Whether this run is in continuous integration, where a missing tool is a failure. */
export function isCi(): boolean {
  return !['', '0', 'false'].includes(process.env['CI'] ?? '');
}

function collect(searches: { [Name in ToolName]: Search<Toolchain[Name]> }): ToolSearch {
  const entries = Object.entries(searches);
  return {
    tools: Object.fromEntries(entries.flatMap(([name, { found }]) => (found ? [[name, found]] : []))),
    problems: Object.fromEntries(
      entries.flatMap(([name, { problem }]) => (problem ? [[name, problem]] : [])),
    ),
  };
}

function whyNot({ problems }: ToolSearch, needs: readonly ToolName[]): string | undefined {
  const missing = needs.map((name) => problems[name]).filter((problem) => problem !== undefined);
  if (missing.length === 0) return undefined;
  return [...new Set(missing.map(describeProblem))].join('\n');
}
