interface Raw {
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
}

/** A statement of a document, and its names by the letters before the colon; what has a wildcard there is about every service. */
interface Listed {
  readonly statement: Raw;
  readonly byService: ReadonlyMap<string, readonly string[]>;
}

const EVERY_SERVICE = '*';

/** Documents do not change, and thousands of actions are asked of the same. */
const listed = new WeakMap<object, readonly Listed[]>();

/**
 * A document without what says nothing of an action, for the simulator takes most of its time to explain why not: names
 * that begin otherwise, and statements that are left with none. What takes out none that may be this one is about all.
 */
export function about<T extends { readonly Statement?: unknown }>(document: T, action: string): T {
  const statements = listed.get(document) ?? (document.Statement as Raw[]).map(listing);
  listed.set(document, statements);
  const service = serviceOf(action);
  const Statement = statements.flatMap(({ statement, byService }): Raw[] => {
    const named = [...(byService.get(EVERY_SERVICE) ?? []), ...(byService.get(service) ?? [])];
    const names = named.filter((name) => beginsAlike(name, action));
    if (statement.NotAction !== undefined) {
      const { NotAction: _, ...rest } = statement;
      return [names.length > 0 ? { ...rest, NotAction: names } : { ...rest, Action: '*' }];
    }
    if (statement.Action === undefined) return [statement];
    return names.length > 0 ? [{ ...statement, Action: names }] : [];
  });
  return { ...document, Statement };
}

function listing(statement: Raw): Listed {
  const byService = new Map<string, string[]>();
  for (const name of [statement.NotAction ?? statement.Action ?? []].flat()) {
    const service = serviceOf(name);
    byService.set(service, [...(byService.get(service) ?? []), name]);
  }
  return { statement, byService };
}

function serviceOf(name: string): string {
  const [service = ''] = name.split(':', 1);
  return /[*?]/.test(service) ? EVERY_SERVICE : service.toLowerCase();
}

/** Whether a name is the action's up to its first wildcard, or to its end. */
function beginsAlike(name: string, action: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const letter = name[index];
    if (letter === '*' || letter === '?') return true;
    if (letter !== action[index] && letter?.toLowerCase() !== action[index]?.toLowerCase()) return false;
  }
  return name.length === action.length;
}
