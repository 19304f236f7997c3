import type { Analysis } from '../analysis';
import { arnsOverlap, parsedArn } from '../arn';
import type { Statement } from '../statements';
import type { Report } from './grammar-problem';

/** AWS's own resources have no account, or `aws`. */
const ACCOUNT = /^(\d{12}|\*|aws|)$/;
const REGION = /^([a-z0-9-]+|\*|)$/;

/**
 * Checks that resources are ARNs of a type that the actions support. With any other resource, an Allow silently grants
 * nothing and a Deny silently denies nothing.
 *
 * Source: Service Authorization Reference, "Resource types defined by" each service.
 */
export function resourceProblems(statement: Statement, analysis: Analysis, report: Report): void {
  const resources = [...statement.resources, ...statement.notResources];
  const arns = resources.filter((resource) => resource !== '*');
  for (const arn of arns) {
    const parts = parsedArn(arn);
    if (!parts || !ACCOUNT.test(parts.account) || !REGION.test(parts.region))
      report('resource', `"${arn}" is not an ARN`);
  }
  if (arns.length < resources.length && resources.length > 1)
    report('resource', 'names other resources beside *');
  if (arns.length < resources.length || arns.length === 0) return;
  const types = statement.actions.flatMap((pattern) => typesOf(pattern, analysis));
  for (const { action, formats } of types) {
    if (!arns.some((arn) => formats.some((format) => arnsOverlap(format, arn))))
      report('resource-type', `${action} takes none of the resources ${arns.join(', ')}`);
  }
  for (const arn of arns) {
    if (!types.some(({ formats }) => formats.some((format) => arnsOverlap(format, arn))))
      report('resource-type', `none of the actions takes the resource ${arn}`);
  }
}

function typesOf(pattern: string, analysis: Analysis): { action: string; formats: readonly string[] }[] {
  return analysis.expand(pattern).map((action) => {
    const service = action.slice(0, action.indexOf(':'));
    const formats = (analysis.actions.get(action)?.resourceTypes ?? []).map((type) => {
      const format = analysis.resourceTypes.get(`${service}:${type}`);
      if (format === undefined) throw new Error(`${action}: the resource type ${type} is unknown`);
      return format;
    });
    return { action, formats };
  });
}
