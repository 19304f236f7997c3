import type { Template } from './template';

const WIDTH = 200;
/** One space a level: CloudFormation counts every byte. */
const LEVEL = ' ';
const NAMES_WITHOUT_PREFIX = ['Ref', 'Condition'];

/** The template as people write it: short forms of the functions, lists in lines instead of an element a line. */
export function templateYaml(template: Template, comment: string): string {
  const head = comment.split('\n').map((line) => `# ${line}`);
  return `${[...head, ...mapLines(template, '')].join('\n')}\n`;
}

function mapLines(map: object, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(`${indent}${scalar(key)}:`, value, indent));
}

/** `start` and a value, on its line if it fits there. */
function entryLines(start: string, value: unknown, indent: string): string[] {
  const inner = `${indent}${LEVEL}`;
  if (isScalarOrShortForm(value)) return wrapped(`${start} ${flow(value)}`, inner);
  if (!Array.isArray(value)) return [start, ...mapLines(value as object, inner)];
  if (value.every((item) => isScalarOrShortForm(item))) return wrapped(`${start} ${flow(value)}`, inner);
  return [start, ...value.flatMap((item) => itemLines(item, indent))];
}

function itemLines(item: unknown, indent: string): string[] {
  if (isStatement(item) || isScalarOrShortForm(item))
    return wrapped(`${indent}- ${flow(item)}`, `${indent}  `);
  const [first = '', ...rest] = mapLines(item as object, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** A statement of a policy takes few lines, however many actions it has. */
function isStatement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Sid' in value;
}

/** Stands where a line may be broken. */
const BREAK = '\0';

/** A value on one line. */
function flow(value: unknown): string {
  const short = shortForm(value);
  if (short) return `${short[0]} ${flow(short[1])}`;
  if (Array.isArray(value)) return `[${value.map(flow).join(`,${BREAK}`)}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`);
    return `{${entries.join(`,${BREAK}`)}}`;
  }
  return scalar(value);
}

/** Breaks a line where it may be broken and has to be. */
function wrapped(line: string, indent: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const piece of line.split(BREAK)) {
    if (current !== '' && current.length + 1 + piece.length > WIDTH) {
      lines.push(current);
      current = `${indent}${piece}`;
    } else {
      current = current === '' ? piece : `${current} ${piece}`;
    }
  }
  return [...lines, current];
}

function isScalarOrShortForm(value: unknown): boolean {
  return typeof value !== 'object' || value === null || shortForm(value) !== undefined;
}

/** `{ 'Fn::Sub': x }` -> `['!Sub', x]`. */
function shortForm(value: unknown): [tag: string, argument: unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, ...others] = Object.entries<unknown>(value as Record<string, unknown>);
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  if (NAMES_WITHOUT_PREFIX.includes(name) && typeof argument === 'string') return [`!${name}`, argument];
  return name.startsWith('Fn::') ? [`!${name.slice('Fn::'.length)}`, argument] : undefined;
}

/** Plain where YAML reads it back as the same text in every place, quoted otherwise. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const plain = /^[A-Za-z](?:[\w.*/$-]|:(?=\S)|(?<=\S) (?=[^\s#]))*$/.test(value);
  return plain && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value) ? value : JSON.stringify(value);
}
