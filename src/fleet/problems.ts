import { show } from '../inputs/rules';
import { FleetFileError } from './fleet-file-error';
import type { FleetText, Path } from './fleet-text';

/** Collects the problems of a fleet file, each once and with its place. */
export class Problems {
  private readonly found = new Map<string, { readonly offset: number; readonly message: string }>();

  constructor(private readonly text: FleetText) {}

  /**
   * Notes a problem of a part of the file. A problem in an anchor is noted once, however often the
   * anchor is used.
   *
   * @param predicate the text after the part's name: "must be …, got …; …"
   * @param part whether its key or its value is meant
   */
  add(path: Path, predicate: string, part: 'key' | 'value' = 'value'): void {
    const message = `${nameOf(path)} ${predicate}`;
    this.addAt(this.text.offsetOf(path, part), message, `${path.at(-1) ?? ''} ${predicate}`);
  }

  /** Notes a problem of the text itself. */
  addAt(offset: number, message: string, identity = message): void {
    const key = `${offset} ${identity}`;
    if (!this.found.has(key)) this.found.set(key, { offset, message });
  }

  /** @throws FleetFileError with all problems in the order of the file, if there are any */
  throwIfAny(fileName: string): void {
    if (this.found.size === 0) return;
    const sorted = [...this.found.values()].sort((left, right) => left.offset - right.offset);
    throw new FleetFileError(
      fileName,
      sorted.map(({ offset, message }) => ({ ...this.text.placeOf(offset), message })),
    );
  }

  /** Line and column of a part, for a message about another part. */
  lineOf(path: Path): string {
    const { line, column } = this.text.placeOf(this.text.offsetOf(path));
    return `line ${line}, column ${column}`;
  }
}

/** The name of a part in messages: `accounts[2].inputs.roles`. */
export function nameOf(path: Path): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w$-]+$/.test(step) ? `.${step}` : `[${show(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
