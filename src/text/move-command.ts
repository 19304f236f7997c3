import { shellWord } from './shell-quote';

/** The command that renames a file for a shell; it overwrites nothing. */
export function moveCommand(from: string, to: string): string {
  return `mv -n ${shellWord(from)} ${shellWord(to)}`;
}
