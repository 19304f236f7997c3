import type { Statement } from '../statements';
import type { Report } from './grammar-problem';

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;
const PRINCIPAL = /^arn:([a-z-]+):iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/;

/**
 * Checks the principals of a trust policy: ARNs of the role's partition, or services. We refuse a bare account number,
 * though IAM accepts it, because it does not show the partition.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function principalProblems({ principals = {} }: Statement, partition: string, report: Report): void {
  for (const [type, names] of Object.entries(principals)) {
    for (const name of names) {
      if (type === 'AWS') awsPrincipalProblems(name, partition, report);
      else if (type !== 'Service') report('principal', `principals of type ${type} are not for these roles`);
      else if (!SERVICE.test(name)) report('principal', `"${name}" is not the name of an AWS service`);
    }
  }
}

function awsPrincipalProblems(name: string, partition: string, report: Report): void {
  if (name === '*') return;
  const [, of] = PRINCIPAL.exec(name) ?? [];
  if (of === undefined)
    report('principal', `"${name}" is not the ARN of an account's root, a role or a user`);
  else if (of !== partition) report('principal', `"${name}" belongs to another partition than ${partition}`);
}
