import { onlyExpression, quotedTemplate } from './hcl-template';

/** A block at the top of a file: `resource`, `output` and so on. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  /** Arguments and nested blocks, as Terraform's JSON syntax has them. */
  readonly body: Body;
}

type Body = Readonly<Record<string, unknown>>;

/** What is a block within a block; everything else is an argument. */
const NESTED = ['lifecycle', 'precondition', 'required_providers', 'validation'];

/** Arguments whose texts are references, where every other text is a template. */
const REFERENCES = ['depends_on', 'ignore_changes', 'replace_triggered_by'];

/** Blocks and references that the module does not have, and that would be written as arguments. */
const NOT_WRITTEN = ['connection', 'dynamic', 'postcondition', 'provider', 'provisioner', 'timeouts'];

/** Where Terraform's style guide has arguments that are not the resource's own. */
const FIRST = ['count'];
const LAST = ['lifecycle', 'depends_on'];

/** Characters of a list that stands in one line. */
const LINE = 80;

/**
 * Blocks in Terraform's native syntax, as `terraform fmt` formats them. In its JSON syntax, Terraform parses every text anew
 * each time that it looks for references, several times in each plan.
 *
 * @throws Error for what it does not know how to write
 */
export function blocksFile(blocks: readonly Block[]): string {
  return blocks.map(({ type, labels, body }) => block([type, ...labels.map(quoted)], body, '')).join('\n');
}

function block(head: readonly string[], body: Body, indent: string): string {
  const inner = content(body, `${indent}  `);
  return `${indent}${head.join(' ')} {${inner && `\n${inner}${indent}`}}\n`;
}

/** Arguments of one line stand together, each other argument and each nested block after an empty line. */
function content(body: Body, indent: string): string {
  const names = Object.keys(body);
  const unknown = names.find((name) => NOT_WRITTEN.includes(name));
  if (unknown !== undefined) throw new Error(`no argument: ${unknown}`);
  const own = names.filter((name) => ![...FIRST, ...LAST].includes(name));
  const isShort = (name: string): boolean =>
    !NESTED.includes(name) && !argument(name, body[name], indent).includes('\n');
  const groups = [
    ...FIRST.map((name) => [name]),
    own.filter(isShort),
    ...own.filter((name) => !isShort(name)).map((name) => [name]),
    ...LAST.map((name) => [name]),
  ];
  return groups
    .map((group) =>
      written(
        group.filter((name) => name in body),
        body,
        indent,
      ),
    )
    .filter(Boolean)
    .join('\n');
}

/** Arguments that stand together, or one nested block. */
function written(group: readonly string[], body: Body, indent: string): string {
  const [name = ''] = group;
  if (!NESTED.includes(name))
    return aligned(
      group.map((one) => [one, argument(one, body[one], indent)]),
      indent,
    );
  return [body[name]]
    .flat()
    .map((nested) => block([name], nested as Body, indent))
    .join('\n');
}

/** What stands in one line, next to others that do, has its equals sign below theirs. */
function aligned(entries: readonly (readonly [name: string, value: string])[], indent: string): string {
  const short = entries.map(([, value]) => !value.includes('\n'));
  return entries
    .map(([name, value], index) => {
      if (!short[index]) return `${indent}${name} = ${value}\n`;
      const end = short.indexOf(false, index);
      const together = entries.slice(short.lastIndexOf(false, index) + 1, end < 0 ? undefined : end);
      const width = Math.max(...together.map(([one]) => one.length));
      return `${indent}${name.padEnd(width)} = ${value}\n`;
    })
    .join('');
}

function argument(name: string, value: unknown, indent: string): string {
  if (!REFERENCES.includes(name)) return nativeValue(value, indent);
  if (!Array.isArray(value)) throw new Error(`no list of references: ${name} = ${JSON.stringify(value)}`);
  const references = value.map(String);
  return references.length > 1 ? tall(references, indent) : `[${references.join('')}]`;
}

function nativeValue(value: unknown, indent: string): string {
  if (typeof value === 'string') return template(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => nativeValue(item, `${indent}  `));
    if (items.some((item) => item.includes('\n')))
      throw new Error(`no list of texts: ${JSON.stringify(value)}`);
    const line = `[${items.join(', ')}]`;
    return line.length <= LINE ? line : tall(items, indent);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(
    ([key, item]) =>
      [/^[a-z_]\w*$/i.test(key) ? key : template(key), nativeValue(item, `${indent}  `)] as const,
  );
  return entries.length > 0 ? `{\n${aligned(entries, `${indent}  `)}${indent}}` : '{}';
}

/** A list with one item a line. */
function tall(items: readonly string[], indent: string): string {
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}]`;
}

function template(text: string): string {
  if (/(?<!%)%\{/.test(text)) throw new Error(`no directive: ${JSON.stringify(text)}`);
  return onlyExpression(text) ?? quotedTemplate(text);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
