import { ensurePythonTool, findPythonTool } from './python-tool';
import type { Program, PythonTool } from './python-tool';
import type { Search } from '../../src/process/find-program';

/** AWS's converter of CloudFormation templates between YAML and JSON, a Python program. */
export type CfnFlip = Program;

const CFN_FLIP: PythonTool = {
  program: 'cfn-flip',
  what: "AWS's converter of CloudFormation templates",
  requirement: 'cfn-flip>=1.3,<2',
  variable: 'OCTO_CFN_FLIP',
};

/** Finds a `cfn-flip` that runs: `$OCTO_CFN_FLIP`, PATH, or the one that an earlier run installed. */
export function findCfnFlip(): Search<CfnFlip> {
  return findPythonTool(CFN_FLIP);
}

/** As `findCfnFlip()`; if there is none, installs it under the checkout's `.cache/`. */
export async function ensureCfnFlip(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<CfnFlip>> {
  return ensurePythonTool(CFN_FLIP, progress, signal);
}
