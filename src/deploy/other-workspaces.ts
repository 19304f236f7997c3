import { contentsOf } from '../fleet/local-states';
import { moveCommand } from '../text/move-command';
import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';

/** A stack whose state is in S3, initialised in its default workspace. */
export interface StackInBucket {
  /** Like `octo-111122223333`. */
  readonly stack: string;
  /** Where it was synthesized. */
  readonly folder: string;
  /** Terraform as the user would write it in a shell. */
  readonly program: string;
  /** Runs Terraform in that folder, with these variables besides. */
  readonly call: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly status: number; readonly stdout: string }>;
}

/**
 * Finds states of a stack in other workspaces of Terraform than the default one, which is the fleet's. `cdktf deploy` puts
 * one there where TF_WORKSPACE is set; all would be installed twice.
 *
 * @returns what is there and the commands that take it over; undefined if nothing is, or the bucket may not be listed
 */
export async function stateInOtherWorkspace({
  stack,
  folder,
  program,
  call,
}: StackInBucket): Promise<string | undefined> {
  const listed = await call(['workspace', 'list']);
  if (listed.status !== 0) return undefined;
  const others = [...listed.stdout.matchAll(/^[* ] (\S+)\s*$/gm)].flatMap(([, name = '']) =>
    name === 'default' ? [] : [name],
  );
  for (const workspace of others) {
    const pulled = await call(['state', 'pull'], { TF_WORKSPACE: workspace });
    if (pulled.status !== 0 || contentsOf(pulled.stdout) === undefined) continue;
    const terraform = (name: string): string =>
      `TF_WORKSPACE=${shellWord(name)} ${program} -chdir=${shellWord(shownPath(folder))}`;
    const copy = `${stack}.${workspace}.tfstate`;
    const forget = `${terraform('default')} workspace delete -force ${shellWord(workspace)}`;
    // A copy stays, whatever becomes of the workspace.
    const keep = `test ! -e ${shellWord(copy)} && ${terraform(workspace)} state pull > ${shellWord(copy)}`;
    const steps = [
      keep,
      `${terraform('default')} state push - < ${shellWord(copy)}`,
      forget,
      moveCommand(copy, `${copy}.moved`),
    ];
    return `the bucket has a state of it in the workspace "${workspace}" of Terraform, which still holds resources, so all would be installed twice; to take it over: ${steps.join(' && ')}; if it is of no use any more: ${keep} && ${forget}`;
  }
  return undefined;
}
