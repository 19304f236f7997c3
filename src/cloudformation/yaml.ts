/** One space a level: CloudFormation counts every byte. */
const LEVEL = ' ';

/** The template as people write it: short forms of the functions, and a statement of a policy on a line. */
export function templateYaml(template: Readonly<Record<string, unknown>>, comment: string): string {
  const head = comment.split('\n').map((line) => `# ${line}`);
  return `${[...head, ...mapLines(template, '')].join('\n')}\n`;
}

function mapLines(map: object, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(`${indent}${scalar(key)}:`, value, indent));
}

/** `start` and a value, on its line if it is a short one or a list of such. */
function entryLines(start: string, value: unknown, indent: string): string[] {
  const inner = `${indent}${LEVEL}`;
  const choice = choiceOfStatements(value);
  if (choice) return [`${start} !If`, ...choice.flatMap((item) => itemLines(item, indent))];
  if (isScalarOrShortForm(value)) return [`${start} ${flow(value)}`];
  if (!Array.isArray(value)) return [start, ...mapLines(value as object, inner)];
  if (value.every((item) => isScalarOrShortForm(item)) && !value.some(holdsStatement))
    return [`${start} ${flow(value)}`];
  return [start, ...value.flatMap((item) => itemLines(item, indent))];
}

function itemLines(item: unknown, indent: string): string[] {
  if (isStatement(item) || isScalarOrShortForm(item)) return [`${indent}- ${flow(item)}`];
  const inner = `${indent}  `;
  const lines = Array.isArray(item)
    ? item.flatMap((one) => itemLines(one, inner))
    : mapLines(item as object, inner);
  const [first = '', ...rest] = lines;
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** The three arguments of an `Fn::If` that chooses between lists of statements. */
function choiceOfStatements(value: unknown): readonly unknown[] | undefined {
  const [tag, argument] = shortForm(value) ?? [];
  const choice = tag === '!If' ? (argument as readonly unknown[]) : [];
  return choice.some((item) => Array.isArray(item) && item.some(holdsStatement)) ? choice : undefined;
}

/** A statement, or a choice of one. */
function holdsStatement(value: unknown): boolean {
  const [tag, argument] = shortForm(value) ?? [];
  return isStatement(value) || (tag === '!If' && (argument as readonly unknown[]).some(isStatement));
}

/** A statement of a policy takes a line, however many actions it has. */
function isStatement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Sid' in value;
}

/** A value on one line. */
function flow(value: unknown): string {
  const short = shortForm(value);
  if (short) return `${short[0]} ${flow(short[1])}`;
  if (Array.isArray(value)) return `[${value.map(flow).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`);
    return `{${entries.join(',')}}`;
  }
  return scalar(value);
}

/** What is written on its line: a text, a short form, or what is empty. */
function isScalarOrShortForm(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.keys(value).length === 0 || shortForm(value) !== undefined;
}

/** `{ 'Fn::Sub': x }` -> `['!Sub', x]`. */
function shortForm(value: unknown): [tag: string, argument: unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, ...others] = Object.entries<unknown>(value as Record<string, unknown>);
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  if (name === 'Ref') return ['!Ref', argument];
  return name.startsWith('Fn::') ? [`!${name.slice('Fn::'.length)}`, argument] : undefined;
}

/** Plain where YAML reads it back as the same text in every place, quoted otherwise. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const plain = /^[A-Za-z](?:[\w.*/$-]|:(?=\S)|(?<=\S) (?=[^\s#]))*$/.test(value);
  if (plain && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)) return value;
  const quoted = JSON.stringify(value);
  // Single quotes need no escapes, and have none.
  return quoted.includes('\\') && /^[ -~]*$/.test(value) && !value.includes("'") ? `'${value}'` : quoted;
}
