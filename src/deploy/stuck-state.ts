import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FleetBackend } from '../fleet/fleet';
import { parsedJson } from '../text/parsed-json';
import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';
import type { Action } from './actions';

/** Why a state cannot be used, and the commands that make it usable again. */
export interface StuckState {
  readonly reason: string;
  /** To be run one after another once no other run works on the state; empty if waiting is all that helps. */
  readonly commands: readonly string[];
}

/** A stack whose Terraform failed. */
export interface StuckStack {
  /** Folder of the stack. */
  readonly folder: string;
  /** Terraform as the user would write it in a shell. */
  readonly program: string;
  readonly backend: FleetBackend['type'];
}

/** Where Terraform leaves a state that its backend does not take. */
const UNSAVED = 'errored.tfstate';

/**
 * The lock that keeps Terraform from a state. A killed run leaves its lock in a bucket or a table; one on a file ends with
 * its process, so there another run is at work.
 *
 * @param errors whole texts of Terraform's errors
 */
export function lockedState(errors: readonly string[], stack: StuckStack): StuckState | undefined {
  const error = errors.find((text) => /acquiring the state lock/i.test(text)) ?? '';
  const field = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}:\\s*(\\S.*)$`, 'm').exec(error)?.[1]?.trim();
  const id = field('ID');
  if (id === undefined) return undefined;
  // As Go prints it: 2026-11-28 02:09:01.078324571 +0000 UTC.
  const since = field('Created')?.replace(/^(\S+ \d+:\d+)\S* .*$/, '$1 UTC') ?? 'some time';
  const held = `its state is locked by a run of ${field('Who') ?? 'somebody'}, since ${since}`;
  if (stack.backend === 'local') return { reason: `${held}: wait until that one has ended`, commands: [] };
  const commands = [`${terraform(stack)} force-unlock -force ${shellWord(id)}`];
  return { reason: `${held}, which is still at work or was killed`, commands };
}

/** Whether a run left a state that its backend did not take, as where the credentials had expired. */
export function hasUnsavedState(folder: string): boolean {
  return existsSync(join(folder, UNSAVED));
}

/** The reason of a run that leaves such a state. */
export function notSaved(reason: string): string {
  return `${reason}; its state is in ${UNSAVED} in the stack's folder: run the command for the rest, which says how to save it`;
}

/**
 * What is to be done where an earlier run left such a state: without it, Terraform would create again what it has created.
 *
 * @param lock the lock that the same run left, if it could not release it either
 */
export function unsavedState(stack: StuckStack, lock: StuckState | undefined): StuckState {
  const file = shellWord(shownPath(join(stack.folder, UNSAVED)));
  return {
    reason: `an earlier run could not save its state, which is in ${UNSAVED} in the stack's folder`,
    commands: [...(lock?.commands ?? []), `${terraform(stack)} state push ${UNSAVED} && rm ${file}`],
  };
}

/**
 * What is to be done where a state file is empty or cut off. Terraform empties the file before it writes it, so a run that is killed
 * meanwhile leaves no state, which the next run takes for an account without roles, or cannot read: a destroy would leave all of them.
 *
 * @param file the state file
 * @param action what is about to be done; where the file is empty, to create what is there already fails by itself, and says how to go on
 */
export function brokenState(file: string, action: Action): StuckState | undefined {
  // A destroy that ended before leaves a file.
  if (action === 'destroy' && !existsSync(file))
    return {
      reason: `there is no state file ${basename(file)}, so Terraform does not know whether its roles are there: look with octo-access verify. What is there, octo-access adopt --apply takes over, and then it can be destroyed; where nothing is, there is nothing to destroy`,
      commands: [],
    };
  const broken = howBroken(file);
  if (broken === undefined) return undefined;
  const backup = `${file}.backup`;
  const reason = `its state file ${basename(file)} is ${broken}: a run was killed while it wrote it`;
  const [state, earlier] = [file, backup].map((path) => shellWord(shownPath(path)));
  if (existsSync(backup) && howBroken(backup) === undefined)
    return {
      reason: `${reason}, but ${basename(backup)} has the state that this run began with`,
      commands: [`cp ${earlier} ${state}`],
    };
  if (broken === 'empty' && action !== 'destroy') return undefined;
  return {
    reason: `${reason}, and Terraform does not know whether its roles are there; delete the file and deploy the account: that prints how to take over what is there${action === 'destroy' ? '. Then destroy it' : ''}`,
    commands: [`rm ${state}`],
  };
}

function howBroken(file: string): 'empty' | 'cut off' | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  if (text === '') return 'empty';
  return parsedJson(text) === undefined ? 'cut off' : undefined;
}

function terraform({ folder, program }: StuckStack): string {
  return `${program} -chdir=${shellWord(shownPath(folder))}`;
}
