import type { ActionCatalogue } from './action-catalogue';
import { matchesAction } from './wildcard';

interface Index {
  readonly byService: ReadonlyMap<string, readonly string[]>;
  readonly expanded: Map<string, readonly string[]>;
}

const indexes = new WeakMap<ActionCatalogue, Index>();

/**
 * Actions of AWS that a pattern stands for, in the catalogue's case; none where it stands for none.
 *
 * @param pattern `service:Action` with `*` and `?` in the action's name, or `*` alone
 */
export function expand(pattern: string, catalogue: ActionCatalogue): readonly string[] {
  const index = indexOf(catalogue);
  const known = index.expanded.get(pattern);
  if (known) return known;
  const service = pattern.slice(0, pattern.indexOf(':')).toLowerCase();
  const candidates = pattern === '*' ? [...catalogue.keys()] : (index.byService.get(service) ?? []);
  const actions = candidates.filter((action) => matchesAction(pattern, action));
  index.expanded.set(pattern, actions);
  return actions;
}

/** As `expand`, for those who cannot go on without: throws on a pattern that stands for nothing. */
export function expandKnown(pattern: string, catalogue: ActionCatalogue): readonly string[] {
  const actions = expand(pattern, catalogue);
  if (actions.length === 0) throw new Error(`"${pattern}" stands for no action that AWS has`);
  return actions;
}

/** The catalogue's actions by service, each in the catalogue's order. */
export function actionsByService(catalogue: ActionCatalogue): Index['byService'] {
  return indexOf(catalogue).byService;
}

function indexOf(catalogue: ActionCatalogue): Index {
  const known = indexes.get(catalogue) ?? indexed(catalogue);
  indexes.set(catalogue, known);
  return known;
}

function indexed(catalogue: ActionCatalogue): Index {
  const byService = new Map<string, string[]>();
  for (const action of catalogue.keys()) {
    const service = action.slice(0, action.indexOf(':'));
    const actions = byService.get(service);
    if (actions) actions.push(action);
    else byService.set(service, [action]);
  }
  return { byService, expanded: new Map() };
}
