import type { Analysis } from '../analysis';
import { statementsOf } from '../statements';
import { actionProblems } from './action-problems';
import { conditionProblems } from './condition-problems';
import { principalProblems } from './principal-problems';
import type { Problem, Report } from './grammar-problem';
import { resourceProblems } from './resource-problems';
import { shapeProblems, type DocumentKind } from './shape-problems';

/**
 * Everything in one document that AWS refuses or understands differently than intended. Emulators accept most of it.
 *
 * @param partition partition of the account that the document is for
 */
export function documentProblems(
  document: object,
  kind: DocumentKind,
  partition: string,
  analysis: Analysis,
): Problem[] {
  const shape = shapeProblems(document, kind);
  // A document of the wrong shape has no statements to check.
  if (shape.some(({ rule }) => rule === 'shape')) return shape;
  const deeper = statementsOf(document).flatMap((statement) => {
    const problems: Problem[] = [];
    const report: Report = (rule, message) => problems.push({ rule, sid: statement.sid, message });
    principalProblems(statement, partition, report);
    actionProblems(statement, analysis, report);
    if (kind === 'permissions') resourceProblems(statement, analysis, report);
    conditionProblems(statement, analysis, report);
    return problems;
  });
  return [...shape, ...deeper];
}
