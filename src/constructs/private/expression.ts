import { Token, Tokenization, type IResolvable, type IResolveContext } from 'cdktf';

/**
 * A Terraform expression over values that may hold tokens, printed at synthesis.
 *
 * CDKTF's own functions warn about, and repeat the work of, calls nested in calls with interpolated
 * texts, which is what policy documents with conditional statements are. This prints them once, and
 * owns the escaping: whatever a plain text holds, it stays inside its quotes.
 */
export class Expression implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly print: (hcl: (value: unknown) => string) => string) {}

  resolve(context: IResolveContext): string {
    const { suppressBraces } = context;
    context.suppressBraces = true;
    const text = this.print((value) => hcl(value, context));
    context.suppressBraces = suppressBraces;
    return suppressBraces ? text : `\${${text}}`;
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** `jsonencode(value)`: a policy document, whatever values Terraform puts into it. */
export function jsonencode(value: unknown): string {
  return call('jsonencode', value).toString();
}

/** A call of one of Terraform's functions. */
export function call(name: string, ...args: readonly unknown[]): Expression {
  return new Expression((hcl) => `${name}(${args.map(hcl).join(', ')})`);
}

/** `condition ? yes : no`. */
export function conditional(condition: unknown, yes: unknown, no: unknown): Expression {
  return new Expression((hcl) => `(${hcl(condition)} ? ${hcl(yes)} : ${hcl(no)})`);
}

/** `left operator right`. */
export function operation(left: unknown, operator: '==' | '!=' | '>' | '&&', right: unknown): Expression {
  return new Expression((hcl) => `(${hcl(left)} ${operator} ${hcl(right)})`);
}

/** `!value`. */
export function not(value: unknown): Expression {
  return new Expression((hcl) => `!${hcl(value)}`);
}

function hcl(value: unknown, context: IResolveContext): string {
  if (typeof value === 'string') return text(value, context);
  // A token for a list, map or number, or an expression.
  if (Token.isUnresolved(value)) return String(context.resolve(value));
  if (Array.isArray(value)) return `[${value.map((item) => hcl(item, context)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    const entries = given.map(([key, item]) => `${quoted(key)} = ${hcl(item, context)}`);
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}

function text(value: string, context: IResolveContext): string {
  if (!Token.isUnresolved(value)) return quoted(value);
  const fragments = Tokenization.reverseString(value);
  if (fragments.length === 1 && fragments.firstToken) return String(context.resolve(fragments.firstToken));
  const marked = {
    ...context,
    resolve: (token: unknown) => ({ expression: String(context.resolve(token)) }),
  };
  const pieces: unknown = fragments
    .mapTokens(marked)
    .join({ join: (left: unknown, right: unknown) => [left, right].flat() });
  const printed = (pieces as (string | { expression: string })[]).map((piece) =>
    typeof piece === 'string' ? escaped(piece) : `\${${piece.expression}}`,
  );
  return `"${printed.join('')}"`;
}

function quoted(value: string): string {
  return `"${escaped(value)}"`;
}

function escaped(value: string): string {
  const known = escapedTexts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value)
    .slice(1, -1)
    .replace(/([$%])\{/g, '$1$1{');
  escapedTexts.set(value, text);
  return text;
}

/** The same actions and Sids stand in every installation. */
const escapedTexts = new Map<string, string>();
