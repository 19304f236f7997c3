interface Raw {
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
}

interface Statements {
  readonly Statement?: unknown;
}

/**
 * A document without what says nothing of an action, for the simulator takes most of its time to explain why not: other
 * actions' names, patterns of other services, and statements that are left with none. What takes out none that may be
 * this one is about all.
 */
export function about<T extends Statements>(document: T, action: string): T {
  const known = narrowed.get(document) ?? new Map<string, Statements>();
  narrowed.set(document, known);
  const found = known.get(action) ?? { ...document, Statement: statementsAbout(document, action) };
  known.set(action, found);
  return found as T;
}

const narrowed = new WeakMap<Statements, Map<string, Statements>>();

function statementsAbout({ Statement: statements }: Statements, action: string): Raw[] {
  const namesIn = (all: string | readonly string[]): string[] =>
    ofService(all, serviceOf(action)).filter(
      (one) => /[*?]/.test(one) || one.toLowerCase() === action.toLowerCase(),
    );
  return (statements as Raw[]).flatMap((statement) => {
    if (statement.NotAction !== undefined) {
      const { NotAction: all, ...rest } = statement;
      const NotAction = namesIn(all);
      return [NotAction.length > 0 ? { ...rest, NotAction } : { ...rest, Action: '*' }];
    }
    if (statement.Action === undefined) return [statement];
    const Action = namesIn(statement.Action);
    return Action.length > 0 ? [{ ...statement, Action }] : [];
  });
}

/** Those of a list that can be about a service; lists have up to a thousand names, and each is asked for many actions. */
function ofService(all: string | readonly string[], service: string): readonly string[] {
  const mayBe = (name: string): boolean => serviceOf(name) === service || /[*?]/.test(serviceOf(name));
  if (typeof all === 'string') return [all].filter(mayBe);
  const known = lists.get(all) ?? new Map<string, readonly string[]>();
  lists.set(all, known);
  const found = known.get(service) ?? all.filter(mayBe);
  known.set(service, found);
  return found;
}

const lists = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function serviceOf(name: string): string {
  const [service = ''] = name.split(':', 1);
  return service.toLowerCase();
}
