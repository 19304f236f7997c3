import { ACCESS_LEVELS, type AccessLevel } from '../../analysis/action-catalogue';

/*
 * The data of the search. The page contains it as JSON, made from the report, and looks nothing up anywhere else.
 */

/** Action names by service, `{ s3: "GetObject PutObject" }`: this takes half the space of full names. */
export type PackedActions = Readonly<Record<string, string>>;

/** Some actions, with their resources and conditions. */
export interface Part {
  readonly sid: string;
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly actions: PackedActions;
}

/** A statement that grants. */
export interface GrantPart extends Part {
  readonly capability: string;
  readonly reason: string;
}

/** A statement that denies. */
export interface DenialPart extends Part {
  readonly documents: readonly string[];
  readonly reason: string;
  /** Whether it denies every action but `actions`. */
  readonly isOfOthers: boolean;
}

/** A role, as the search knows it. */
export interface RolePart {
  readonly name: string;
  readonly who: string;
  readonly isVendor: boolean;
  readonly managed: readonly string[];
  /** What the customer accepts of it, in words that may name actions. */
  readonly accepted: readonly string[];
  readonly grants: readonly GrantPart[];
  readonly denials: readonly DenialPart[];
  /** What Alphaus could add. */
  readonly headroom: readonly Part[];
}

/** All the data of the search. */
export interface PageData {
  /** Every action of AWS: service -> names of each level, levels separated by `|`. */
  readonly actions: Readonly<Record<string, string>>;
  readonly managedReason: string;
  /** Actions that a role which Alphaus cannot assume carries out for it without an approval: action -> runbooks. */
  readonly executed: Readonly<Record<string, string>>;
  readonly roles: readonly RolePart[];
}

/** An action of AWS. */
export interface KnownAction {
  readonly action: string;
  readonly service: string;
  readonly name: string;
  readonly level: AccessLevel;
}

/** Packs full action names. */
export function packed(actions: readonly string[]): PackedActions {
  const names: Record<string, string> = {};
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    names[service] = service in names ? `${names[service] ?? ''} ${name}` : name;
  }
  return names;
}

/** The parts that concern an action, by its name. */
export function byAction<P extends Part>(parts: readonly P[]): ReadonlyMap<string, readonly P[]> {
  const found = new Map<string, P[]>();
  for (const part of parts) {
    for (const [service, names] of Object.entries(part.actions)) {
      for (const name of names.split(' ')) {
        const action = `${service}:${name}`;
        const others = found.get(action);
        if (others) others.push(part);
        else found.set(action, [part]);
      }
    }
  }
  return found;
}

/** Every action of AWS, sorted. */
export function knownActions({ actions }: PageData): KnownAction[] {
  return Object.entries(actions)
    .flatMap(([service, lists]) => {
      const byLevel = lists.split('|').map((names) => names.split(' ').filter(Boolean));
      return ACCESS_LEVELS.flatMap((level, index) =>
        (byLevel[index] ?? []).map((name) => ({ action: `${service}:${name}`, service, name, level })),
      );
    })
    .sort((left, right) => (left.action < right.action ? -1 : 1));
}
