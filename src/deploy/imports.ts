import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';

/** An error of Terraform about one resource. */
export interface ResourceError {
  /** Like `aws_iam_role.ssm_updater`. */
  readonly address: string;
  /** Its whole text. */
  readonly text: string;
  /** Whether the resource is in the state, to be made again because an earlier run ended while it made it. */
  readonly isTainted: boolean;
}

/** Where the commands are to run, and for which account. */
export interface ImportSite {
  /** Folder of the stack. */
  readonly folder: string;
  /** Terraform as the user would write it in a shell. */
  readonly program: string;
  readonly accountId: string;
  /** Like `aws-us-gov`. */
  readonly partition: string;
}

/** How the AWS provider names what it could not create. */
const CREATING = /creating IAM (Role|Policy) \(([\w+=,.@-]+)\)[\s\S]*EntityAlreadyExists/;

/**
 * For each role and policy that is there already, the command that takes it over: it becomes part of the stack's state, and
 * the next deployment changes whatever differs. A tainted policy is part of it: Terraform, which makes the new one before it
 * deletes the old one, would fail at its name for ever.
 */
export function importCommands(errors: readonly ResourceError[], site: ImportSite): string[] {
  const { folder, program, accountId, partition } = site;
  const terraform = `${program} -chdir=${shellWord(shownPath(folder))}`;
  return errors.flatMap(({ address, text, isTainted }) => {
    const [, kind, name] = CREATING.exec(text) ?? [];
    if (name === undefined) return [];
    if (isTainted) return [`${terraform} untaint ${shellWord(address)}`];
    const id = kind === 'Role' ? name : `arn:${partition}:iam::${accountId}:policy/${name}`;
    return [`${terraform} import ${shellWord(address)} ${shellWord(id)}`];
  });
}
