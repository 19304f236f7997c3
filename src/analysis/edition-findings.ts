import { RETURNS_CONTENT } from '../review/returns-content';
import type { Analysis } from './analysis';
import { catalogueProblems } from './catalogue-problems';
import { judgedInstallations, type Installation } from './installations';
import { acknowledgementDifferences, differenceText } from './rules/acknowledgement-differences';

/**
 * Problems of the roles under an edition of the AWS reference, one sentence each. The proof tests find the same problems.
 * Rules cannot judge actions that AWS does not have, so they run only if every row is correct.
 *
 * @param content pattern of actions -> the content that they return
 * @param installations the installations whose documents are judged
 */
export function editionFindings(
  analysis: Analysis,
  content: Readonly<Record<string, string>> = RETURNS_CONTENT,
  installations: readonly Installation[] = judgedInstallations(),
): string[] {
  const rows = [
    ...catalogueProblems(analysis).map(
      ({ role, list, row, rule, message }) => `${role}, ${row} (${list}), ${rule}: ${message}`,
    ),
    ...Object.keys(content)
      .filter((pattern) => analysis.expand(pattern).length === 0)
      .map((pattern) => `the list of actions that return content: ${pattern} matches no AWS action`),
  ];
  if (rows.length > 0) return rows;
  const found = installations.flatMap(({ roles, configuration }) =>
    acknowledgementDifferences(roles, configuration, {
      analysis,
      content: Object.keys(content),
      vendorAccount: configuration.principal,
    }),
  );
  // An input that leaves a row out finds the same with fewer places: the first one counts.
  const byName = new Map(found.toReversed().map((one) => [`${one.role} ${one.id}`, one]));
  return [...byName.values()].toReversed().map(differenceText);
}
