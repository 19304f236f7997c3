import type { Statement } from '../statements';
import type { Report } from './grammar-problem';

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;
const PRINCIPAL = /^arn:([a-z-]+):iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/;

/**
 * Principals of a trust policy: ARNs of the partition that the role is in, or services. A bare account number
 * is refused though IAM takes it: it hides the partition from whoever reads it.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function principalProblems({ principals = {} }: Statement, partition: string, report: Report): void {
  for (const [type, names] of Object.entries(principals)) {
    for (const name of names) {
      if (type === 'AWS') awsPrincipalProblems(name, partition, report);
      else if (type !== 'Service') report('principal', `principals of type ${type} are not for these roles`);
      else if (!SERVICE.test(name)) report('principal', `"${name}" is no name of an AWS service`);
    }
  }
}

function awsPrincipalProblems(name: string, partition: string, report: Report): void {
  if (name === '*') return;
  const [, of] = PRINCIPAL.exec(name) ?? [];
  if (of === undefined) report('principal', `"${name}" is no ARN of an account's root, a role or a user`);
  else if (of !== partition) report('principal', `"${name}" is of another partition than ${partition}`);
}
