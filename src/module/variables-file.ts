/** A variable as CDKTF synthesizes it: texts are templates, `type` and a rule's `condition` are expressions. */
export interface Variable {
  readonly type: string;
  readonly description: string;
  /** @default - the variable must be given */
  readonly default?: unknown;
  readonly nullable: boolean;
  readonly validation?: readonly { readonly condition: string; readonly error_message: string }[];
}

/**
 * Variables in Terraform's native syntax, as `terraform fmt` formats it. From its JSON syntax, `cdktf get` and `cdktn get`
 * read no types and ignore an empty default, so that every input would be `any` and `tags` required.
 */
export function variablesFile(variables: readonly (readonly [name: string, Variable])[]): string {
  const blocks = variables.map(([name, { validation = [], ...variable }]) => {
    const rules = validation.map((rule) => [
      '',
      '  validation {',
      `    condition     = ${expression(rule.condition)}`,
      `    error_message = ${message(rule.error_message)}`,
      '  }',
    ]);
    return [
      `variable "${name}" {`,
      `  type        = ${variable.type}`,
      `  description = ${JSON.stringify(variable.description)}`,
      ...('default' in variable ? [`  default     = ${value(variable.default)}`] : []),
      `  nullable    = ${String(variable.nullable)}`,
      ...rules.flat(),
      '}',
      '',
    ].join('\n');
  });
  return blocks.join('\n');
}

function expression(text: string): string {
  return text.replace(/^\$\{(.*)\}$/s, '$1');
}

/** A message is words, then the value got: an expression whose quotes are not escaped. */
function message(text: string): string {
  const [words = ''] = text.split('${', 1);
  return `"${JSON.stringify(words).slice(1, -1)}${text.slice(words.length)}"`;
}

function value(item: unknown): string {
  return Array.isArray(item) ? `[${item.map(value).join(', ')}]` : JSON.stringify(item);
}
