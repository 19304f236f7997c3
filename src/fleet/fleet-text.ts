import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** Keys and indices from the top of the file to a part of it. */
export type Path = readonly (string | number)[];

/** Something wrong with the text as YAML. */
export interface Fault {
  /** Characters from the start. */
  readonly offset: number;
  readonly message: string;
}

/** Uses of anchors, those within others multiplied: far above what a file of people holds, far below what fills a memory. */
const MAX_ALIASES = 100_000;

/**
 * A text in YAML, or in JSON, which YAML contains: its data, and where each part of it stands. Aliases
 * and merge keys (`<<`) are followed, so that a place is where a value is written.
 */
export class FleetText {
  /** The whole as plain values; undefined while there are faults. */
  readonly data: unknown;
  /** What makes the text no YAML that we read. */
  readonly faults: readonly Fault[];
  /** Keys that are given twice in one place; `data` holds the later value. */
  readonly repeatedKeys: readonly (Fault & { readonly path: Path })[];

  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  private readonly targets = new Map<Alias, Node>();

  constructor(text: string) {
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      merge: true,
      // Checked here, with the place of the first.
      uniqueKeys: false,
    });
    const faults = this.document.errors.map(({ code, message, pos }) => ({
      offset: pos[0],
      message: SYNTAX[code] ?? `is not valid YAML here: ${message}`,
    }));
    // A broken text has a broken tree.
    if (faults.length === 0) faults.push(...this.unusable());
    this.repeatedKeys = faults.length === 0 ? this.repetitions() : [];
    if (faults.length === 0) this.data = this.plain(faults);
    this.faults = faults;
  }

  /** Line and column, both from 1. */
  placeOf(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }

  /** Where a part stands, or its key; for one that is missing, where that stands which should hold it. */
  offsetOf(path: Path, part: 'key' | 'value' = 'value'): number {
    let at = this.follow(this.document.contents);
    let offset = start(at);
    for (const [index, step] of path.entries()) {
      const { key, value } = this.below(at, step);
      if (!value) break;
      offset = start(part === 'key' && index === path.length - 1 ? (key ?? value) : value);
      at = value;
    }
    return offset;
  }

  /** What is written for a part that is a single value: `012` for the number 12. Undefined for nothing. */
  sourceOf(path: Path): string | undefined {
    const top = this.follow(this.document.contents);
    const node = path.reduce<Node | null>((at, step) => this.below(at, step).value, top);
    return isScalar(node) && node.source ? node.source : undefined;
  }

  private below(
    node: Node | null,
    step: string | number,
  ): { readonly key?: Node; readonly value: Node | null } {
    if (isSeq(node)) return { value: this.follow(node.items[Number(step)]) };
    const pair = isMap(node) ? this.pair(node, String(step)) : undefined;
    return { key: pair?.key as Node, value: this.follow(pair?.value) };
  }

  /** What an alias stands for, any other node itself. */
  private follow(node: unknown): Node | null {
    return (isAlias(node) ? this.targets.get(node) : (node as Node | null)) ?? null;
  }

  /** The pair of a key, its own or merged in; of two the later one, as in the data. */
  private pair(map: YAMLMap, key: string): Pair | undefined {
    const own = map.items.findLast((pair) => !isMerge(pair) && keyText(pair) === key);
    if (own) return own;
    for (const merged of map.items.filter(isMerge).flatMap(({ value }) => this.mergedBy(value))) {
      const found = isMap(merged) ? this.pair(merged, key) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** What `<<` is followed by: an alias of a map, or a list of such. */
  private mergedBy(value: unknown): (Node | null)[] {
    const node = this.follow(value);
    return isSeq(node) ? node.items.map((item) => this.follow(item)) : [node];
  }

  /** Notes what aliases stand for, and finds what is YAML, but nothing that data can be. */
  private unusable(): Fault[] {
    const anchors = new Map<string, Node>();
    const faults: Fault[] = this.document.warnings.map(({ message, pos }) => ({
      offset: pos[0],
      message: `cannot be read: ${message}; leave it out`,
    }));
    visit(this.document, {
      Node: (_, node, ancestors) => {
        if (!isAlias(node)) {
          if (node.anchor) anchors.set(node.anchor, node);
          return;
        }
        const { source } = node;
        const target = anchors.get(source);
        if (!target || ancestors.includes(target)) {
          const message = target
            ? `*${source} stands for what it is a part of; take it out`
            : `*${source} stands for nothing; write &${source} before a value further up`;
          faults.push({ offset: start(node), message });
        } else {
          this.targets.set(node, target);
        }
      },
    });
    visit(this.document, {
      Pair: (_, pair) => {
        const offset = start(pair.key as Node);
        if (isCollection(pair.key)) {
          const message =
            'a key must be a word, got a list or a section; a value with { or [ may lack quotes';
          faults.push({ offset, message });
        } else if (isMerge(pair) && !this.mergedBy(pair.value).every(isMap)) {
          faults.push({ offset, message: '<< must be followed by an alias of a section, or a list of such' });
        }
      },
    });
    return faults;
  }

  private repetitions(): (Fault & { path: Path })[] {
    const found: (Fault & { path: Path })[] = [];
    const search = (node: Node | null, path: Path): void => {
      if (isSeq(node)) {
        for (const [index, item] of node.items.entries()) search(item as Node, [...path, index]);
      }
      if (!isMap(node)) return;
      const first = new Map<string, number>();
      for (const pair of node.items) {
        const key = keyText(pair);
        const offset = start(pair.key as Node);
        const before = first.get(key);
        if (before === undefined) first.set(key, offset);
        else {
          const { line, column } = this.placeOf(before);
          const message = `is given twice, first in line ${line}, column ${column}; keep one`;
          found.push({ offset, path: [...path, key], message });
        }
        search(pair.value as Node | null, [...path, key]);
      }
    };
    search(this.document.contents, []);
    return found;
  }

  private plain(faults: Fault[]): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
      // What else it throws for is found above.
      faults.push({
        offset: 0,
        message: `the file uses its anchors more than ${MAX_ALIASES} times, those within others multiplied; write less of it by anchors`,
      });
      return undefined;
    }
  }
}

/** What the parser says in words of its own programmers. */
const SYNTAX: Partial<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here; keep one, without a line "---" in between',
  TAB_AS_INDENT: 'a tab stands where spaces must: YAML takes no tabs for indentation',
};

function start(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function keyText(pair: Pair): string {
  const { key } = pair;
  if (!isScalar(key)) return String(key);
  return typeof key.value === 'symbol' ? '<<' : String(key.value);
}

function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && typeof pair.key.value === 'symbol';
}
