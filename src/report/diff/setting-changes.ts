import type { SettingReport } from '../shape/report-shape';
import { changeItems, type ChangeItem } from './rights-change-text';
import { needsOf, stepsText } from '../words';

/** What a setting changes, the ways to administrator rights first; none where it changes nothing. */
export function settingChanges({
  roles,
  administrator,
}: Pick<SettingReport, 'roles' | 'administrator'>): ChangeItem[] {
  const ways = [
    ...administrator.adds.map(({ approval, supposing, steps }) =>
      approval || supposing !== null
        ? `Opens a way to administrator rights, which needs ${needsOf({ approval, supposing })}: ${stepsText(steps)}`
        : `Makes Alphaus an administrator without your approval: ${stepsText(steps)}`,
    ),
    ...administrator.takes.map(({ steps }) => `Closes a way to administrator rights: ${stepsText(steps)}`),
  ];
  return [...ways.map((text) => ({ text, below: [] })), ...changeItems(roles)];
}
