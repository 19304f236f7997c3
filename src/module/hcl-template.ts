/** A piece of a template of Terraform. */
export interface TemplatePart {
  readonly expression: boolean;
  readonly text: string;
}

/** A template in pieces: literal texts, in which `$${` stays as it is, and expressions without their braces. */
export function templateParts(template: string): TemplatePart[] {
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

/** The expression, where a template is nothing else than one. */
export function onlyExpression(template: string): string | undefined {
  const [only, ...more] = templateParts(template);
  return only?.expression && more.length === 0 ? only.text : undefined;
}

/** A template in quotes, as the native syntax has it. */
export function quotedTemplate(template: string): string {
  const pieces = templateParts(template).map(({ expression, text }) =>
    expression ? `\${${text}}` : JSON.stringify(text).slice(1, -1),
  );
  return `"${pieces.join('')}"`;
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
