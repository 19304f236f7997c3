/** Whether a text matches a pattern of IAM: `*` is any characters, `?` is one. */
export function matches(pattern: string, text: string): boolean {
  return compiled(pattern, 's').test(text);
}

/** As `matches`, for actions, whose case does not count. */
export function matchesAction(pattern: string, action: string): boolean {
  return compiled(pattern, 'is').test(action);
}

/** Whether some text matches both patterns. */
export function overlap(left: string, right: string): boolean {
  return overlapFrom(left, 0, right, 0, new Map());
}

function overlapFrom(
  left: string,
  i: number,
  right: string,
  j: number,
  known: Map<number, boolean>,
): boolean {
  const key = i * (right.length + 1) + j;
  const found = known.get(key);
  if (found !== undefined) return found;
  const a = left[i];
  const b = right[j];
  const next = (di: number, dj: number): boolean => overlapFrom(left, i + di, right, j + dj, known);
  let result: boolean;
  if (a === undefined && b === undefined) result = true;
  else if (a === '*') result = next(1, 0) || (b !== undefined && next(0, 1));
  else if (b === '*') result = next(0, 1) || (a !== undefined && next(1, 0));
  else if (a === undefined || b === undefined) result = false;
  else result = (a === b || a === '?' || b === '?') && next(1, 1);
  known.set(key, result);
  return result;
}

const expressions = new Map<string, RegExp>();

function compiled(pattern: string, flags: 's' | 'is'): RegExp {
  const key = `${flags} ${pattern}`;
  const known = expressions.get(key);
  if (known) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, flags);
  expressions.set(key, expression);
  return expression;
}
