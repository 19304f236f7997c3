import { ErrorInWords, UsageError } from '../names/error-in-words';
import { didYouMean } from '../text/did-you-mean';
import { partitionOf } from '../fleet/region-arns';
import { stackName, type Fleet } from '../fleet/fleet';
import type { Shard } from './actions';

/** A stack of a fleet, with the names that users give. */
export interface Target {
  /** 12 digits, or `organization` for the StackSet. */
  readonly id: string;
  /** For people; the id if the file gives no name. */
  readonly name: string;
  readonly stack: string;
  /** Like `aws-us-gov`. */
  readonly partition: string;
  /** Whether a deployment removes its roles. */
  readonly removing: boolean;
}

/** The word for the StackSet of a fleet. */
const STACK_SET = 'organization';

/** A run of a fleet that cannot begin, in words for the user. */
export class FleetRunError extends ErrorInWords {
  constructor(message: string) {
    super(message);
    this.name = 'FleetRunError';
  }
}

/**
 * The stacks to work on, in the order of the file.
 *
 * @throws UsageError naming every word that matches no account; FleetRunError if the layout has one state for all accounts
 */
export function selectTargets(fleet: Fleet, words: readonly string[]): Target[] {
  const { accounts, layout } = fleet;
  if (layout !== 'stack-per-account' && accounts.length > 0) {
    throw new FleetRunError(
      `layout is "${layout}", which has one state for all accounts: write its root module with octo-access root --out FOLDER and deploy it; or set layout to stack-per-account`,
    );
  }
  return chosenTargets(fleet, words);
}

/**
 * The accounts of a fleet of any layout, and its StackSet, in the order of the file.
 *
 * @param words ids or names of accounts, or `organization`; empty for all
 * @throws UsageError naming every word that matches no account
 */
export function chosenTargets(fleet: Fleet, words: readonly string[]): Target[] {
  const { accounts, organization } = fleet;
  const all = accounts.map(({ id, name, state, region }) => target(id, name, state === 'removing', region));
  if (organization) all.push(target(STACK_SET, 'the StackSet', false, organization.region));
  if (words.length === 0) return all;
  const meant = words.map((word) => ({
    word,
    found: all.find(({ id }) => id === word) ?? all.find(({ name }) => name === word),
  }));
  const unknown = meant.filter(({ found }) => !found).map(({ word }) => notThere(word, all, fleet));
  if (unknown.length > 0) throw new UsageError(...unknown);
  const chosen = new Set(meant.map(({ found }) => found));
  return all.filter((one) => chosen.has(one));
}

/**
 * As `chosenTargets()`, for a command that has no use for the StackSet: it may be among all of them, but not be named.
 *
 * @throws UsageError naming every word that matches no account
 */
export function chosenWithoutStackSet(fleet: Fleet, words: readonly string[]): Target[] {
  const targets = chosenTargets(fleet, words);
  if (words.length > 0 && targets.some(({ id }) => id === STACK_SET))
    throw new UsageError(
      `"${STACK_SET}" is the StackSet, but this command works on accounts: name them by id or name`,
    );
  return targets;
}

/**
 * The targets of one shard; all if there is none. Each target is in exactly one shard, whatever the order of the file, and no shard has more
 * than one target more than another: runners that begin together end together. So a new account moves others to other shards, which
 * matters to nothing that is kept: states belong to accounts.
 */
export function inShard<One extends Pick<Target, 'id'>>(
  targets: readonly One[],
  shard: Shard | undefined,
): readonly One[] {
  if (shard === undefined) return targets;
  const sorted = targets.map(({ id }) => id).sort();
  const chosen = new Set(sorted.filter((_, index) => index % shard.of === shard.index - 1));
  return targets.filter(({ id }) => chosen.has(id));
}

function target(id: string, name: string, removing: boolean, region: string): Target {
  return { id, name, stack: stackName(id), removing, partition: partitionOf(region) };
}

function notThere(word: string, all: readonly Target[], { exclude }: Fleet): string {
  const excluded = exclude.find(({ id }) => id === word);
  if (excluded) return `account ${word} is excluded: ${excluded.reason}`;
  const near = didYouMean(
    word,
    all.flatMap(({ id, name }) => [id, name]),
  );
  const hint = near === undefined ? 'give an id or a name that it lists' : `did you mean ${near}?`;
  return `there is no account ${JSON.stringify(word)} in the fleet file; ${hint}`;
}
