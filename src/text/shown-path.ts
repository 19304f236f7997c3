import { relative, resolve } from 'node:path';

/** A path as people are shown it: from where they are, or whole where that is shorter. */
export function shownPath(path: string): string {
  const whole = resolve(path);
  const near = relative('.', whole) || '.';
  return near.length < whole.length ? near : whole;
}
