import { approvalDifferences, approvedTypes } from '../account/compare-approvals';
import { compareAccount } from '../account/compare-account';
import { withChange } from '../account/difference';
import type { CallerIdentity } from '../account/observe-account';
import type { ObservedDocument } from '../account/observed';
import { ofAnotherAccount } from '../account/stack/stack-address';
import type { VerifiedAccount, VerifyReport } from '../account/verify-report';
import { AwsError, awsErrorInWords, CANNOT_ASSUME, type Cause } from '../aws/aws-error';
import type { Fleet } from '../fleet/fleet';
import { partitionOf } from '../fleet/region-arns';
import { defaults, type Configuration } from '../inputs/inputs';
import { garbageCollector } from '../process/collect-garbage';
import { sideBySide } from '../process/side-by-side';
import {
  cloudFormationOf,
  Entrance,
  type AccountToEnter,
  type ClientOptions,
  type EnteredAccount,
} from './enter-account';

/** An account to look at. */
export interface AccountToVerify extends AccountToEnter {
  /** For people. */
  readonly name?: string;
  /** What should be there; without roles if nothing should. Or the stack, by name or ARN, whose parameters say so. */
  readonly inputs: Configuration | { readonly stack: string };
  /** What made the roles. @default - Terraform or the template */
  readonly form?: 'terraform';
}

/** An account whose inputs are known. */
export interface ConfiguredAccount extends AccountToVerify {
  readonly inputs: Configuration;
}

/** How to look at accounts. */
export interface VerifyOptions {
  /** Accounts to look at side by side. */
  readonly parallelism: number;
  readonly signal: AbortSignal;
  /** Regions whose documents are looked at for their approval. @default - none */
  readonly approvals?: readonly string[];
  /** Whether to say which features work with what is deployed. @default false */
  readonly features?: boolean;
  /** Is called as soon as an account is done. */
  readonly done?: (account: VerifiedAccount) => void;
}

/** The listed accounts of a fleet, each with what should be there. */
export function accountsToVerify({ accounts }: Fleet): (ConfiguredAccount & { readonly id: string })[] {
  return accounts.map(({ inputs, state, ...account }) => ({
    ...account,
    inputs: { ...defaults(), ...inputs, ...(state === 'removing' && { roles: [] }) },
  }));
}

/**
 * Compares accounts with their inputs, some side by side. An account that cannot be read does not keep the others from it.
 *
 * @throws AwsError if AWS cannot be asked at all
 */
export async function verifyAccounts(
  accounts: readonly AccountToVerify[],
  { parallelism, signal, done, ...about }: VerifyOptions,
): Promise<VerifyReport> {
  const started = Date.now();
  const collect = garbageCollector();
  const entrance = new Entrance();
  // A missing package is missing for all.
  await Promise.all([
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-sts'),
    ...(about.approvals?.length ? [import('@aws-sdk/client-ssm')] : []),
  ]).catch((error: unknown) => {
    throw awsErrorInWords(error, CAUSES);
  });
  let looked = 0;
  const verify = async (account: AccountToVerify): Promise<VerifiedAccount> => {
    const one = await verifyAccount(account, entrance, about);
    looked += 1;
    if (looked % COLLECTED_AFTER === 0) collect();
    done?.(one);
    return one;
  };
  const verified = await sideBySide(accounts, parallelism, verify, signal);
  const results = accounts.map((account, index) => verified[index] ?? unknown(account, 'interrupted'));
  return {
    ok: results.every(({ status }) => status === 'same'),
    seconds: (Date.now() - started) / 1_000,
    accounts: results,
  };
}

/** So many accounts leave about as much garbage as is in use. */
const COLLECTED_AFTER = 25;

async function verifyAccount(
  account: AccountToVerify,
  entrance: Entrance,
  { approvals = [], features = false }: Pick<VerifyOptions, 'approvals' | 'features'>,
): Promise<VerifiedAccount> {
  try {
    const { observeAccount } = await import('../account/observe-account.js');
    const entered = await entrance.enter(account);
    const { iam, options, caller } = entered;
    const inputs = 'stack' in account.inputs ? await inputsOf(account.inputs.stack, entered) : account.inputs;
    // Clients are not destroyed: that would close the connections of all.
    const observed = await observeAccount(iam, caller);
    const { differences, selfUpdates } = compareAccount(observed, inputs, account.form);
    const documents = await documentsOf(inputs, options, caller, approvals).catch((error: unknown) => error);
    const found = [...differences, ...(Array.isArray(documents) ? approvalDifferences(documents) : [])];
    const reason = Array.isArray(documents) ? undefined : inWords(documents);
    return {
      id: caller.id,
      name: account.name ?? caller.id,
      status: found.length > 0 ? 'differs' : reason === undefined ? 'same' : 'unknown',
      ...(reason !== undefined && { reason }),
      differences: found.map(withChange),
      self_updates: selfUpdates,
      ...(features && {
        features: (await import('../account/features.js')).featureStates(observed, inputs),
      }),
      ...(approvals.length > 0 && Array.isArray(documents) && { documents: documents.length }),
    };
  } catch (error) {
    return unknown(account, inWords(error));
  }
}

/** The inputs by the parameters of a stack. It is refused if it is of another account. */
async function inputsOf(stack: string, entered: EnteredAccount): Promise<Configuration> {
  const { stackInputs } = await import('../account/stack-inputs.js');
  const problem = ofAnotherAccount(stack, entered.caller.id);
  if (problem !== undefined) throw new AwsError(problem);
  return stackInputs(await cloudFormationOf(entered, stack), stack);
}

/** The documents whose tag decides what Octo may start. Those of other partitions are out of reach. */
async function documentsOf(
  inputs: Configuration,
  options: ClientOptions,
  { partition }: CallerIdentity,
  approvals: readonly string[],
): Promise<ObservedDocument[]> {
  const types = approvals.length > 0 ? approvedTypes(inputs) : [];
  if (types.length === 0) return [];
  const regions = approvals.filter((region) => partitionOf(region) === partition);
  if (regions.length === 0)
    throw new AwsError(
      `--approvals names no Region of the partition ${partition}, got ${approvals.join(',')}`,
    );
  const [{ SSMClient }, { observeDocuments }] = await Promise.all([
    import('@aws-sdk/client-ssm'),
    import('../account/observe-documents.js'),
  ]);
  const read = regions.flatMap((region) => {
    const ssm = new SSMClient({ ...options, region });
    return types.map((type) =>
      observeDocuments(ssm, region, type).catch((error: unknown) => {
        const { message } = awsErrorInWords(error, [OFF, ...CAUSES]);
        throw new AwsError(`documents in ${region}: ${message}`, { cause: error });
      }),
    );
  });
  return (await Promise.all(read)).flat();
}

function inWords(error: unknown): string {
  return awsErrorInWords(error, CAUSES).message;
}

function unknown(
  { id, name = id ?? 'the account of the credentials' }: AccountToVerify,
  reason: string,
): VerifiedAccount {
  return {
    ...(id !== undefined && { id }),
    name,
    status: 'unknown',
    reason,
    differences: [],
    self_updates: [],
  };
}

/** A Region that is not switched on knows no credentials of the account. */
const OFF: Cause = [
  /UnrecognizedClient|InvalidClientTokenId/,
  'AWS does not know the credentials there: name only Regions that are switched on in the account',
];

const CAUSES: readonly Cause[] = [
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-(?:iam|sts)'/,
    'looking at accounts needs packages that are not installed: run npm install @aws-sdk/client-iam @aws-sdk/client-sts',
  ],
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-ssm'/,
    'looking at approvals needs a package that is not installed: run npm install @aws-sdk/client-ssm',
  ],
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-cloudformation'/,
    'reading a stack needs a package that is not installed: run npm install @aws-sdk/client-cloudformation',
  ],
  CANNOT_ASSUME,
  [
    /AccessDenied.*not authorized to perform: ([\w-]+:\w+)/,
    'these credentials lack the right $1: octo-access verify --print-policy, beside the same options, prints all that it takes',
  ],
  [
    /AccessDenied/,
    'these credentials lack a right that the error names: octo-access verify --print-policy, beside the same options, prints all that it takes',
  ],
];
