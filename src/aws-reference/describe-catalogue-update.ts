import type { ChangedAction, MatchingPattern, RoleDifference } from '../analysis/catalogue-difference';
import type { CatalogueUpdate } from './catalogue-update-shape';

/** An update in words: what it changes for each role, and its findings. */
export function describeCatalogueUpdate({ before, after, difference, findings }: CatalogueUpdate): string {
  const { added, removed, roles } = difference;
  return [
    before === after
      ? `AWS's actions: ${after} is installed already`
      : `AWS's actions: ${before} -> ${after}, installed: ${added} actions added, ${removed} removed`,
    ...(before !== after && roles.length === 0
      ? ['Every pattern of the roles matches the same actions as before.']
      : []),
    ...roles.flatMap(describeRole),
    ...(findings.length === 0
      ? []
      : [
          '',
          `Findings with this edition, which stays installed: ${findings.length}. Correct the rows, or accept each with a reason`,
          ...findings.map((finding) => `  ${finding}`),
        ]),
    ...(before === after
      ? []
      : [
          '',
          'to do: run npx octo-access generate, since the committed files are from the earlier edition; then npm test -- proof',
        ]),
  ].join('\n');
}

function describeRole({ role, gained, lost, relevelled }: RoleDifference): string[] {
  const lines = (title: string, actions: readonly ChangedAction[]): string[] =>
    actions.map(({ action, accessLevel, before, patterns }) => {
      const level = before === undefined ? accessLevel : `${before} -> ${accessLevel}`;
      return `  ${title} ${action} (${level}): ${patterns.map(describePattern).join('; ')}`;
    });
  return [
    '',
    role,
    ...lines('newly', gained),
    ...lines('no longer', lost),
    ...lines('access level', relevelled),
  ];
}

function describePattern({ list, sid, effect, pattern }: MatchingPattern): string {
  const place = list === 'boundary' ? `${sid} of the boundary` : sid;
  return `${effect === 'Deny' ? 'denied by' : 'by'} ${pattern} in ${place}`;
}
