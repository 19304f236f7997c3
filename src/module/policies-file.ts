/** Attributes of data sources that need no escaping within a text of JSON: letters, digits and hyphens. */
const PLAIN = new Set([
  'data.aws_partition.current.partition',
  'data.aws_caller_identity.current.account_id',
]);

/**
 * Policies as locals in Terraform's native syntax, each one a JSON text, one action a line. Terraform parses the text once;
 * in its JSON syntax it would parse every single string and key as a template, several times in each plan.
 *
 * @param policies name of the local -> value in Terraform's JSON syntax, where every text is a template
 */
export function policiesFile(policies: Readonly<Record<string, unknown>>): string {
  const locals = Object.entries(policies).map(([name, value]) => `  ${name} = ${expression(value)}\n`);
  return `locals {\n${locals.join('\n')}}\n`;
}

function expression(value: unknown): string {
  return assembled(value) ?? `jsondecode(<<-JSON\n${indented(json(value))}\n  JSON\n  )`;
}

/** An object of plain texts and whole expressions, without a way through JSON; undefined for anything else. */
function assembled(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const width = Math.max(...Object.keys(value).map((key) => key.length));
  const lines = Object.entries(value).map(([key, item]: [string, unknown]) => {
    const [only, ...more] = typeof item === 'string' ? templateParts(item) : [];
    if (!only || more.length > 0) return undefined;
    return `    ${key.padEnd(width)} = ${only.expression ? only.text : JSON.stringify(only.text)}`;
  });
  return lines.every((line) => line !== undefined) ? `{\n${lines.join('\n')}\n  }` : undefined;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function json(value: unknown): string {
  const texts: string[] = [];
  const marked = JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'string' ? `@${texts.push(text(item)) - 1}` : item),
    2,
  );
  return marked.replace(/"@(\d+)"/g, (_mark, index: string) => texts[Number(index)] ?? '');
}

/** A text of JSON; an expression for one if a value that somebody gives is in it. */
function text(template: string): string {
  const parts = templateParts(template);
  const [only, ...more] = parts;
  if (only?.expression && more.length === 0) return `\${jsonencode(${only.text})}`;
  const printed = `"${parts.map(({ expression, text: part }) => (expression ? `\${${part}}` : JSON.stringify(part).slice(1, -1))).join('')}"`;
  const plain = parts.every(({ expression, text: part }) => !expression || PLAIN.has(part));
  return plain ? printed : `\${jsonencode(${printed})}`;
}

interface TemplatePart {
  readonly expression: boolean;
  readonly text: string;
}

/** Literal texts, in which `$${` stays as it is, and expressions without their braces. */
function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let rest = template;
  while (rest !== '') {
    const start = /(?<!\$)\$\{/.exec(rest)?.index ?? rest.length;
    if (start > 0) parts.push({ expression: false, text: rest.slice(0, start) });
    const end = start + expressionLength(rest.slice(start));
    if (end > start) parts.push({ expression: true, text: rest.slice(start + 2, end - 1) });
    rest = rest.slice(end);
  }
  return parts;
}

/** Length of an expression with its braces; braces within its quotes do not count. */
function expressionLength(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}
