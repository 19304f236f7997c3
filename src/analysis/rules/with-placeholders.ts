import type { InstalledRole } from '../../policy/installed';
import { parsedArn } from '../arn';
import type { RuleFacts } from './rule';

/**
 * A text with placeholders for what is of one installation only, as the catalogue writes it, so that a finding is
 * called the same in every account and partition.
 */
export function withPlaceholders(
  text: string,
  role: InstalledRole,
  { vendorAccount }: Pick<RuleFacts, 'vendorAccount'>,
): string {
  const own = parsedArn(role.arn);
  if (!own) throw new Error(`${role.name}: "${role.arn}" is no ARN`);
  return text
    .replace(new RegExp(`^arn:${own.partition}:`), 'arn:{partition}:')
    .replaceAll(own.account, '{accountId}')
    .replaceAll(vendorAccount, '{principal}');
}
