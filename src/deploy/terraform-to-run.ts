import { describeProblem, onPath } from '../process/find-program';
import { findTerraform } from '../process/terraform';
import { shellWord } from '../text/shell-quote';
import type { FleetRunOptions } from './run-fleet';
import { FleetRunError } from './targets';

/**
 * The Terraform or OpenTofu that runs the stacks, and how the user would write it in a shell.
 *
 * @throws FleetRunError if there is none
 */
export function terraformToRun(): Pick<FleetRunOptions, 'terraform' | 'terraformCommand'> {
  const { found, problem } = findTerraform();
  if (!found) throw new FleetRunError(describeProblem(problem));
  const { path, kind } = found;
  return { terraform: path, terraformCommand: onPath(kind) === path ? kind : shellWord(path) };
}
