import type { InputSpec } from './input-spec';

/**
 * An input's value as somebody writes it in a command line: `true`, `3600`, a list with commas, a map as JSON. A text that is
 * none stays a text, for the rules to refuse.
 */
export function inputFromText({ type }: InputSpec, text: string): unknown {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'bool':
      return text === 'true' || (text === 'false' ? false : text);
    case 'list(string)':
    case 'set(string)':
      return text === '' ? [] : text.split(',');
    case 'map(string)':
    case 'map(map(string))':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
  }
}
