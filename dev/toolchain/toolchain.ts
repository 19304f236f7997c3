import type { describe as JestDescribe } from '@jest/globals';

import { findChromium } from './chromium';
import type { Chromium } from './chromium';
import { ensureNode, findNode } from './node';
import type { Node } from './node';
import { AWS_CDK, CDKTN, ensureModules, findModules } from './npm-modules';
import type { NpmModules } from './npm-modules';
import { ensureTofu, findTofu } from './opentofu';
import type { Program } from './python-tool';
import { ensurePython, findPython } from './python-tools';
import { ensureProviderMirror, findProviderMirror, noProvider } from './provider-mirror';
import type { ProviderMirror } from './provider-mirror';
import { ensureRelease, findRelease } from './release';
import { TERRAFORM_1_5 } from './releases';
import { describeProblem } from '../../src/process/find-program';
import type { Problem, Search } from '../../src/process/find-program';
import { findTerraform } from '../../src/process/terraform';
import type { Terraform } from '../../src/process/terraform';

export {
  ensureProviderMirror,
  findProviderMirror,
  writeCliConfig,
  type ProviderMirror,
} from './provider-mirror';
export { describeProblem, type Problem, type Search } from '../../src/process/find-program';
import { baseEnv } from '../sandbox/sandbox-env';

export { baseEnv, sandboxEnv, type SandboxCredentials, type SandboxEnvOptions } from '../sandbox/sandbox-env';
export { findTerraform, type Terraform, type TerraformKind } from '../../src/process/terraform';

/** The tools that the demo and the tests need besides Node and the npm packages. */
export interface Toolchain {
  readonly terraform: Terraform;
  readonly mirror: ProviderMirror;
  readonly moto: Program;
  /** An OpenTofu that takes `for_each` on providers; only for those who ask for it, since it may have to be built. */
  readonly tofu: Terraform;
  readonly cfnLint: Program;
  readonly cfnFlip: Program;
  readonly awsCdk: NpmModules;
  readonly cdktn: NpmModules;
  readonly parliament: Program;
  /** A browser; only found, never installed. */
  readonly chromium: Chromium;
  /** For what has to run on a newer Node than the oldest that we support. */
  readonly node24: Node;
  readonly node26: Node;
  /** The oldest that the module takes; built, as OpenTofu is, for those who ask for it. */
  readonly terraform15: Terraform;
}

export type ToolName = keyof Toolchain;

/** The result of the search: the tools found, and why each of the others is missing. */
export interface ToolSearch {
  readonly tools: Partial<Toolchain>;
  readonly problems: Partial<Record<ToolName, Problem>>;
}

/** Set by `npm test` for its jest workers, so that suites do not search again. */
const HANDED_DOWN = 'OCTO_TOOLCHAIN';

/** The tools that the demo and most suites need. */
export const USUAL_TOOLS: readonly ToolName[] = ['terraform', 'mirror', 'moto'];

/** Finds the tools and installs nothing. Inside `npm test` it only reads that command's result. */
export function findToolchain(): ToolSearch {
  const handedDown = process.env[HANDED_DOWN];
  if (handedDown) return JSON.parse(handedDown) as ToolSearch;
  const terraform = findTerraform({ env: baseEnv() });
  const mirror = findProviderMirror();
  return collect({
    terraform,
    mirror: mirror === undefined ? noProvider() : { found: mirror },
    moto: findPython('moto'),
    tofu: findTofu(),
    cfnLint: findPython('cfnLint'),
    cfnFlip: findPython('cfnFlip'),
    awsCdk: findModules(AWS_CDK),
    cdktn: findModules(CDKTN),
    parliament: findPython('parliament'),
    chromium: findChromium(),
    node24: findNode(24),
    node26: findNode(26),
    terraform15: findRelease(TERRAFORM_1_5),
  });
}

/**
 * Finds the tools and installs missing ones: into the checkout's `.cache/`; OpenTofu, Terraform 1.5, newer
 * Node.js, the AWS CDK and CDK Terrain into the user's.
 *
 * @param needs - the tools to look for. @default - the usual ones
 */
export async function ensureToolchain(
  progress: (line: string) => void,
  signal?: AbortSignal,
  needs: readonly ToolName[] = USUAL_TOOLS,
): Promise<ToolSearch> {
  const terraform = findTerraform({ env: baseEnv() });
  return collect({
    terraform,
    // Without Terraform no provider can be downloaded; naming one missing tool is enough.
    mirror: terraform.found ? await ensureProviderMirror(terraform.found, progress, signal) : terraform,
    ...(needs.includes('moto') ? { moto: await ensurePython('moto', progress, signal) } : {}),
    ...(needs.includes('cfnLint') ? { cfnLint: await ensurePython('cfnLint', progress, signal) } : {}),
    ...(needs.includes('cfnFlip') ? { cfnFlip: await ensurePython('cfnFlip', progress, signal) } : {}),
    ...(needs.includes('awsCdk') ? { awsCdk: await ensureModules(AWS_CDK, progress, signal) } : {}),
    ...(needs.includes('cdktn') ? { cdktn: await ensureModules(CDKTN, progress, signal) } : {}),
    ...(needs.includes('parliament')
      ? { parliament: await ensurePython('parliament', progress, signal) }
      : {}),
    ...(needs.includes('chromium') ? { chromium: findChromium() } : {}),
    ...(needs.includes('node24') ? { node24: await ensureNode(24, progress, signal) } : {}),
    ...(needs.includes('node26') ? { node26: await ensureNode(26, progress, signal) } : {}),
    ...(needs.includes('tofu') ? { tofu: await ensureTofu(progress, signal) } : {}),
    ...(needs.includes('terraform15')
      ? { terraform15: await ensureRelease(TERRAFORM_1_5, progress, signal) }
      : {}),
  });
}

/** The variable that hands the outcome down to jest. */
export function handDown(search: ToolSearch): Record<string, string> {
  return { [HANDED_DOWN]: JSON.stringify(search) };
}

/** The usual tools, all of them. Throws an error that names each missing one and how to get it. */
export function requireTools(search: ToolSearch): Toolchain {
  const problems = whyNot(search, USUAL_TOOLS);
  if (problems !== undefined) throw new Error(problems);
  return search.tools as Toolchain;
}

/** The result of `toolchainOrSkip()`. */
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
 * @param needs - the tools without which the suite cannot run. @default - the usual ones
 */
export function toolchainOrSkip(needs: readonly ToolName[] = USUAL_TOOLS): SuiteToolchain {
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

function collect(searches: { readonly [Name in ToolName]?: Search<Toolchain[Name]> }): ToolSearch {
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
