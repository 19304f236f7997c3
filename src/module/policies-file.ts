import { chosenItems } from '../stacks/policy-locals';
import { onlyExpression, quotedTemplate, templateParts } from './hcl-template';

/** Attributes of data sources that need no escaping within a text of JSON: letters, digits and hyphens. */
const PLAIN = new Set([
  'data.aws_partition.current.partition',
  'data.aws_caller_identity.current.account_id',
]);

/** Elements of a list that are there if `when` holds. */
interface Part {
  readonly when: string | boolean;
  readonly items: unknown;
}

/**
 * Policies as locals in Terraform's native syntax, each one a JSON text, one action a line. Terraform parses the text once
 * and passes it on; in its JSON syntax it would parse every single string and key as a template, several times in each plan.
 *
 * @param policies name of the local -> value in Terraform's JSON syntax, where every text is a template: a document, or the
 *   parts of a list
 */
export function policiesFile(policies: Readonly<Record<string, unknown>>): string {
  const locals = Object.entries(policies).map(([name, value]) => `  ${name} = ${localValue(value)}\n`);
  return `locals {\n${locals.join('\n')}}\n`;
}

function localValue(value: unknown): string {
  return isParts(value) ? `[\n${value.map(partValue).join('')}  ]` : heredoc(json(value), '  ');
}

function isParts(value: unknown): value is readonly Part[] {
  return (
    Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'when' in one)
  );
}

function partValue({ when, items }: Part): string {
  // None, or as many as an input says, could leave a comma behind.
  if (!Array.isArray(items) || items.length === 0) throw new Error(`no items: ${JSON.stringify(items)}`);
  const condition = typeof when === 'string' ? onlyExpression(when) : String(when);
  if (condition === undefined) throw new Error(`no expression: ${JSON.stringify(when)}`);
  const elements = heredoc(items.map(json).join(',\n'), '      ');
  return `    {\n      when  = ${condition}\n      items = ${elements}\n    },\n`;
}

function heredoc(text: string, indent: string): string {
  return `<<-JSON\n${text.replace(/^/gm, `${indent}  `)}\n${indent}JSON`;
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
  const only = onlyExpression(template);
  if (only !== undefined) return elementsOf(only) ?? `\${jsonencode(${only})}`;
  const printed = quotedTemplate(template);
  const plain = templateParts(template).every(({ expression, text: part }) => !expression || PLAIN.has(part));
  return plain ? printed : `\${jsonencode(${printed})}`;
}

/** The elements of a list with conditional parts. They are texts here, so nothing else can be made of such a list. */
function elementsOf(expression: string): string | undefined {
  const [parts] = /\blocal\.\w+/.exec(expression) ?? [];
  if (parts === undefined) return undefined;
  const chosen = chosenItems(parts);
  if (expression !== `flatten(${chosen})`) throw new Error(`no list of parts: ${expression}`);
  return `[\${join(",", ${chosen})}]`;
}
