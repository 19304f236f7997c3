import type { ResourceError } from './imports';

/** How many resources a plan adds, changes and removes. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  /** Of the resource; absent if the error is about none, or in text. */
  readonly address?: string;
}

/** A line of `terraform … -json`; only the fields that are used here. */
interface Message {
  readonly type?: string;
  readonly '@message'?: string;
  readonly diagnostic?: Diagnostic & { readonly severity: string };
  readonly changes?: Changes & { readonly operation: string };
  readonly change?: { readonly resource: { readonly addr: string }; readonly reason?: string };
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
}

const LONGEST_REASON = 400;

/** Reads the output of one Terraform or OpenTofu run, with `-json` or without. */
export class TerraformOutput {
  /** Planned changes; undefined until the plan is known. */
  changes: Changes | undefined;
  /** Number of finished resources. */
  finished = 0;
  /** Outputs after an apply, by name. */
  readonly outputs: Record<string, unknown> = {};
  private readonly errors: Diagnostic[] = [];
  /** Addresses of resources that are made again because an earlier run ended while it made them. */
  private readonly tainted = new Set<string>();
  /** The error that the next lines belong to: in text, an error ends only where the next one begins. */
  private open: { summary: string; detail: string } | undefined;

  /** Reads a line and returns it as text for people. */
  read(line: string): string {
    const message = parse(line);
    if (message === undefined) return this.readText(line);
    const { type, change, changes, diagnostic, outputs } = message;
    if (type === 'change_summary' && changes?.operation === 'plan') {
      this.changes = { add: changes.add, change: changes.change, remove: changes.remove };
    }
    if (type === 'planned_change' && change?.reason === 'tainted') this.tainted.add(change.resource.addr);
    if (type === 'apply_complete') this.finished++;
    if (type === 'outputs') {
      for (const [name, { value }] of Object.entries(outputs ?? {})) this.outputs[name] = value;
    }
    if (diagnostic?.severity === 'error') this.errors.push(diagnostic);
    const text = message['@message'] ?? line;
    return diagnostic?.detail ? `${text}\n${diagnostic.detail}` : text;
  }

  /** Why it failed, in one line; undefined if it reported no error. */
  reason(): string | undefined {
    const reasons = [...new Set(this.errors.map(inOneLine))];
    const [first, ...others] = reasons;
    if (first === undefined) return undefined;
    return others.length === 0 ? first : `${first} (and ${others.length} more in the log)`;
  }

  /** The errors that are about one resource. */
  resourceErrors(): ResourceError[] {
    return this.errors.flatMap((error) => {
      const { address } = error;
      if (address === undefined) return [];
      return [{ address, text: wholeText(error), isTainted: this.tainted.has(address) }];
    });
  }

  /** The whole texts of all errors. */
  errorTexts(): string[] {
    return this.errors.map(wholeText);
  }

  private readText(line: string): string {
    // OpenTofu and Terraform frame errors even without colours where a terminal is wide enough.
    const text = line.replace(/^[│╷╵]\s?/, '');
    const summary = /^\s*Error: (.*)$/.exec(text)?.[1];
    if (summary !== undefined) {
      this.open = { summary, detail: '' };
      this.errors.push(this.open);
    } else if (this.open) {
      this.open.detail += `${text}\n`;
    }
    return line;
  }
}

function parse(line: string): Message | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}

function wholeText({ summary, detail }: Diagnostic): string {
  return `${summary}\n${detail}`;
}

/** Summary and cause. The AWS provider puts the cause last, after general advice. */
function inOneLine({ summary, detail }: Diagnostic): string {
  const paragraphs = detail
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '' && !/^(with|on) \S+/.test(paragraph));
  const cause = paragraphs.findLast((paragraph) => paragraph.startsWith('Error: ')) ?? paragraphs[0];
  const line = [summary, cause?.replace(/^Error: /, '')]
    .filter((part) => part !== undefined)
    .map((part) => withoutTransport(part).replace(/[.:]+$/, ''))
    .join(': ');
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON - 1)}…` : line;
}

/** Removes what the SDK puts before AWS's message: operation, status and request. */
function withoutTransport(text: string): string {
  return text.replace(
    /operation error [\w ]+: \w+, (exceeded maximum number of attempts, \d+, )?https response error StatusCode: \d+, RequestID: [^,]*, (HostID: [^,]*, )?(api error )?/g,
    '',
  );
}
