import { join } from './scope';

/** Resources of a template, by logical id. */
export type Resources = Readonly<Record<string, unknown>>;

const MAPPING = 'Actions';
/** Bytes that a list costs where it is defined, and where it is used. */
const COST = { definition: 50, use: 80 };
/** Bytes that it must save besides, for readers who have to look for it elsewhere. */
const WORTH = 80;

/** The actions of a statement: those that are its own, and lists that it shares. */
interface Actions {
  readonly statement: Record<string, unknown>;
  /** Logical id of the resource, and Sid. */
  readonly name: readonly [resource: string, sid: string];
  readonly whole: readonly string[];
  readonly own: readonly string[];
  readonly shared: readonly unknown[];
}

interface SharedList {
  readonly actions: readonly string[];
  readonly users: readonly Actions[];
  /** Bytes. */
  readonly saved: number;
}

/**
 * The resources, with actions that stand in several statements written once, in `Mappings`: what a role is granted stands
 * again in its boundary, and CloudFormation counts every byte. A list is called after the shortest statement that has it.
 */
export function shareActions(resources: Resources): {
  readonly resources: Resources;
  readonly mappings: Readonly<Record<string, unknown>>;
} {
  const copy = structuredClone(resources);
  let all = Object.entries(copy).flatMap(([id, resource]) => actionsIn(resource, id));
  const mapping: Record<string, Record<string, readonly string[]>> = {};
  for (let list = bestList(all); list; list = bestList(all)) {
    const { actions, users } = list;
    const [resource, sid] = nameOf(users);
    const lists = (mapping[resource] ??= {});
    if (sid in lists) throw new Error(`two lists of actions are called ${resource}, ${sid}`);
    lists[sid] = actions;
    all = all.map((one) => (users.includes(one) ? sharing(one, actions, [MAPPING, resource, sid]) : one));
  }
  for (const { statement, shared, own } of all) {
    if (shared.length > 0) statement['Action'] = oneList(shared, own);
  }
  return { resources: copy, mappings: { [MAPPING]: mapping } };
}

function actionsIn(value: unknown, resource: string): Actions[] {
  if (Array.isArray(value)) return value.flatMap((item) => actionsIn(item, resource));
  if (typeof value !== 'object' || value === null) return [];
  const { Sid: sid, Action: action } = value as { readonly Sid?: string; readonly Action?: unknown };
  if (sid === undefined) return Object.values(value).flatMap((item) => actionsIn(item, resource));
  if (!Array.isArray(action)) return [];
  const whole = action as readonly string[];
  return [
    { statement: value as Record<string, unknown>, name: [resource, sid], whole, own: whole, shared: [] },
  ];
}

/** The list that two statements share and that saves most, if any is worth it. */
function bestList(all: readonly Actions[]): SharedList | undefined {
  const pairs = all.flatMap((left, index) => all.slice(index + 1).map((right) => [left, right] as const));
  const lists = pairs.map(([left, right]): SharedList => {
    const actions = left.own.filter((action) => right.own.includes(action));
    const users = all.filter(({ own }) => actions.every((action) => own.includes(action)));
    const costs = COST.definition + COST.use * users.length;
    return { actions, users, saved: size(actions) * (users.length - 1) - costs };
  });
  const most = Math.max(WORTH, ...lists.map(({ saved }) => saved));
  return lists.find(({ saved }) => saved === most);
}

function nameOf(users: readonly Actions[]): Actions['name'] {
  const [shortest] = [...users].sort((left, right) => size(left.whole) - size(right.whole));
  if (!shortest) throw new Error('nobody uses the list');
  return shortest.name;
}

function size(actions: readonly string[]): number {
  return actions.join(',').length;
}

function sharing(one: Actions, actions: readonly string[], place: readonly string[]): Actions {
  return {
    ...one,
    own: one.own.filter((action) => !actions.includes(action)),
    shared: [...one.shared, { 'Fn::FindInMap': place }],
  };
}

/** One list of several: CloudFormation has nothing for that but to join their elements and to split them again. */
function oneList(lists: readonly unknown[], actions: readonly string[]): unknown {
  const [only] = lists;
  if (lists.length === 1 && actions.length === 0) return only;
  return { 'Fn::Split': [',', join(',', [...lists.map((list) => join(',', list)), ...actions])] };
}
