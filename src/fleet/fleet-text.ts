import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Lexer,
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

/** An error in the text as YAML. */
export interface Fault {
  /** Characters from the start. */
  readonly offset: number;
  readonly message: string;
}

/** Limit of expanded aliases: far more than a file written by people has, far less than fills the memory. */
const MAX_ALIASES = 100_000;

/**
 * A text in YAML (or JSON, a subset of it): its data, and the place of each part. Aliases and merge keys
 * (`<<`) are followed, so that a place is where the value is written.
 */
export class FleetText {
  /** The whole as plain values; undefined while there are faults. */
  readonly data: unknown;
  /** Errors that make the text unreadable. */
  readonly faults: readonly Fault[];
  /** Keys that a section repeats; `data` holds the later value. */
  readonly repeatedKeys: readonly (Fault & { readonly path: Path })[];

  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  private readonly targets = new Map<Alias, Node>();

  constructor(text: string) {
    const deep = tooDeep(text);
    this.document = parseDocument(deep === undefined ? text : text.replace(/[^\n]/g, ' '), {
      lineCounter: this.lines,
      prettyErrors: false,
      merge: true,
      // Checked here instead, to report the place of the first key too.
      uniqueKeys: false,
    });
    const end = text.trimEnd().length;
    const faults = this.document.errors.map(({ code, message, pos: [offset] }) => ({
      offset,
      message: inWords(code, message) + (offset >= end ? '; the file ends here: it may be cut off' : ''),
    }));
    if (deep !== undefined) faults.push(deep);
    // The tree of an invalid text is incomplete.
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

  /** Where a part, or its key, begins; for a missing part, where the section that lacks it begins. */
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

  /** The source of a single value: `012` for the number 12. Undefined if it is empty. */
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

  /** The target of an alias; any other node itself. */
  private follow(node: unknown): Node | null {
    return (isAlias(node) ? this.targets.get(node) : (node as Node | null)) ?? null;
  }

  /** The pair of a key, its own or merged in; the later one of two, as in the data. */
  private pair(map: YAMLMap, key: string): Pair | undefined {
    const own = map.items.findLast((pair) => !isMerge(pair) && keyText(pair) === key);
    if (own) return own;
    for (const merged of map.items.filter(isMerge).flatMap(({ value }) => this.mergedBy(value))) {
      const found = isMap(merged) ? this.pair(merged, key) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** The values of `<<`: an alias of a map, or a list of such aliases. */
  private mergedBy(value: unknown): (Node | null)[] {
    const node = this.follow(value);
    return isSeq(node) ? node.items.map((item) => this.follow(item)) : [node];
  }

  /** Resolves the aliases, and finds valid YAML that cannot become data. */
  private unusable(): Fault[] {
    const anchors = new Map<string, Node>();
    const faults: Fault[] = this.document.warnings.map(({ message, pos }) => ({
      offset: pos[0],
      message: `cannot be read: ${message}; leave it out`,
    }));
    visit(this.document, {
      Node: (_, node, ancestors) => {
        if (!isAlias(node) && node.tag !== undefined && UNUSUAL_TAGS.test(node.tag)) {
          const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
          faults.push({ offset: start(node), message: `${tag} cannot be read: leave it out` });
        }
        if (!isAlias(node)) {
          if (node.anchor) anchors.set(node.anchor, node);
          return;
        }
        const { source } = node;
        const target = anchors.get(source);
        if (!target || ancestors.includes(target)) {
          const message = target
            ? `*${source} refers to a value that contains it; remove it`
            : `*${source} refers to no anchor; write &${source} before a value further up`;
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
          faults.push({
            offset,
            message: '<< must be followed by an alias of a section, or a list of such aliases',
          });
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
      // Its other errors were found above.
      faults.push({
        offset: 0,
        message: `the file uses its anchors more than ${MAX_ALIASES} times, counting anchors within anchors; use fewer anchors`,
      });
      return undefined;
    }
  }
}

/** Tags whose values are neither text, number, list nor section in JavaScript. */
const UNUSUAL_TAGS = /^tag:yaml\.org,2002:(binary|omap|pairs|set|timestamp)$/;

/** Errors that the parser words for programmers. */
const SYNTAX: Partial<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here; keep one document, without the line "---"',
  TAB_AS_INDENT: 'a tab is where spaces must be: YAML does not allow tabs for indentation',
};

function inWords(code: string, message: string): string {
  if (/^Unexpected flow-\w+-start at node end$/.test(message)) {
    return 'another value begins where the one before it is complete; a comma is missing, or the file holds two lists';
  }
  return SYNTAX[code] ?? `is not valid YAML here: ${message}`;
}

/** Sections within sections, far more than any file here has. */
const MAX_DEPTH = 100;

/**
 * Where a text is nested too deeply for the parser, which calls itself for every level: beyond some thousand levels Node.js
 * itself ends, without an error that could be caught. Block collections count only on one line, for deep ones on many
 * lines take a long text.
 */
function tooDeep(text: string): Fault | undefined {
  let offset = 0;
  let flow = 0;
  let block = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow--;
    else if (token === '-' || token === '?') block++;
    else if (token.includes('\n')) block = 0;
    if (flow + block > MAX_DEPTH) {
      return { offset, message: `is nested more than ${MAX_DEPTH} levels deep; is it another file?` };
    }
    if (!MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** Tokens that stand for no character of the text: the beginnings of a document, of a flow end by mistake and of a scalar. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

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
