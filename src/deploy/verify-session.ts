import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { VerifiedAccount, VerifyReport } from '../account/verify-report';
import { sarif } from '../account/sarif';
import { fleetOf } from '../fleet/find-fleet';
import type { InputName } from '../inputs/inputs';
import { statusOf } from '../names/exit-status';
import { REGION } from '../names/fields';
import { onInterrupt } from '../process/interrupt';
import { UsageError } from '../names/error-in-words';
import { whyNotWritable } from '../process/write-files';
import { givenAccount } from './given-account';
import { featureLines } from './feature-lines';
import { fleetFile, listedAccounts, VerifyError } from './fleet-accounts';
import { noAccountsIn } from './fleet-list';
import { label } from './summary';
import { verifyAccounts } from './verify-accounts';
import type { Shard } from './actions';

/** What to look at, and how. */
export interface VerifySession {
  /** Ids or names; empty for all of the fleet file, or for the account of the credentials. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  /** Inputs as texts, by their Terraform names: then no fleet file is read. */
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
  /** Name or ARN of the stack that made the roles: its parameters are the inputs. @default - none */
  readonly stack?: string;
  /** A state file that says which account and inputs, relative to the current folder. @default - none */
  readonly state?: string;
  readonly parallelism: number;
  /** Regions, with commas, whose documents are looked at for their approval. @default - none */
  readonly approvals?: string;
  /** Whether to say which features work with what is deployed. @default false */
  readonly features?: boolean;
  /** A part of the accounts of the fleet file. @default - all of them */
  readonly shard?: Shard;
  /** Where a report in SARIF is written, relative to the current folder. @default - nowhere */
  readonly sarif?: string;
  /** Of this package. */
  readonly version: string;
  /** Is told of each account. */
  readonly tell: (line: string) => void;
}

/** How a session went. */
export interface VerifyEnd {
  readonly report: VerifyReport;
  readonly exitStatus: number;
}

/**
 * Compares accounts with a fleet file or with given inputs; reads only.
 *
 * @throws UsageError, VerifyError, AwsError, or what is wrong with the fleet file, if nothing can be looked at
 */
export async function verifySession(session: VerifySession): Promise<VerifyEnd> {
  const { parallelism, tell, version, features } = session;
  const approvals = regionsOf(session.approvals);
  const given = givenAccount(session);
  const file = given ? undefined : fleetFile(session.file, HINT);
  const fleet = file === undefined ? undefined : fleetOf(file);
  const accounts = given ? [given] : fleet ? listedAccounts(fleet, session) : [];
  const leftOut =
    fleet?.organization && session.accounts.length === 0 ? { left_out: [STACK_SET_LEFT_OUT] } : {};
  const sarifFile = session.sarif === undefined ? undefined : writable(session.sarif);
  if (session.shard && accounts.length === 0) tell(noAccountsIn(session.shard));
  const interrupt = onInterrupt('accounts that are looked at now are finished, no further one begins');
  try {
    const started = Date.now();
    const verified = await verifyAccounts(accounts, {
      parallelism,
      signal: interrupt.signal,
      approvals,
      features,
      done: (account) => {
        const seconds = ((Date.now() - started) / 1_000).toFixed(1).padStart(6);
        tell(`${seconds} s  ${label(account)}: ${outcome(account)}`);
      },
    });
    const report = { ...verified, ...leftOut };
    if (sarifFile !== undefined) {
      const place = file && relative(resolve('.'), file).replaceAll('\\', '/');
      writeFileSync(sarifFile, `${JSON.stringify(sarif(report, place, version), null, 2)}\n`);
    }
    return { report, exitStatus: interrupt.exitStatus ?? statusOf(report.accounts, 'differs') };
  } finally {
    interrupt.release();
  }
}

function regionsOf(text: string | undefined): string[] {
  const regions = [...new Set(text?.split(','))];
  const wrong = regions.filter((region) => !REGION.pattern.test(region));
  if (wrong.length === 0) return regions;
  throw new UsageError(
    `--approvals must be Regions with commas, like us-east-1,eu-west-1, got ${wrong.map((one) => JSON.stringify(one)).join(', ')}`,
  );
}

/** Refuses a file that cannot be written before AWS is asked, not after. */
function writable(file: string): string {
  const path = resolve(file);
  const code = whyNotWritable(path);
  if (code === undefined) return path;
  throw new VerifyError(`--sarif must name a file that can be written, got "${file}" (${code})`);
}

const HINT =
  'Or give the inputs of one account: --principal and --external-id, and those that differ from the defaults; or --stack, the CloudFormation stack that made the roles; or --state, a state of Terraform';

const STACK_SET_LEFT_OUT =
  'not looked at: the accounts of the StackSet; list them under accounts in a fleet file of their own, with a role to read them by';

/** The report for people. */
export function verifySummary({ accounts, seconds, left_out: leftOut = [] }: VerifyReport): string {
  const count = (status: VerifiedAccount['status']): number =>
    accounts.filter((one) => one.status === status).length;
  const lines = accounts.flatMap((account) => [
    ...(account.status === 'same' ? [] : [`${label(account)}: ${explained(account)}`]),
    ...account.differences.flatMap(({ role, message, more = [], fewer = [] }) => [
      `  ${role} ${message}`,
      ...shownGrants('+', more),
      ...shownGrants('-', fewer),
    ]),
    ...account.self_updates.map(
      ({ role, policy, grants }) =>
        `${account.status === 'same' ? `${label(account)}: ` : '  '}${role} has the policy ${policy}, written by Alphaus within the permissions boundary (${grants.length} grants)`,
    ),
    ...featureLines(account),
  ]);
  const counts = [
    `${count('same')} of ${accounts.length} as they should be`,
    ...(count('differs') > 0 ? [`${count('differs')} differ`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} could not be read`] : []),
  ];
  return [...lines, ...leftOut, `${counts.join(', ')}, in ${seconds.toFixed(1)} s`].join('\n');
}

/** A role that is missing has hundreds. */
const SHOWN_GRANTS = 20;

function shownGrants(sign: '+' | '-', grants: readonly string[]): string[] {
  const rest = grants.length - SHOWN_GRANTS;
  return [
    ...grants.slice(0, SHOWN_GRANTS).map((one) => `    ${sign} ${one}`),
    ...(rest > 0 ? [`    ${sign} and ${rest} more, which --json lists`] : []),
  ];
}

/** How it went, without the reason, which the report gives: progress says it in a line. */
function outcome({ status, differences, reason, documents }: VerifiedAccount): string {
  if (status === 'unknown') return 'could not be read';
  const looked = documents === undefined ? '' : `, ${documents} documents looked at`;
  if (status === 'same') return `as it should be${looked}`;
  const places = `differs in ${differences.length} ${differences.length === 1 ? 'place' : 'places'}${looked}`;
  return reason === undefined ? places : `${places}, and could not be read whole`;
}

function explained(account: VerifiedAccount): string {
  return [outcome(account), account.reason].filter(Boolean).join(': ');
}
