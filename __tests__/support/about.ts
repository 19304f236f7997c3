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
  const serviceOf = (name: string): string => name.split(':', 1).join('').toLowerCase();
  const mayName = (one: string): boolean =>
    /[*?]/.test(one)
      ? /[*?]/.test(serviceOf(one)) || serviceOf(one) === serviceOf(action)
      : one.toLowerCase() === action.toLowerCase();
  return (statements as Raw[]).flatMap((statement) => {
    if (statement.NotAction !== undefined) {
      const { NotAction: all, ...rest } = statement;
      const NotAction = [all].flat().filter(mayName);
      return [NotAction.length > 0 ? { ...rest, NotAction } : { ...rest, Action: '*' }];
    }
    if (statement.Action === undefined) return [statement];
    const Action = [statement.Action].flat().filter(mayName);
    return Action.length > 0 ? [{ ...statement, Action }] : [];
  });
}
