import type { VerifiedAccount, VerifyReport } from '../account/verify-report';
import { UsageError } from '../names/error-in-words';
import { label, plural } from './summary';

const NOT_BESIDE = ['approvals', 'features', 'sarif'] as const;

/**
 * Refuses options of verify whose result the summary does not hold.
 *
 * @throws UsageError
 */
export function checkPlanOptions(options: Readonly<Partial<Record<string, unknown>>>): void {
  const given = NOT_BESIDE.filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  throw new UsageError(
    ...given.map(
      (name) => `--plan says what a deployment changes, and nothing of --${name}: leave one of them out`,
    ),
  );
}

/** The report of verify for people who are about to deploy: what that would change, in place of what differs. */
export function planSummary({ accounts, seconds, left_out: leftOut = [] }: VerifyReport): string {
  const lines = accounts.map((account) => [account, changesOf(account)] as const);
  const changing = lines.filter(([, changes]) => changes.length > 0);
  const unknown = accounts.filter(({ status }) => status === 'unknown');
  return [
    ...changing.flatMap(([account, changes]) => [`${label(account)}:`, ...changes]),
    ...unknown.map((account) => `${label(account)}: could not be read: ${account.reason ?? ''}`),
    ...leftOut,
    ...(changing.length > 0
      ? ['+ is allowed or denied after the deployment and not now, - now and not after it']
      : []),
    [
      `a deployment would change ${changing.length} of ${plural(accounts.length)}`,
      ...(unknown.length > 0 ? [`${unknown.length} could not be read`] : []),
      `in ${seconds.toFixed(1)} s`,
    ].join(', '),
  ].join('\n');
}

function changesOf({ differences }: VerifiedAccount): string[] {
  return differences.flatMap(({ role, change, more = [], fewer = [] }) =>
    change === undefined
      ? []
      : [`  ${role} ${change}`, ...fewer.map((one) => `    + ${one}`), ...more.map((one) => `    - ${one}`)],
  );
}
