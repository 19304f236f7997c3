import type { Analysis } from '../analysis';
import type { Statement } from '../statements';
import type { Report } from './grammar-problem';

const ACTION = /^([a-z0-9-]+:[A-Za-z0-9*?]+|\*)$/;

/**
 * Actions that exist. IAM saves a name that it does not know and grants nothing by it, and it refuses wildcards in
 * the service's prefix.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Action".
 */
export function actionProblems({ actions, notActions }: Statement, analysis: Analysis, report: Report): void {
  for (const pattern of [...actions, ...notActions]) {
    if (!ACTION.test(pattern)) report('action', `"${pattern}" is not of the form service:Action`);
    else if (analysis.expand(pattern).length === 0)
      report('action', `"${pattern}" stands for no action that AWS has`);
  }
}
