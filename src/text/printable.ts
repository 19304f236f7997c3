const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A text from outside without characters that control a terminal, begin a new line of a log, or turn the direction of what follows. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** `printable()` for each line of a text. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON for a terminal, too: JSON itself leaves some control characters as they are. */
export function printableJson(value: unknown): string {
  return printableLines(JSON.stringify(value, null, 2));
}

/** A character of one code unit, as JSON can write it: `\\u001b`. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
