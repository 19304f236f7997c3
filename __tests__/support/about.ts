interface Raw {
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
}

/**
 * A document without what says nothing of an action, for the simulator takes most of its time to explain why not: names
 * that begin otherwise, and statements that are left with none. What takes out none that may be this one is about all.
 */
export function about<T extends { readonly Statement?: unknown }>(document: T, action: string): T {
  const mayBeIt = (names: string | readonly string[]): string[] =>
    [names].flat().filter((name) => beginsAlike(name, action));
  const Statement = (document.Statement as Raw[]).flatMap((statement): Raw[] => {
    if (statement.NotAction !== undefined) {
      const { NotAction: all, ...rest } = statement;
      const NotAction = mayBeIt(all);
      return [NotAction.length > 0 ? { ...rest, NotAction } : { ...rest, Action: '*' }];
    }
    if (statement.Action === undefined) return [statement];
    const Action = mayBeIt(statement.Action);
    return Action.length > 0 ? [{ ...statement, Action }] : [];
  });
  return { ...document, Statement };
}

/** Whether a name is the action's up to its first wildcard, or to its end. Letter by letter, as most differ in the first. */
function beginsAlike(name: string, action: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const letter = name[index];
    if (letter === '*' || letter === '?') return true;
    if (letter !== action[index] && letter?.toLowerCase() !== action[index]?.toLowerCase()) return false;
  }
  return name.length === action.length;
}
