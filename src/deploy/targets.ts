import { ErrorInWords } from '../names/error-in-words';
import { didYouMean } from '../text/did-you-mean';
import { stackName, type Fleet } from '../fleet/fleet';

/** A stack of a fleet, with the names that users give. */
export interface Target {
  /** 12 digits, or `organization` for the StackSet. */
  readonly id: string;
  /** For people; the id if the file gives no name. */
  readonly name: string;
  readonly stack: string;
  /** Whether a deployment removes its roles. */
  readonly removing: boolean;
}

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
 * @param words ids or names of accounts, or `organization`; empty for all
 * @throws FleetRunError naming every word that matches no account
 */
export function selectTargets(fleet: Fleet, words: readonly string[]): Target[] {
  const { accounts, organization, layout } = fleet;
  if (layout !== 'stack-per-account' && accounts.length > 0) {
    throw new FleetRunError(
      `layout is "${layout}", which has one state for all accounts: write its root module with octo-access root --out FOLDER and deploy it; or set layout to stack-per-account`,
    );
  }
  const all = accounts.map(({ id, name, state }) => target(id, name, state === 'removing'));
  if (organization) all.push(target('organization', 'the StackSet', false));
  if (words.length === 0) return all;
  const meant = words.map((word) => ({ word, found: all.find(({ id, name }) => [id, name].includes(word)) }));
  const unknown = meant.filter(({ found }) => !found).map(({ word }) => notThere(word, all, fleet));
  if (unknown.length > 0) throw new FleetRunError(unknown.join('\n'));
  const chosen = new Set(meant.map(({ found }) => found));
  return all.filter((one) => chosen.has(one));
}

function target(id: string, name: string, removing: boolean): Target {
  return { id, name, stack: stackName(id), removing };
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
