import type { ChangeOf } from '../shape/change-shape';

/** Merges changes that differ only in their actions. */
export function grouped<Change extends ChangeOf<'actions'> | ChangeOf<'denial'>>(
  changes: readonly Change[],
): Change[] {
  const groups = new Map<string, Change>();
  for (const change of changes) {
    const { actions, ...rest } = change;
    const key = JSON.stringify(rest);
    groups.set(key, { ...change, actions: [...(groups.get(key)?.actions ?? []), ...actions] });
  }
  return [...groups.values()];
}
