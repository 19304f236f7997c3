import { RETURNS_CONTENT } from '../review/returns-content';
import type { Analysis } from './analysis';
import { catalogueProblems } from './catalogue-problems';
import { judgedInstallations, type Installation } from './installations';
import { acknowledgementDifferences, differenceText } from './rules/acknowledgement-differences';

/**
 * What is wrong with the roles by what AWS documents, a sentence for each: what the tests of the proof
 * find, too. Rules cannot decide about actions that AWS does not have, so they are asked once every row is right.
 *
 * @param content pattern -> what its actions return
 * @param installations those whose documents are judged
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
      .map((pattern) => `the list of what returns content: ${pattern} stands for no action of AWS`),
  ];
  if (rows.length > 0) return rows;
  const found = installations.flatMap(({ roles, configuration }) =>
    acknowledgementDifferences(roles, configuration, {
      analysis,
      content: Object.keys(content),
      vendorAccount: configuration.principal,
    }),
  );
  // The same finding stands at fewer places where an input leaves a row out: where it was found first counts.
  const byName = new Map(found.toReversed().map((one) => [`${one.role} ${one.id}`, one]));
  return [...byName.values()].toReversed().map(differenceText);
}
