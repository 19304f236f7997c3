import { shortened } from './short-words';
import { cloudFormationTemplate, type Template } from './template';

/**
 * Largest size in bytes of the template that is sent inline. CloudFormation takes 51,200 without S3; the rest is reserved
 * for future permissions. Source: CloudFormation User Guide, "Understand CloudFormation quotas".
 */
export const INLINE_LIMIT = 48_000;

/** Pseudo parameters that ARNs contain, by their short names in the text of a list. */
const SHORT = { P: 'AWS::Partition', A: 'AWS::AccountId' } as const;
/** Keys in `Mappings` of the texts that lists share. */
const MAPPING = ['Lists', 'Of'] as const;
/** Extra bytes of a text in `Mappings`, and of each use of it. */
const COST = { definition: 8, use: 56 };

type Json = Record<string, unknown>;
type Sections = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The elements of a list: texts, choices of texts, and names of texts in `Mappings`. */
type Items = readonly (string | Json | { readonly shared: string })[];

/** The template to send inline: CloudFormation creates the same resources from it as from the readable one. */
export function inlineTemplate(): string {
  return withinLimit(inlineJson(cloudFormationTemplate()));
}

/** The text, if it is short enough. Otherwise the error says how to make it shorter. */
export function withinLimit(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= INLINE_LIMIT) return text;
  throw new Error(
    `the CloudFormation template that is sent inline has ${bytes} bytes, but at most ${INLINE_LIMIT} are allowed: remove actions ` +
      'from the boundaries that no row names any more; use wildcards where every action that they match is wanted; ' +
      'or raise the limit, up to the 51,200 bytes that CloudFormation takes',
  );
}

/**
 * A template as compact JSON: without descriptions, which are only shown; with each list of a policy document as one text
 * that CloudFormation splits; and with sequences that several of these texts share once, in `Mappings`.
 */
export function inlineJson(template: Template): string {
  const { Metadata: _, Parameters, Outputs, Resources, ...rest } = structuredClone(template) as Sections;
  for (const shown of Object.values({ ...Parameters, ...Outputs })) {
    delete shown['Description'];
    delete shown['ConstraintDescription'];
  }
  let lists = listsIn(Resources);
  const texts: Record<string, string> = {};
  for (let run = bestRun(lists); run; run = bestRun(lists)) {
    const shared = `T${Object.keys(texts).length}`;
    texts[shared] = run.join(',');
    lists = lists.map((list) => ({
      ...list,
      items: replaced(list.items, texts[shared]?.split(',') ?? [], { shared }),
    }));
  }
  for (const { owner, key, items } of lists) {
    const text = oneText(items);
    if (JSON.stringify(text).length < JSON.stringify(owner[key]).length) owner[key] = text;
  }
  const [mapping, name] = MAPPING;
  const Mappings = { [mapping]: { [name]: texts } };
  return JSON.stringify({ ...rest, Parameters, Mappings, Resources, Outputs });
}

interface List {
  readonly owner: Json;
  readonly key: string;
  readonly items: Items;
}

/** All lists of texts in a part of a template. */
function listsIn(part: unknown): List[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part as Json).flatMap(([key, value]) => {
    const isList =
      Array.isArray(value) && value.length > 1 && !key.startsWith('Fn::') && !Array.isArray(part);
    const [first, ...others] = isList ? (value as Items) : [];
    return textOf(first) !== undefined && others.every((item) => textOf(item) !== undefined || choiceOf(item))
      ? [{ owner: part as Json, key, items: value as Items }]
      : listsIn(value);
  });
}

/** A text, or the text of an `Fn::Sub`; undefined for a text with a comma, which would be split. */
function textOf(item: unknown): string | undefined {
  const text = typeof item === 'string' ? item : (item as Json | undefined)?.['Fn::Sub'];
  return typeof text === 'string' && !text.includes(',') ? text : undefined;
}

/** An `Fn::If` between plain texts, or between a text and nothing. */
function choiceOf(item: unknown): readonly [string, unknown, unknown] | undefined {
  const choice = (item as Json)['Fn::If'] as readonly [string, unknown, unknown] | undefined;
  const [, ...texts] = choice ?? [];
  const isPlain = texts.every((text) => typeof text === 'string' || (text as Json)['Ref'] === 'AWS::NoValue');
  return isPlain ? choice : undefined;
}

/** The sequence of texts that saves most bytes if written once; undefined if none saves any. */
function bestRun(lists: readonly List[]): readonly string[] | undefined {
  const runs = lists.flatMap(({ items }, index) =>
    lists.slice(index + 1).flatMap((other) => commonRuns(items, other.items)),
  );
  let best: { readonly run: readonly string[]; readonly saved: number } | undefined;
  for (const run of runs) {
    const users = lists.filter(({ items }) => indexOf(items, run) >= 0).length;
    const saved = run.join(',').length * (users - 1) - COST.use * users - COST.definition;
    if (saved > (best?.saved ?? 0)) best = { run, saved };
  }
  return best?.run;
}

/** The longest sequences of texts that both lists contain. */
function commonRuns(left: Items, right: Items): string[][] {
  const runs: string[][] = [];
  let next = -1;
  for (const item of left) {
    const index = typeof item === 'string' ? right.indexOf(item) : -1;
    if (index >= 0 && index === next) runs.at(-1)?.push(item as string);
    else if (index >= 0) runs.push([item as string]);
    next = index < 0 ? -1 : index + 1;
  }
  return runs;
}

function indexOf(items: Items, run: readonly string[]): number {
  const start = items.indexOf(run[0] ?? '');
  return run.every((text, index) => items[start + index] === text) ? start : -1;
}

function replaced(items: Items, run: readonly string[], by: Items[number]): Items {
  const start = indexOf(items, run);
  return start < 0 ? items : [...items.slice(0, start), by, ...items.slice(start + run.length)];
}

/** A list as one text that CloudFormation splits again. */
function oneText(items: Items): Json {
  const values: Json = {};
  let text = '';
  for (const item of items) {
    const { shared } = item as { readonly shared?: string };
    const [condition, ...branches] = choiceOf(item) ?? [];
    if (shared !== undefined) {
      values[shared] = { 'Fn::FindInMap': [...MAPPING, shared] };
      text += `,\${${shared}}`;
    } else if (condition === undefined) {
      text += `,${textOf(item)}`;
    } else {
      const isNew = !text.endsWith(`\${${condition}}`);
      if (isNew && condition in values) throw new Error(`${condition} chooses twice in a list, not in a row`);
      const [, ...before] = isNew
        ? [condition, '', '']
        : (values[condition] as { 'Fn::If': string[] })['Fn::If'];
      const texts = branches.map(
        (branch, index) => `${before[index]}${typeof branch === 'string' ? `,${branch}` : ''}`,
      );
      values[condition] = { 'Fn::If': [condition, ...texts] };
      if (isNew) text += `\${${condition}}`;
    }
  }
  for (const [short, name] of Object.entries(SHORT)) {
    const shorter = text.replaceAll(`\${${name}}`, `\${${short}}`);
    if (text.length - shorter.length > `"${short}":{"Ref":"${name}"},`.length) {
      values[short] = { Ref: name };
      text = shorter;
    }
  }
  const whole = text.slice(1);
  const words = shortened(whole);
  const [plain, short] = [inForm(whole, values), inForm(words.text, { ...values, ...words.values })];
  return { 'Fn::Split': [',', JSON.stringify(short).length < JSON.stringify(plain).length ? short : plain] };
}

/** A text with variables, in its shortest form. */
function inForm(text: string, values: Json): unknown {
  const only = /^\$\{(\w+)\}$/.exec(text)?.[1] ?? '';
  if (only in values) return values[only];
  if (Object.keys(values).length > 0) return { 'Fn::Sub': [text, values] };
  return text.includes('${') ? { 'Fn::Sub': text } : text;
}
