import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Search } from '../../src/process/find-program';
import { ensureNode } from '../toolchain/node';
import { ensureRelease, type Release } from '../toolchain/release';
import { OPENTOFU_1_11, OPENTOFU_1_12, TERRAFORM_1_5 } from '../toolchain/releases';
import type { Toolchain } from '../toolchain/toolchain';
import { CHECKOUT, type Subject } from './bench';
import { COMMANDS, FLEET, MODULE, START, SYNTH, tests, UNIT, type Check } from './checks';

/** A version of a tool, and what is run with it. */
export interface Row {
  /** As in `node-22`. */
  readonly id: string;
  readonly tool: string;
  /** What is asked for: as in `22`, `1.5.7` or `installed`. */
  readonly version: string;
  readonly checks: readonly Check[];
  /** Finds the version, or gets it. */
  readonly get: (
    tools: Toolchain,
    note: (line: string) => void,
    signal: AbortSignal,
  ) => Promise<Search<Subject>> | Search<Subject>;
}

/** A compiler is taken from `node_modules`, by the name that package.json gives it. */
const COMPILERS = ['typescript', 'typescript-7'] as const;

const INSTALLED_TERRAFORM: Row = {
  id: 'terraform-installed',
  tool: 'Terraform',
  version: 'installed',
  checks: [MODULE, FLEET, START],
  get: ({ terraform }) => {
    if (terraform.kind === 'terraform') return { found: { version: terraform.version, terraform } };
    return {
      problem: {
        what: 'Terraform is missing.',
        tried: [`${terraform.path}: is OpenTofu`],
        howToGet: 'install Terraform so that it is on PATH, or set OCTO_TERRAFORM to the program',
      },
    };
  },
};

/** The matrix. */
export const ROWS: readonly Row[] = [
  ...[20, 22, 24, 26].map(node),
  release(TERRAFORM_1_5, 'Terraform', [MODULE, FLEET, START]),
  INSTALLED_TERRAFORM,
  ...[OPENTOFU_1_11, OPENTOFU_1_12].map((one) =>
    release(one, 'OpenTofu', [
      MODULE,
      FLEET,
      START,
      tests('the example with `for_each` over accounts', 'e2e', '--testPathPatterns', 'e2e/opentofu'),
    ]),
  ),
  ...COMPILERS.map(compiler),
];

function node(major: number): Row {
  return {
    id: `node-${major}`,
    tool: 'Node.js',
    version: `${major}`,
    checks: [START, SYNTH, UNIT, COMMANDS],
    get: async (_, note, signal) => {
      const { found, problem } = await ensureNode(major, note, signal);
      return problem === undefined ? { found: { version: found.version, node: found.path } } : { problem };
    },
  };
}

function release(one: Release, tool: string, checks: readonly Check[]): Row {
  return {
    id: `${tool.toLowerCase()}-${one.version}`,
    tool,
    version: one.version,
    checks,
    get: async (_, note, signal) => {
      const { found, problem } = await ensureRelease(one, note, signal);
      return problem === undefined ? { found: { version: found.version, terraform: found } } : { problem };
    },
  };
}

function compiler(name: (typeof COMPILERS)[number]): Row {
  const { version } = JSON.parse(
    readFileSync(join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8'),
  ) as { version: string };
  const named = `with ${name}$`;
  return {
    id: `typescript-${version.split('.', 2).join('.')}`,
    tool: 'TypeScript',
    version,
    checks: [
      {
        what: 'the compiler, on the sources and the example',
        run: async (bench) => {
          const program = join('node_modules', name, 'bin', 'tsc');
          await bench.run('node', [program, '--noEmit', '-p', 'tsconfig.json']);
        },
      },
      tests(
        'a program that imports the packed package',
        'integration',
        ...['--testPathPatterns', 'integration/package', '--testNamePattern', named],
      ),
    ],
    get: () => ({ found: { version } }),
  };
}
