import type { ChangedAction, MatchingPattern, RoleDifference } from '../analysis/catalogue-difference';
import type { CatalogueUpdate } from './catalogue-update-shape';

/** An update in words: what it changes for each role, and what is wrong by it. */
export function describeCatalogueUpdate({ before, after, difference, findings }: CatalogueUpdate): string {
  const { added, removed, roles } = difference;
  return [
    before === after
      ? `AWS's actions: ${after} is installed already`
      : `AWS's actions: ${before} -> ${after}, installed: ${added} actions more, ${removed} fewer`,
    ...(before !== after && roles.length === 0 ? ['No pattern of any role stands for other actions.'] : []),
    ...roles.flatMap(describeRole),
    ...(findings.length === 0
      ? []
      : [
          '',
          `${findings.length} wrong by this edition, which stays installed: correct the rows, or accept with a reason`,
          ...findings.map((finding) => `  ${finding}`),
        ]),
    ...(before === after
      ? []
      : [
          '',
          "to do: npx octo-access generate, as the committed one is of the earlier edition's actions; npm test -- proof",
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
