import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { didYouMean } from '../../src/text/did-you-mean';
import { FleetText, type Path } from '../../src/fleet/fleet-text';
import { nameOf } from '../../src/fleet/problems';
import { show } from '../../src/inputs/rules';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import {
  caseSchema,
  decisionFile,
  type CallText,
  type CaseText,
  type Circumstance,
} from '../../src/review/decision-schema';
import { asInstallation, placeholders, type Installation } from './decision-installation';

/** Where the cases lie. */
export const DECISIONS = resolve(__dirname, '../decisions');

/** One call of a case, placeholders filled in. */
export interface Call {
  /** ARN of who calls, or name of a service. */
  readonly principal: string;
  /** Where one of the roles calls. */
  readonly role?: RoleName;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** A case in one installation. */
export interface DecisionCase {
  /** `trust.json:12, case 3`; the line is looked for when somebody asks. */
  readonly where: string;
  readonly file: string;
  /** Its place in the file, from 1. */
  readonly number: number;
  readonly installation: Installation;
  /** One, or a chain. */
  readonly calls: readonly Call[];
  readonly with: readonly Circumstance[];
  /** A chain is denied where its last call is, and those before it are allowed. */
  readonly expected: 'allowed' | 'denied';
  readonly why: string;
}

/**
 * The cases of all files, each once for every installation of its file.
 *
 * @throws Error naming everything that is wrong with any of the files
 */
export function readCases(folder = DECISIONS): DecisionCase[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  return parseCases(files);
}

/** The same from texts. */
export function parseCases(
  files: readonly { readonly name: string; readonly text: string }[],
): DecisionCase[] {
  const problems: string[] = [];
  const cases = files.flatMap(({ name, text }) => new DecisionFile(name, text, problems).cases());
  if (problems.length === 0) return cases;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new Error([`the decision cases cannot be used, ${count}:`, ...problems].join('\n'));
}

class DecisionFile {
  private located?: FleetText;

  constructor(
    private readonly name: string,
    private readonly text: string,
    private readonly problems: string[],
  ) {}

  /** The text with the places of all that it says. */
  private get source(): FleetText {
    return (this.located ??= new FleetText(this.text));
  }

  cases(): DecisionCase[] {
    const data = (plainData(this.text) ?? this.locatedData()) as
      { readonly cases?: unknown } | null | undefined;
    if (data === undefined) return [];
    const file = this.checked(decisionFile, data, []);
    const listed = data?.cases;
    const cases = (Array.isArray(listed) ? listed : []).map((value: unknown, index) =>
      this.checked(caseSchema(value) as z.ZodType<CaseText>, value, ['cases', index]),
    );
    if (!file) return [];
    const installations = (file.installations ?? [{}]).map(asInstallation);
    return installations.flatMap((installation) =>
      cases.flatMap((text, index) => (text ? this.filled(text, index, installation) : [])),
    );
  }

  /** What the text says; undefined if it is not JSON. */
  private locatedData(): unknown {
    const { faults, repeatedKeys, data } = this.source;
    for (const { offset, message } of faults) this.problem(offset, message);
    if (faults.length > 0) return undefined;
    for (const { offset, path, message } of repeatedKeys) this.problem(offset, `${inWords(path)} ${message}`);
    return data;
  }

  private checked<T>(schema: z.ZodType<T>, value: unknown, at: Path): T | undefined {
    const { data, error } = schema.safeParse(value);
    for (const issue of error?.issues ?? []) this.explain(issue, [...at, ...(issue.path as Path)], schema);
    return data;
  }

  private explain(issue: z.core.$ZodIssue, path: Path, schema: z.ZodType): void {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path as Path);
      for (const key of issue.keys) {
        const meant = didYouMean(key, known);
        const hint = meant ? `did you mean ${meant}?` : `known keys are ${known.join(', ')}`;
        const at = [...path, key];
        this.problem(this.source.offsetOf(at, 'key'), `${inWords(at)} is not a known key here; ${hint}`);
      }
      return;
    }
    const got = valueAt(this.source.data, path);
    const allowed = issue.code === 'invalid_union' ? 'a text, or a list of texts' : issue.message;
    const message =
      issue.code === 'custom'
        ? issue.message
        : got === undefined
          ? `is missing: it must be ${allowed}`
          : `must be ${allowed}, got ${show(got)}`;
    this.problem(this.source.offsetOf(path), `${inWords(path)} ${message}`);
  }

  private problem(offset: number, message: string): void {
    const { line, column } = this.source.placeOf(offset);
    this.problems.push(`${this.name}:${line}:${column}: ${message}`);
  }

  private filled(text: CaseText, index: number, installation: Installation): DecisionCase[] {
    const path = ['cases', index];
    const texts: { call: CallText; at: Path }[] =
      'chain' in text
        ? text.chain.map((call, step) => ({ call, at: [...path, 'chain', step] }))
        : [{ call: text, at: path }];
    const calls = texts.map(({ call, at }) => this.asCall(call, at, installation));
    const line = (): number => this.source.placeOf(this.source.offsetOf(path)).line;
    const { with: circumstances = [], expected, why } = text;
    if (circumstances.length > 0 && !calls.some((call) => call?.role)) {
      const at = [...path, 'with'];
      this.problem(
        this.source.offsetOf(at),
        `${inWords(at)} is about one of the roles, and none of them calls`,
      );
    }
    const { name: file } = this;
    const number = index + 1;
    return calls.every((call) => call !== undefined)
      ? [
          {
            get where() {
              return `${file}:${line()}, case ${number}`;
            },
            file,
            number,
            installation,
            calls,
            with: circumstances,
            expected,
            why,
          },
        ]
      : [];
  }

  private asCall(call: CallText, at: Path, installation: Installation): Call | undefined {
    const values = placeholders(installation);
    const before = this.problems.length;
    const fill = (text: string, key: string): string =>
      text.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
        const value = values[name];
        if (value === undefined) {
          const known = Object.keys(values).map((one) => `{${one}}`);
          const path = [...at, key];
          const message = `${inWords(path)} has the unknown placeholder ${whole}; known are ${known.join(', ')}`;
          this.problem(this.source.offsetOf(path), message);
        }
        return value ?? whole;
      });
    const principal = fill(PRINCIPALS[call.principal] ?? call.principal, 'principal');
    const role = ROLE_NAMES.find((name) => name === call.principal);
    if (!role && !/^arn:|\.amazonaws\.com$/.test(principal)) {
      const known = [...ROLE_NAMES, ...Object.keys(PRINCIPALS)];
      const meant = didYouMean(call.principal, known);
      const hint = meant ? `did you mean ${meant}?` : `known are ${known.join(', ')}, ARNs and services`;
      this.problem(
        this.source.offsetOf([...at, 'principal']),
        `${inWords([...at, 'principal'])} ${show(call.principal)} is nobody; ${hint}`,
      );
    }
    const resource = fill(call.resource, 'resource');
    const context = Object.fromEntries(
      Object.entries(call.context ?? {}).map(([key, value]) => [
        key,
        typeof value === 'string' ? fill(value, 'context') : value.map((one) => fill(one, 'context')),
      ]),
    );
    if (this.problems.length > before) return undefined;
    return {
      principal: role
        ? fill(`arn:{partition}:sts::{accountId}:assumed-role/${role}/session`, 'principal')
        : principal,
      ...(role && { role }),
      action: call.action,
      resource,
      context,
    };
  }
}

/**
 * What a text of JSON says; undefined if it is none, or if JSON.parse leaves some of it out, as it does with a key that is
 * given twice. Reading with the place of everything takes far longer.
 */
function plainData(text: string): unknown {
  try {
    const data = JSON.parse(text) as unknown;
    const compact = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
    return compact === JSON.stringify(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Who the short names stand for. */
const PRINCIPALS: Readonly<Record<string, string>> = {
  alphaus: 'arn:{partition}:iam::{principal}:role/octo',
  customer: 'arn:{partition}:iam::{accountId}:role/Administrator',
  stranger: 'arn:{partition}:iam::{strangerId}:role/octo',
};

/** `case 4, context`, as people say it. */
function inWords(path: Path): string {
  const [first, index, ...rest] = path;
  if (first !== 'cases' || typeof index !== 'number') return nameOf(path);
  return [`case ${index + 1}`, ...(rest.length > 0 ? [nameOf(rest)] : [])].join(', ');
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], data);
}

/** The keys that a section may have. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  interface Def {
    shape?: Record<string, z.ZodType>;
    element?: z.ZodType;
    innerType?: z.ZodType;
  }
  const inner = (type: z.ZodType): Def => {
    const { def } = type as unknown as { def: Def };
    return def.innerType ? inner(def.innerType) : def;
  };
  const found = path.reduce((type, step) => {
    const { shape, element } = inner(type);
    return (typeof step === 'number' ? element : shape?.[step]) ?? type;
  }, schema);
  return Object.keys(inner(found).shape ?? {}).filter((key) => key !== '$schema');
}
