import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parsedJson } from '../text/parsed-json';
import { stackName, type Fleet } from './fleet';
import { parseFleet } from './parse-fleet';

/** Name of the file that holds a stack's state, beside the configuration. */
export function stateFile(stack: string): string {
  return `terraform.${stack}.tfstate`;
}

/** State files: of a fleet's stacks, and of the account stack. */
const STATE = /^terraform\.(octo-(\d{12}|organization|access))\.tfstate$/;

/**
 * Absolute path of the state of an account.
 *
 * @param file absolute path of the fleet file
 * @returns undefined where there is no fleet, or states are no files
 */
export function localState(
  fleet: Fleet | undefined,
  file: string | undefined,
  accountId: string,
): string | undefined {
  if (fleet?.backend.type !== 'local' || file === undefined) return undefined;
  return join(dirname(file), stateFile(stackName(accountId)));
}

/** A state file in a folder. */
export interface LocalState {
  /** Its name. */
  readonly file: string;
  /** Like `octo-111122223333`. */
  readonly stack: string;
  /** 12 digits, `organization` for a StackSet, or `access` for the account stack. */
  readonly owner: string;
}

/** What a state file holds. */
export interface StateContents {
  /** Like `still holds 22 resources`. */
  readonly holds: string;
  /** The account that its outputs name. */
  readonly accountId?: string;
}

const stateShape = z.looseObject({
  resources: z.array(z.looseObject({ mode: z.string(), instances: z.array(z.unknown()) })),
  outputs: z
    .looseObject({
      octo_onboarding: z.looseObject({ value: z.looseObject({ account_id: z.string() }) }).optional(),
    })
    .optional()
    .catch(undefined),
});

/** The state files in a folder, in the order of their names. None of them is read. */
export function localStates(folder: string): LocalState[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, stack, owner] = STATE.exec(file) ?? [];
      return stack === undefined || owner === undefined ? [] : [{ file, stack, owner }];
    });
}

/** What a state file holds; undefined if it is empty, or not there. */
export function stateContents(file: string): StateContents | undefined {
  return contentsOf(stateText(file));
}

/** What a state holds, as a file or `terraform state pull` has it; undefined if it is empty. */
export function contentsOf(text: string): StateContents | undefined {
  if (text.trim() === '') return undefined;
  const { data } = stateShape.safeParse(parsedJson(text));
  // An unreadable file may hold anything, and so may an encrypted one.
  if (data === undefined) return { holds: 'cannot be read as a state and may hold resources' };
  const count = data.resources.filter(
    ({ mode, instances }) => mode === 'managed' && instances.length > 0,
  ).length;
  if (count === 0) return undefined;
  const accountId = data.outputs?.octo_onboarding?.value.account_id;
  return {
    holds: `still holds ${count} ${count === 1 ? 'resource' : 'resources'}`,
    ...(accountId !== undefined && { accountId }),
  };
}

const arnsShape = z.looseObject({
  resources: z.array(
    z.looseObject({
      mode: z.string(),
      instances: z.array(
        z.looseObject({
          attributes: z.looseObject({ arn: z.string().optional().catch(undefined) }).nullish(),
        }),
      ),
    }),
  ),
});

/** ARNs of what a state file manages; none if it is not there or cannot be read. */
export function managedArns(file: string): string[] {
  const { data } = arnsShape.safeParse(parsedJson(stateText(file)));
  const managed = data?.resources.filter(({ mode }) => mode === 'managed') ?? [];
  return managed.flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes?.arn ?? []));
}

/** What of an account a state lacks, by the ends of the ARNs, like `:role/NAME`. */
export function unmanaged(managed: readonly string[], ends: readonly string[]): string[] {
  return ends.filter((end) => !managed.some((arn) => arn.endsWith(end)));
}

/** Empty where there is no such file. */
function stateText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** More than the file of a thousand accounts takes. */
const LARGEST_FILE = 5_000_000;

/**
 * Tells whose states are left to fleet files of a folder: those of what they list. A file that names an account and has a
 * mistake counts, for it will list the account again. Every file is read once, and only if somebody asks.
 *
 * @param except name of a file that is not asked
 * @returns whether a file lists an owner: 12 digits, or `organization`
 */
export function ownersElsewhere(folder: string, except?: string): (owner: string) => boolean {
  let files: readonly { readonly text: string; readonly fleet: Fleet | undefined }[] | undefined;
  return (owner) => {
    files ??= readdirSync(folder)
      .filter((name) => name !== except && /\.(ya?ml|json)$/i.test(name))
      .map((name) => textOf(join(folder, name)))
      .map((text) => ({ text, fleet: fleetIn(text) }));
    return files.some(({ text, fleet }) =>
      fleet === undefined ? text.includes(owner) : hasLocalState(fleet, owner),
    );
  };
}

/** The text of a file that may be a fleet file; empty if it is none, or cannot be read. */
function textOf(file: string): string {
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= LARGEST_FILE ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

function fleetIn(text: string): Fleet | undefined {
  try {
    return parseFleet(text, '');
  } catch {
    return undefined;
  }
}

/** Whether a fleet keeps the state of an owner in a file. */
function hasLocalState({ accounts, organization, layout, backend }: Fleet, owner: string): boolean {
  if (backend.type !== 'local') return false;
  if (owner === 'organization') return organization !== undefined;
  return layout === 'stack-per-account' && accounts.some(({ id }) => id === owner);
}
