import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedBackend } from '../fleet/backend-record';
import type { FleetBackend } from '../fleet/fleet';
import { localStates, ownersElsewhere, stateContents, stateFile } from '../fleet/local-states';
import { ErrorInWords } from '../names/error-in-words';
import { ACCOUNT_STACK } from './account-stack';
import { moveCommand } from '../text/move-command';

/** A state that an earlier deployment left would not be read any more; the message says what to do with it. */
export class EarlierStateError extends ErrorInWords {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EarlierStateError';
  }
}

type Backend = FleetBackend['type'];

/** Where CDKTF writes, from the project's folder. */
const OUT = 'cdktf.out';

/**
 * Refuses to go on where the account stack would pass over a state that is there: of a fleet, or of another backend.
 *
 * @param folder the project's
 * @param backend where the account stack keeps its state
 * @throws EarlierStateError naming every such state
 */
export function refuseEarlierStates(folder: string, backend: Backend): void {
  const isElsewhere = ownersElsewhere(folder);
  const states = localStates(folder).flatMap((state) => {
    const contents = stateContents(join(folder, state.file));
    return contents === undefined ? [] : [{ ...state, ...contents }];
  });
  const own = states.find(({ owner }) => owner === 'access');
  const orphans = states.filter((state) => state !== own && !isElsewhere(state.owner));
  // Two states cannot take one name.
  const [only, ...others] = orphans.filter(({ owner }) => owner !== 'organization');
  const heir = others.length === 0 && own === undefined ? only : undefined;
  const problems = orphans.map((state) => {
    const { file, owner, holds } = state;
    const goOn =
      state === heir
        ? `; to go on with the stack ${ACCOUNT_STACK}, give it the state: ${moveCommand(file, stateFile(ACCOUNT_STACK))}`
        : '';
    return `${file} ${holds}, and the fleet file that lists ${owner} is gone: put it back${goOn}; if it is of no use any more, ${moveCommand(file, `${file}.given-up`)}`;
  });
  // Where Terraform remembers that the state was a file, it sees by itself that it is one no more.
  const isSeen = recordedBackend(join(folder, OUT, 'stacks', ACCOUNT_STACK))?.type === 'local';
  if (own && backend !== 'local' && !isSeen) problems.unshift(leftBehind(own.file, own.holds));
  if (problems.length > 0) throw new EarlierStateError(problems);
}

function leftBehind(file: string, holds: string): string {
  const stack = `${OUT}/stacks/${ACCOUNT_STACK}`;
  const moving = 'moving.tfstate';
  const steps = [
    // `mv -n` succeeds where it moves nothing.
    `test ! -e ${moving}`,
    moveCommand(file, moving),
    'npx cdktf synth',
    `terraform -chdir=${stack} init`,
    `terraform -chdir=${stack} state push ../../../${moving}`,
    moveCommand(moving, `${file}.moved`),
  ];
  return `${file} ${holds}, but cdktf.json keeps the state elsewhere now, so all would be installed twice. If it was moved already: ${moveCommand(file, `${file}.moved`)}. To move it there: ${steps.join(' && ')}`;
}

/**
 * Refuses a workspace of Terraform's where states are files: the file of a workspace would be in `cdktf.out`, which is
 * deleted at will.
 *
 * @param stacks ids of the stacks
 * @param chosen the workspace that the environment names
 * @throws EarlierStateError naming the workspace, and the state that it has already
 */
export function refuseWorkspaces(
  folder: string,
  backend: Backend,
  stacks: readonly string[],
  chosen = process.env['TF_WORKSPACE'],
): void {
  if (backend !== 'local') return;
  const problems = stacks.flatMap((stack) => {
    const inside = `${OUT}/stacks/${stack}`;
    const selected = selectedWorkspace(folder, stack);
    const workspace = chosen === undefined || chosen === '' ? selected : chosen;
    if (workspace === '' || workspace === 'default') {
      return workspacesIn(join(folder, inside)).flatMap((other) => {
        const found = stateOfWorkspace(folder, stack, other);
        return found === undefined
          ? []
          : [
              `${found.state} ${found.holds}, of the workspace "${other}", which would be installed twice: ${found.move}, or out of ${OUT} if they are of another account`,
            ];
      });
    }
    const found = stateOfWorkspace(folder, stack, workspace);
    const moved = found === undefined ? '' : `; ${found.state} ${found.holds}: ${found.move}`;
    return [
      chosen
        ? `TF_WORKSPACE is "${workspace}", but the state of a workspace would be a file in ${OUT}, which is deleted at will: unset TF_WORKSPACE, or keep the state in S3 or in HCP Terraform${moved}`
        : `the workspace "${workspace}" is selected, but its state is a file in ${OUT}, which is deleted at will: terraform -chdir=${inside} workspace select default, or keep the state in S3 or in HCP Terraform${moved}`,
    ];
  });
  if (problems.length > 0) throw new EarlierStateError([...new Set(problems)]);
}

/**
 * Refuses a workspace of Terraform's for a fleet whose states are in S3: `octo-access fleet` reads the default one, so
 * another would hold states that it does not find.
 *
 * @param stacks ids of the stacks
 * @throws EarlierStateError naming the workspace
 */
export function refuseWorkspacesOfFleet(folder: string, backend: Backend, stacks: readonly string[]): void {
  if (backend !== 's3') return;
  const chosen = process.env['TF_WORKSPACE'] ?? '';
  const isOther = (name: string): boolean => name !== '' && name !== 'default';
  const rule =
    'a fleet keeps its states in the default workspace, where octo-access fleet reads them; another installation takes another prefix';
  if (isOther(chosen)) {
    throw new EarlierStateError([`TF_WORKSPACE is "${chosen}", but ${rule}: unset TF_WORKSPACE`]);
  }
  const problems = stacks.flatMap((stack) => {
    const selected = selectedWorkspace(folder, stack);
    if (chosen !== '' || !isOther(selected)) return [];
    return [
      `the workspace "${selected}" is selected, but ${rule}: terraform -chdir=${OUT}/stacks/${stack} workspace select default`,
    ];
  });
  if (problems.length > 0) throw new EarlierStateError(problems);
}

/** The workspace that was selected by hand in a stack's folder; empty for none. */
function selectedWorkspace(folder: string, stack: string): string {
  return read(join(folder, OUT, 'stacks', stack, '.terraform', 'environment')).trim();
}

const WORKSPACES = 'terraform.tfstate.d';

function workspacesIn(stackFolder: string): string[] {
  const all = join(stackFolder, WORKSPACES);
  return existsSync(all) ? readdirSync(all) : [];
}

/** The state of a stack's workspace, in words, and the command that makes it the stack's; undefined if it is empty. */
function stateOfWorkspace(
  folder: string,
  stack: string,
  workspace: string,
): { readonly state: string; readonly holds: string; readonly move: string } | undefined {
  const state = `${OUT}/stacks/${stack}/${WORKSPACES}/${workspace}/terraform.tfstate`;
  const contents = stateContents(join(folder, state));
  return contents && { state, holds: contents.holds, move: moveCommand(state, stateFile(stack)) };
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
