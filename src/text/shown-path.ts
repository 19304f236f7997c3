import { relative, resolve } from 'node:path';

/** A path for messages: relative to the working directory, or absolute if that is shorter. */
export function shownPath(path: string): string {
  const whole = resolve(path);
  const near = relative('.', whole) || '.';
  return near.length < whole.length ? near : whole;
}
