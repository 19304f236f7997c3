import type { AccountAdoption } from '../account/adopt/adopt-report';
import type { EarlierState } from '../account/adopt/earlier-state';
import type { Difference } from '../account/difference';
import type { Survey } from './adopt-account';
import { leaveState, WITH_FILE } from './adopt-steps';

/** What is asked for, and where the roles go. */
export interface Asked {
  readonly apply: boolean;
  /** Where import blocks are written. */
  readonly write?: string;
  /** The state of another configuration, as the command line names it. */
  readonly state?: string;
  /** Whether this command deploys. */
  readonly fleet: boolean;
  /** Whether nothing but the account has to be asked: where Terraform has no state of it, the roles are to be imported. */
  readonly known: boolean;
}

/** Whether an account can be taken over, by what was found in it, and why not. */
export function adoptVerdict(
  {
    refusals,
    roles,
    differences,
    leftInline,
    stacks,
    firstOff,
  }: Pick<Survey, 'refusals' | 'roles' | 'differences' | 'leftInline' | 'stacks' | 'firstOff'>,
  { apply, write, state: file, fleet, known }: Asked,
  state: EarlierState | undefined,
): Pick<AccountAdoption, 'status' | 'reason'> {
  const reasons = [
    ...refusals,
    ...(state && apply
      ? [
          `the state ${file} holds the roles still. First, ${leaveState(state)}; then run this without --state`,
        ]
      : []),
    ...(write !== undefined && !apply && firstOff.length > 0
      ? [
          `the policies of ${firstOff.map(({ role }) => role).join(' and ')} have to be off before you deploy, and --write without --apply leaves them: add --apply, or, to see the plan alone, leave --write out`,
        ]
      : []),
  ];
  if (reasons.length > 0) return { status: 'refused', reason: reasons.join('\n') };
  if (roles.length === 0)
    return { status: 'nothing_to_do', reason: 'none of the roles is there: deploy them' };
  // What is left of the earlier installation goes only once the roles are as the inputs say, which is not up to this command.
  if (apply && !fleet && write === undefined && differences.length > 0)
    return { status: 'refused', reason: deployFirst(differences) };
  const isDone = known && differences.length + leftInline.length + stacks.length === 0;
  return isDone
    ? { status: 'nothing_to_do', reason: 'the roles are as they should be, and nothing else holds them' }
    : { status: 'ready' };
}

function deployFirst([first, ...others]: readonly Difference[]): string {
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `the roles are not yet as the inputs say (${first?.role} ${first?.message}${more}), so they are still to be deployed: first run this with ${WITH_FILE}, deploy with the import blocks of that file, then run this again`;
}
