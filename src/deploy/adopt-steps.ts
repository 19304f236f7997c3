import type { EarlierState } from '../account/adopt/earlier-state';
import type { StackOfRoles } from '../account/adopt/stack-of-roles';
import { unmanaged } from '../fleet/local-states';
import { shellWord } from '../text/shell-quote';
import type { Survey } from './adopt-account';
import { arnEnds } from './import-blocks';

/** Where the roles go. */
export interface AdoptTarget {
  /** Whether this command deploys. */
  readonly fleet: boolean;
  /** The file with import blocks. */
  readonly write?: string;
  /** What the fleet's state has already: ARNs. @default - nothing, as far as it is known */
  readonly managed?: readonly string[];
}

/** What to add where nothing says yet how the user's own deployment takes the roles over. */
export const WITH_FILE = '--write FILE --apply';

/** What happens to an account, or what to do, a sentence each, in order. */
export function adoptSteps(
  { stacks, present, leftInline, firstOff, differences }: Survey,
  state: EarlierState | undefined,
  { fleet, write, managed = [] }: AdoptTarget,
): string[] {
  const open = stacks.filter(({ retained }) => !retained);
  const deploys = differences.length > 0 || write !== undefined || fleet;
  const how = `with ${deploys && !fleet && write === undefined ? WITH_FILE : '--apply'}`;
  const count = unmanaged(managed, arnEnds(present)).length;
  return [
    ...(state === undefined ? [] : [leaveState(state)]),
    ...open.map(
      ({ name }) =>
        `${how}: CloudFormation keeps every resource of the stack ${name} when the stack is deleted (DeletionPolicy: Retain). No role changes`,
    ),
    ...firstOff.map(
      ({ role, inline, attached }) =>
        `${how}: ${[...inline, ...attached].join(', ')} ${inline.length + attached.length === 1 ? 'is' : 'are'} taken off ${role}, whose trust policy may keep out somebody whom ours lets in; whoever uses it loses these rights. Nothing below happens if that fails`,
    ),
    ...(deploys ? [deployment(fleet, write, count)] : []),
    ...(deploys && !fleet ? ['run this command again with --apply and without --write'] : []),
    ...leftInline.map(
      ({ role, policy }) =>
        `${fleet ? '' : 'then '}the inline policy ${policy} of ${role} is deleted, which Terraform leaves alone: Alphaus may write such policies itself`,
    ),
    ...stacks.map((stack) => farewell(stack)),
  ];
}

/** The commands that make another configuration forget the roles; they change nothing in AWS. */
export function leaveState({ roles, parts, others }: EarlierState): string {
  const addresses = [...roles.map(({ address }) => address), ...parts].map(shellWord).join(' ');
  const rest =
    others === 0
      ? ''
      : `; its ${others} other resources stay as they are, and to take the whole module out without deleting them, write removed { from = module.NAME lifecycle { destroy = false } } in its place (Terraform 1.7)`;
  return `in the folder of the other configuration: terraform state rm ${addresses}. It would make them again, and fail, so apply it no more${rest}`;
}

function deployment(fleet: boolean, write: string | undefined, count: number): string {
  const order =
    'each role first gets its permissions boundary and its trust policy, then our policies, and only then loses the others. Terraform counts each imported role as changed, for its description at least';
  if (fleet)
    return `with --apply: Terraform ${count === 0 ? '' : `imports what is there (${count}) and `}deploys; ${order}`;
  const file = write ?? `the file that ${WITH_FILE} writes`;
  return `deploy with the import blocks of ${file}: the plan must say "0 to destroy", and at most "${count} to import", fewer where the state has some of them; ${order}. Then delete the file`;
}

function farewell({ name, others }: StackOfRoles): string {
  const rest =
    others.length === 0
      ? ''
      : `; ${others.join(', ')} ${others.length === 1 ? 'stays' : 'stay'}, too, and ${others.length === 1 ? 'belongs' : 'belong'} to no stack then`;
  return `the stack ${name} is deleted, and its roles stay${rest}`;
}
