import type { Search } from '../../src/process/find-program';
import { ensurePythonTool, findPythonTool } from './python-tool';
import type { Program, PythonTool } from './python-tool';

/** Python programs: each is found by its variable, on PATH, or where an earlier run installed it. */
const PYTHON_TOOLS = {
  moto: {
    program: 'moto_server',
    what: 'the AWS emulator',
    requirement: 'moto[server]>=5.1,<6',
    variable: 'OCTO_MOTO',
  },
  cfnLint: {
    program: 'cfn-lint',
    what: "AWS's linter for CloudFormation templates",
    requirement: 'cfn-lint>=1.30,<2',
    variable: 'OCTO_CFN_LINT',
  },
  cfnFlip: {
    program: 'cfn-flip',
    what: "AWS's converter of CloudFormation templates",
    requirement: 'cfn-flip>=1.3,<2',
    variable: 'OCTO_CFN_FLIP',
  },
  parliament: {
    program: 'parliament',
    what: 'a linter for IAM policies',
    requirement: 'parliament>=1.6.4,<2',
    // It loads pkg_resources, which later versions of setuptools no longer have.
    alsoNeeds: ['setuptools<81'],
    variable: 'OCTO_PARLIAMENT',
  },
} as const satisfies Record<string, PythonTool>;

/** Name of a Python program of the toolchain. */
export type PythonToolName = keyof typeof PYTHON_TOOLS;

/** Finds a Python program that runs. */
export function findPython(name: PythonToolName): Search<Program> {
  return findPythonTool(PYTHON_TOOLS[name]);
}

/** As `findPython()`; if there is none, installs it under the checkout's `.cache/`. */
export function ensurePython(
  name: PythonToolName,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Program>> {
  return ensurePythonTool(PYTHON_TOOLS[name], progress, signal);
}
