import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { AccessStack, InlinePolicy } from '../account/access-stack';
import { ofAnotherAccount } from '../account/stack/stack-address';
import { awsErrorInWords, CANNOT_ASSUME, type AwsError, type Cause } from '../aws/aws-error';
import { chosenFleetFile, findFleetFile, fleetOf } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import { localState, managedArns, unmanaged } from '../fleet/local-states';
import { AttentionError, UsageError } from '../names/error-in-words';
import { ACCOUNT_ID, optionProblems, STACK } from '../names/fields';
import type { RoleName } from '../names/role-names';
import { ALL_AND_SOME } from './fleet-words';
import { roleEnd } from './import-blocks';
import { brokenState } from './stuck-state';
import { chosenTargets, selectTargets } from './targets';
import { cloudFormationOf, Entrance, type AccountToEnter, type EnteredAccount } from './enter-account';

/** A removal that cannot begin; nothing was changed. */
export class RemoveError extends AttentionError {}

/** An account to remove. */
export interface AccountToRemove extends AccountToEnter {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Whether Terraform has its state, as a fleet file says. */
  readonly isListed: boolean;
  /** Absolute path of that state. @default - states are no files */
  readonly localState?: string | undefined;
}

/** Which accounts, and what their roles belong to. */
export interface Choice {
  /** Ids or names of the fleet file, or the id of the account of the credentials. */
  readonly accounts: readonly string[];
  /** Whether every account of the fleet file is meant. */
  readonly all: boolean;
  /** The fleet file, relative to the current folder. @default - the one in the current folder, if there is one */
  readonly file?: string;
  /** Name or ARN of the CloudFormation stack. @default - found by the roles, for accounts that no fleet file lists */
  readonly stack?: string;
}

/** The accounts of a choice, and the fleet file that lists some of them. */
export interface Chosen {
  readonly accounts: readonly AccountToRemove[];
  readonly fleet?: Fleet;
  /** Absolute path of the fleet file. */
  readonly file?: string;
}

/**
 * The accounts that are named. Whatever is wrong with the names is said at once.
 *
 * @throws UsageError, or what is wrong with the fleet file
 */
export function chosenAccounts({ accounts, all, file: named, stack }: Choice): Chosen {
  const words = [...new Set(accounts)];
  const unclear = [
    ...(all && words.length > 0 ? [ALL_AND_SOME] : []),
    ...(!all && words.length === 0 ? ['remove takes roles away: name the accounts, or give --all'] : []),
    ...optionProblems('--stack', STACK, stack),
  ];
  if (unclear.length > 0) throw new UsageError(...unclear);
  const needsFile = all || named !== undefined;
  const file = needsFile ? chosenFleetFile(resolve('.'), named) : findFleetFile(resolve('.'));
  const fleet = file === undefined ? undefined : fleetOf(file);
  const isBare = (word: string): boolean =>
    ACCOUNT_ID.test(word) && !fleet?.accounts.some(({ id }) => id === word);
  const listed = words.filter((word) => !isBare(word));
  const wrong = fleet ? [] : listed;
  if (wrong.length > 0)
    throw new UsageError(
      `without a fleet file, an account is named by its 12 digits, got ${wrong.map((word) => `"${word}"`).join(', ')}`,
    );
  if (listed.includes('organization'))
    throw new UsageError(
      'remove works on accounts: for the StackSet run npx octo-access fleet destroy organization',
    );
  const select = stack === undefined ? selectTargets : chosenTargets;
  const chosen = new Set(
    fleet && (all || listed.length > 0) ? select(fleet, listed).map(({ id }) => id) : [],
  );
  return {
    ...(fleet && { fleet }),
    ...(file !== undefined && { file }),
    accounts: [
      ...(fleet?.accounts ?? [])
        .filter(({ id }) => chosen.has(id))
        .map((account) => ({ ...account, isListed: true, localState: localState(fleet, file, account.id) })),
      ...words.filter(isBare).map((id) => ({ id, name: id, isListed: false })),
    ],
  };
}

/** An account as it is before anything is changed. */
export interface LookedAt {
  readonly account: AccountToRemove;
  /** Those of the five that are there. */
  readonly roles: readonly RoleName[];
  /** The stack to delete; undefined where Terraform destroys, or nothing is there. */
  readonly stack?: AccessStack;
  /** Whether Terraform destroys the roles, by the state of the fleet. @default false */
  readonly isOfState?: boolean;
  /** Roles that the fleet's state does not have. @default - none, as far as it is known */
  readonly unmanaged?: readonly RoleName[];
  /** What Alphaus wrote into the stack's roles. */
  readonly written: readonly InlinePolicy[];
  /** Why it may not be removed, a sentence each. */
  readonly problems: readonly string[];
}

/** Name of the stack in the papers. */
const USUAL_STACK = 'octo-access';

/** Looks what is there, and what it belongs to; reads only. */
export async function lookAt(account: AccountToRemove, stack: string | undefined): Promise<LookedAt> {
  try {
    const entered = await enterToRemove(account);
    const { rolesThere } = await import('../account/roles-there.js');
    const roles = await rolesThere(entered.iam);
    if (account.isListed && stack === undefined)
      return { account, roles, written: [], ...inState(account, roles) };
    return { account, roles, ...(await lookForStack(entered, roles, stack)) };
  } catch (error) {
    return { account, roles: [], written: [], problems: [inWords(error).message] };
  }
}

/** What the fleet's state says, where it is a file. */
function inState(
  { localState: state }: AccountToRemove,
  roles: readonly RoleName[],
): Pick<LookedAt, 'isOfState' | 'unmanaged' | 'problems'> {
  if (state === undefined) return { isOfState: true, problems: [] };
  // It was never deployed from here.
  if (roles.length === 0 && !existsSync(state)) return { problems: [] };
  const broken = brokenState(state, 'destroy');
  const managed = managedArns(state);
  return {
    isOfState: true,
    unmanaged: roles.filter((role) => unmanaged(managed, [roleEnd(role)]).length > 0),
    problems: broken ? [[broken.reason, ...broken.commands].join(': ')] : [],
  };
}

async function lookForStack(
  entered: EnteredAccount,
  roles: readonly RoleName[],
  named: string | undefined,
): Promise<Pick<LookedAt, 'stack' | 'written' | 'problems'>> {
  const refused = (...problems: string[]): Pick<LookedAt, 'written' | 'problems'> => ({
    written: [],
    problems,
  });
  const foreign = named === undefined ? undefined : ofAnotherAccount(named, entered.caller.id);
  if (foreign !== undefined) return refused(foreign);
  const client = await cloudFormationOf(entered, named);
  const { foreignInlinePolicies, isSelfUpdatable, readStack } = await import('../account/access-stack.js');
  const names = named === undefined ? await stacksOf(client, roles) : [named];
  const [name, second] = names;
  if (name !== undefined && second !== undefined)
    return refused(
      `its roles belong to several stacks: ${names.join(' and ')}; take the roles out of all but one, then run this again`,
    );
  const stack = await readStack(client, name ?? USUAL_STACK);
  if (stack === undefined && named !== undefined && roles.length > 0)
    return refused(
      `there is no stack ${named} in the Region ${await client.config.region()}: give --stack the name of the stack that has ${roles.join(', ')}, or its ARN if it is in another Region`,
    );
  const nobodys = roles.filter((role) => !stack?.roles.includes(role));
  if (nobodys.length > 0) {
    const isOne = nobodys.length === 1;
    const region = await client.config.region();
    const owner =
      named === undefined
        ? `${isOne ? 'belongs' : 'belong'} to no CloudFormation stack of the Region ${region}`
        : `${isOne ? 'does' : 'do'} not belong to the stack ${named}`;
    return refused(
      `${nobodys.join(', ')} ${owner}, and no other owner is named here: remove ${isOne ? 'it' : 'them'} by what made ${isOne ? 'it' : 'them'} (${BY_WHAT})`,
    );
  }
  if (stack === undefined) return { written: [], problems: [] };
  // What is in its roles counts only for a stack that may be deleted here.
  if (stack.problems.length > 0) return refused(...stack.problems);
  const inline = await foreignInlinePolicies(
    entered.iam,
    stack.roles.filter((role) => roles.includes(role)),
  );
  const others = inline.filter(({ role }) => !isSelfUpdatable(role));
  return {
    stack,
    written: inline.filter(({ role }) => isSelfUpdatable(role)),
    problems: others.map(
      ({ role, policy }) =>
        `${role} has the inline policy ${policy}, which Alphaus cannot have written, and which keeps CloudFormation from deleting the role: if it may go, run aws iam delete-role-policy --role-name ${role} --policy-name ${policy}`,
    ),
  };
}

const BY_WHAT =
  'cdktf destroy or terraform destroy where its state is; --file with the fleet file; --stack with the ARN of a stack of another Region; by hand where nothing did (docs/removing.md)';

async function stacksOf(client: CloudFormationClient, roles: readonly RoleName[]): Promise<string[]> {
  const { stackOfRole } = await import('../account/stack/stack-resources.js');
  const found = await Promise.all(roles.map((role) => stackOfRole(client, role)));
  return [...new Set(found.filter((arn) => arn !== undefined))];
}

/** Clients in an account that is to be removed. */
export function enterToRemove(account: AccountToRemove): Promise<EnteredAccount> {
  return new Entrance().enter({ sessionName: 'octo-access-remove', ...account });
}

/** An error of an AWS client in words. */
export function inWords(error: unknown): AwsError {
  return awsErrorInWords(error, CAUSES);
}

const CAUSES: readonly Cause[] = [
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-(iam|sts|cloudformation)'/,
    'removing roles needs packages that are not installed: run npm install @aws-sdk/client-iam @aws-sdk/client-sts @aws-sdk/client-cloudformation',
  ],
  CANNOT_ASSUME,
  [
    /AccessDenied/,
    'these credentials lack a right that the error names: docs/removing.md says which rights the removal takes',
  ],
];
