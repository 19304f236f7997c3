import { TerraformCount, Token, Tokenization, type IResolvable, type IResolveContext } from 'cdktf';
import { literal } from '../../text/hcl-literal';

/**
 * A Terraform expression over values that may hold tokens, printed at synthesis.
 *
 * Policy documents with conditional statements are nested calls with interpolated texts. For these, CDKTF's own functions
 * print warnings and repeat work. This class prints them once and does the escaping: a plain text always stays inside its
 * quotes, whatever it contains.
 */
export class Expression implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly print: (hcl: (value: unknown) => string) => string) {}

  resolve(context: IResolveContext): string {
    const text = withoutBraces(context, () => this.print((value) => hcl(value, context)));
    return context.suppressBraces ? text : `\${${text}}`;
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** `jsonencode(value)`: a policy document into which Terraform may insert values. */
export class JsonText extends Expression {
  constructor(readonly value: unknown) {
    super((hcl) => `jsonencode(${hcl(value)})`);
  }
}

/** Part of a list: `items`, a list or an expression for one, are included if `when` holds. @default - always */
export interface ListPart {
  readonly items: unknown;
  readonly when?: unknown;
}

/** `concat(…)`: a list of parts. */
export class PartsList extends Expression {
  constructor(readonly parts: readonly ListPart[]) {
    super((hcl) => {
      const lists = parts.map(({ items, when }) =>
        when === undefined ? items : conditional(when, items, []),
      );
      return `concat(${lists.map(hcl).join(', ')})`;
    });
  }
}

/** A value in Terraform's JSON syntax, in which every text is a template, rather than as one expression. */
export class NativeJson implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly value: unknown) {}

  resolve(context: IResolveContext): unknown {
    return withoutBraces(context, () => json(this.value, context));
  }
}

/** `jsonencode(value)`, as a text. */
export function jsonencode(value: unknown): string {
  return new JsonText(value).toString();
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

/** One if a condition holds, none otherwise. */
export function counted(condition: unknown): TerraformCount {
  return TerraformCount.of(Token.asNumber(conditional(condition, 1, 0)));
}

/** `!value`. */
export function not(value: unknown): Expression {
  return new Expression((hcl) => `!${hcl(value)}`);
}

function withoutBraces<T>(context: IResolveContext, print: () => T): T {
  const { suppressBraces } = context;
  context.suppressBraces = true;
  const printed = print();
  context.suppressBraces = suppressBraces;
  return printed;
}

function hcl(value: unknown, context: IResolveContext): string {
  if (typeof value === 'string') {
    const [first = '', ...more] = pieces(value, context);
    if (more.length === 0 && typeof first !== 'string') return first.expression;
    return `"${template([first, ...more], escaped)}"`;
  }
  // A token for a list, map or number, or an expression.
  if (Token.isUnresolved(value)) return String(context.resolve(value));
  if (Array.isArray(value)) return `[${value.map((item) => hcl(item, context)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = given(value).map(([key, item]) => `"${escaped(key)}" = ${hcl(item, context)}`);
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}

function json(value: unknown, context: IResolveContext): unknown {
  if (typeof value === 'string') return template(pieces(value, context), plain);
  if (Token.isUnresolved(value)) return `\${${String(context.resolve(value))}}`;
  if (Array.isArray(value)) return value.map((item) => json(item, context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(given(value).map(([key, item]) => [plain(key), json(item, context)]));
}

function given(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

type Piece = string | { readonly expression: string };

/** Splits a text into plain texts and expressions that Terraform inserts. */
function pieces(value: string, context: IResolveContext): Piece[] {
  if (!Token.isUnresolved(value)) return [value];
  const marked = {
    ...context,
    resolve: (token: unknown) => ({ expression: String(context.resolve(token)) }),
  };
  const joined: unknown = Tokenization.reverseString(value)
    .mapTokens(marked)
    .join({ join: (left: unknown, right: unknown) => [left, right].flat() });
  return [joined].flat() as Piece[];
}

function template(all: readonly Piece[], print: (text: string) => string): string {
  return all.map((piece) => (typeof piece === 'string' ? print(piece) : `\${${piece.expression}}`)).join('');
}

function plain(text: string): string {
  return literal(text) as string;
}

function escaped(value: string): string {
  return plain(JSON.stringify(value).slice(1, -1));
}
