import { join, listOf } from './template-scope';

/** Resources of a template, by logical id. */
export type Resources = Readonly<Record<string, unknown>>;

const MAPPING = 'Actions';
/** Bytes that a list costs where it is defined, and where it is used. */
const COST = { definition: 50, use: 80 };
/** Bytes that it must save besides, for readers who have to look for it elsewhere. */
const WORTH = 80;

/** Elements of a statement that list actions; it has one of them. */
const ELEMENTS = ['Action', 'NotAction'] as const;

/** `Fn::FindInMap` of a list. */
interface Lookup {
  readonly 'Fn::FindInMap': readonly [mapping: string, resource: string, sid: string];
}

/** The actions of a statement, some of them in lists that it shares. */
interface Actions {
  readonly statement: Record<string, unknown>;
  readonly element: (typeof ELEMENTS)[number];
  readonly resource: string;
  readonly sid: string;
  /** Bytes of all actions. */
  readonly bytes: number;
  readonly keepsOrder: boolean;
  readonly items: readonly (string | Lookup)[];
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
 *
 * @param ordered resources whose actions, once CloudFormation has put the lists in, stay in their order whatever is
 *   shared: a boundary must not change with a policy, since Alphaus's upgrades of a stack may change the one and not the
 *   other
 */
export function shareActions(
  resources: Resources,
  ordered: readonly string[],
): { readonly resources: Resources; readonly mappings: Readonly<Record<string, unknown>> } {
  const copy = structuredClone(resources);
  let all = Object.entries(copy).flatMap(([id, resource]) => actionsIn(resource, id, ordered.includes(id)));
  const mapping: Record<string, Record<string, readonly string[]>> = {};
  for (let list = bestList(all); list; list = bestList(all)) {
    const { actions, users } = list;
    const { resource, sid } = users.reduce((left, right) => (right.bytes < left.bytes ? right : left));
    const lists = (mapping[resource] ??= {});
    const name = freeName(sid, lists);
    lists[name] = actions;
    const lookup: Lookup = { 'Fn::FindInMap': [MAPPING, resource, name] };
    all = all.map((one) => (users.includes(one) ? { ...one, items: replaced(one, actions, lookup) } : one));
  }
  for (const { statement, element, items } of all) {
    if (items.some((item) => typeof item === 'object')) statement[element] = oneList(items);
  }
  return { resources: copy, mappings: { [MAPPING]: mapping } };
}

function actionsIn(value: unknown, resource: string, keepsOrder: boolean): Actions[] {
  if (Array.isArray(value)) return value.flatMap((item) => actionsIn(item, resource, keepsOrder));
  if (typeof value !== 'object' || value === null) return [];
  const statement = value as Record<string, unknown>;
  const { Sid: sid } = statement;
  if (typeof sid !== 'string') {
    return Object.values(value).flatMap((item) => actionsIn(item, resource, keepsOrder));
  }
  const element = ELEMENTS.find((name) => Array.isArray(statement[name]));
  const items = element ? (statement[element] as readonly unknown[]) : [];
  // A list that depends on an input is no list of texts yet.
  if (!element || !items.every((item) => typeof item === 'string')) return [];
  if (keepsOrder && new Set(items).size < items.length)
    throw new Error(`${resource}, ${sid} has an action twice`);
  return [{ statement, element, resource, sid, bytes: size(items), keepsOrder, items }];
}

/** The list that two statements can share and that saves most, if any is worth it. */
function bestList(all: readonly Actions[]): SharedList | undefined {
  const pairs = all.flatMap((left, index) => all.slice(index + 1).map((right) => [left, right] as const));
  const lists = pairs
    .flatMap(([left, right]) => (right.keepsOrder ? common(right, left) : common(left, right)))
    .map((actions): SharedList => {
      const users = all.filter((one) => has(one, actions));
      const costs = COST.definition + COST.use * users.length;
      return { actions, users, saved: size(actions) * (users.length - 1) - costs };
    });
  const most = Math.max(WORTH, ...lists.map(({ saved }) => saved));
  return lists.find(({ saved }) => saved === most);
}

/** What the first has of the other: one list, or one for each run where the order counts. */
function common(first: Actions, other: Actions): string[][] {
  const runs: string[][] = [[]];
  for (const item of first.items) {
    if (typeof item === 'string' && other.items.includes(item)) runs.at(-1)?.push(item);
    else if (first.keepsOrder) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function has({ items, keepsOrder }: Actions, actions: readonly string[]): boolean {
  if (!keepsOrder) return actions.every((action) => items.includes(action));
  const start = items.indexOf(actions[0] ?? '');
  return start >= 0 && actions.every((action, index) => items[start + index] === action);
}

function replaced(
  { items, keepsOrder }: Actions,
  actions: readonly string[],
  lookup: Lookup,
): Actions['items'] {
  const start = keepsOrder ? items.indexOf(actions[0] ?? '') : 0;
  const others = items.filter((item) => typeof item !== 'string' || !actions.includes(item));
  return [...others.slice(0, start), lookup, ...others.slice(start)];
}

/** The name, or with the first number that makes it another one than those taken. */
function freeName(name: string, taken: object): string {
  let free = name;
  for (let number = 2; free in taken; number += 1) free = `${name}${number}`;
  return free;
}

function size(actions: readonly string[]): number {
  return actions.join(',').length;
}

/** What stands for the actions: their one list, or all in one. */
function oneList(items: Actions['items']): unknown {
  const [only, ...others] = items;
  if (others.length === 0) return only;
  return listOf(items.map((item) => (typeof item === 'string' ? item : join(',', item))));
}
