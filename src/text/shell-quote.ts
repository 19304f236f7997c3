/** A text for a shell, in single quotes with apostrophes escaped: the same for all shells. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `shellQuoted()`, where the text has a character that a shell may read otherwise. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : shellQuoted(text);
}
