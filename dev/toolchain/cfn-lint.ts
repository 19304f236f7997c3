import { ensurePythonTool, findPythonTool } from './python-tool';
import type { Program, PythonTool } from './python-tool';
import type { Search } from '../../src/process/find-program';

/** AWS's linter for CloudFormation templates, a Python program. */
export type CfnLint = Program;

const CFN_LINT: PythonTool = {
  program: 'cfn-lint',
  what: "AWS's linter for CloudFormation templates",
  requirement: 'cfn-lint>=1.30,<2',
  variable: 'OCTO_CFN_LINT',
};

/** Finds a `cfn-lint` that runs: `$OCTO_CFN_LINT`, PATH, or the one that an earlier run installed. */
export function findCfnLint(): Search<CfnLint> {
  return findPythonTool(CFN_LINT);
}

/** As `findCfnLint()`; if there is none, installs it under the checkout's `.cache/`. */
export async function ensureCfnLint(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<CfnLint>> {
  return ensurePythonTool(CFN_LINT, progress, signal);
}
