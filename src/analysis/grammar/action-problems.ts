import type { Analysis } from '../analysis';
import type { Statement } from '../statements';
import type { Report } from './grammar-problem';

const ACTION = /^([a-z0-9-]+:[A-Za-z0-9*?]+|\*)$/;

/**
 * Checks that the actions exist. IAM accepts an unknown action, which then has no effect. It refuses wildcards in the
 * service prefix.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Action".
 */
export function actionProblems({ actions, notActions }: Statement, analysis: Analysis, report: Report): void {
  for (const pattern of [...actions, ...notActions]) {
    if (!ACTION.test(pattern)) report('action', `"${pattern}" is not of the form service:Action`);
    else if (analysis.expand(pattern).length === 0) report('action', `"${pattern}" matches no AWS action`);
  }
}
