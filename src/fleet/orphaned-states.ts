import { join } from 'node:path';
import type { Problem } from '../names/error-in-words';
import { moveCommand } from '../text/move-command';
import { shownPath } from '../text/shown-path';
import { stackName, stackNames, type Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';
import {
  localStates,
  ownersElsewhere,
  stateContents,
  stateFile,
  type LocalState,
  type StateContents,
} from './local-states';

/** A fleet file and what is to be done with it. */
export interface FleetFilePlace {
  /** Folder of the file. */
  readonly folder: string;
  /** Its name. */
  readonly name: string;
  /** The words of a command that name the file, like ` --file prod.yaml`; empty for the usual names. */
  readonly option: string;
}

/**
 * Refuses a fleet file that leaves a state orphaned: a file beside it still holds resources, but nothing would ever read
 * it, because its stack is gone from the file, or is another, or keeps its state elsewhere now. A state that another fleet
 * file of the folder lists is not orphaned.
 *
 * @param migrating whether the states are about to be moved to where the file says
 * @throws FleetFileError naming every such state
 */
export function refuseOrphanedStates(file: FleetFilePlace, fleet: Fleet, migrating = false): void {
  const stacks = new Set(stackNames(fleet));
  const isElsewhere = ownersElsewhere(file.folder, file.name);
  const isRead = fleet.backend.type === 'local' || migrating;
  const problems = localStates(file.folder).flatMap((state): Problem[] => {
    const isOurs = stacks.has(state.stack);
    if (isOurs && isRead) return [];
    const contents = stateContents(join(file.folder, state.file));
    if (contents === undefined) return [];
    const found = { ...state, ...contents };
    if (isOurs) return [{ message: leftBehind(found, fleet, file) }];
    if (state.owner === 'access') return [{ message: accountStackProblem(found, stacks) }];
    if (isElsewhere(state.owner)) return [];
    return [{ message: orphanProblem(found, fleet, file) }];
  });
  if (problems.length > 0) throw new FleetFileError(file.name, problems);
}

type Found = LocalState & StateContents;

function leftBehind({ file, holds, owner }: Found, { backend }: Fleet, { option }: FleetFilePlace): string {
  const place = backend.type === 's3' ? 'in S3' : 'in HCP Terraform';
  return `backend keeps states ${place}, but ${file} ${holds} of ${ownerInWords(owner)}, which would be installed twice; npx octo-access fleet migrate${option} moves it there; if it was moved already: ${moveCommand(file, `${file}.moved`)}`;
}

/** The account stack's state becomes an account's of the fleet: the addresses differ only in ways that Terraform moves. */
function accountStackProblem({ file, holds, accountId }: Found, stacks: ReadonlySet<string>): string {
  const found = `the stack octo-access is not part of a fleet, but ${file} ${holds} of ${accountId === undefined ? 'one account' : `account ${accountId}`}`;
  if (accountId === undefined) {
    return `${found}; move this file to another folder, or the state to the account of the fleet that it belongs to: ${moveCommand(file, stateFile('octo-ACCOUNT'))}`;
  }
  const target = stackName(accountId);
  const takeOver = moveCommand(file, stateFile(target));
  return stacks.has(target)
    ? `${found}, which would be installed twice; the fleet takes it over with its state: ${takeOver}`
    : `${found}; move this file to another folder, or list that account and let the fleet take it over: ${takeOver}`;
}

function orphanProblem(
  { file, holds, owner }: Found,
  { layout }: Fleet,
  { folder, option }: FleetFilePlace,
): string {
  if (owner === 'organization') {
    return `the section organization is missing, but ${file} ${holds} of its StackSet; put the section back; to remove the StackSet, then run npx octo-access fleet destroy organization${option} and remove the section`;
  }
  if (layout !== 'stack-per-account') {
    return `the layout has one state for all accounts, but ${file} ${holds} of account ${owner}, which would be installed twice; keep layout "stack-per-account", or first remove the account with it (state: removing, deploy)`;
  }
  return `accounts does not list ${owner}, nor does another fleet file here, but ${file} ${holds} of it; to keep its roles, put its entry back; to remove them, put it back with "state: removing", deploy, then remove the entry; if the account is closed for good, give it up: ${giveUpCommand(join(folder, file))}`;
}

/** The command that gives up an account that cannot be reached any more: its state is kept, but nothing reads it. */
export function giveUpCommand(stateFile: string): string {
  const file = shownPath(stateFile);
  return moveCommand(file, `${file}.given-up`);
}

function ownerInWords(owner: string): string {
  return owner === 'organization' ? 'the StackSet' : `account ${owner}`;
}
