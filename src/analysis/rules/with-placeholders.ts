import type { InstalledRole } from '../../policy/installed';
import { parsedArn } from '../arn';
import type { RuleFacts } from './rule';

/**
 * A text with the catalogue's placeholders in place of one installation's values, so that a finding has the same id in
 * every account and partition.
 */
export function withPlaceholders(
  text: string,
  role: InstalledRole,
  { vendorAccount }: Pick<RuleFacts, 'vendorAccount'>,
): string {
  const own = parsedArn(role.arn);
  if (!own) throw new Error(`${role.name}: "${role.arn}" is not an ARN`);
  return text
    .replace(new RegExp(`^arn:${own.partition}:`), 'arn:{partition}:')
    .replaceAll(own.account, '{accountId}')
    .replaceAll(vendorAccount, '{principal}');
}
