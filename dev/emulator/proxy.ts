import { request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, startLocalServer, type LocalServer } from './local-server';

/** How often each AWS action was called, as in `{ total: 3, byAction: { GetRole: 2, CreateRole: 1 } }`. */
export interface CallCount {
  readonly total: number;
  readonly byAction: Readonly<Record<string, number>>;
}

export interface Proxy extends LocalServer {
  calls(): CallCount;
  reset(): void;
}

export interface ProxyOptions {
  /** Called with the form of every IAM or STS call. @default - calls are only counted */
  readonly onCall?: (form: URLSearchParams) => void;
  /** Called with the form of every such call and the status of its answer. @default - nothing is called */
  readonly onAnswer?: (form: URLSearchParams, status: number) => void;
  /** Delay of each call, as in a network. @default 0 */
  readonly delayMilliseconds?: number;
}

/**
 * Stands in front of the emulator. It counts the calls, since the emulator's log does not tell actions apart. It also
 * keeps connections open: the emulator closes each at once, and Go clients before 1.24 sometimes take the answer for lost
 * and repeat the call, which fails if the first one has created something.
 */
export async function startProxy(target: string, options: ProxyOptions = {}): Promise<Proxy> {
  const { onCall, onAnswer, delayMilliseconds = 0 } = options;
  const counts = new Map<string, number>();
  const { url, stop } = await startLocalServer((incoming, outgoing) => {
    const pass = async (body: Buffer): Promise<void> => {
      const action = actionOf(incoming, body);
      counts.set(action, (counts.get(action) ?? 0) + 1);
      const form = new URLSearchParams(body.toString('utf8'));
      onCall?.(form);
      if (delayMilliseconds > 0) await sleep(delayMilliseconds);
      forward(target, incoming, body, outgoing, (status) => onAnswer?.(form, status));
    };
    // Incomplete if the caller disconnects during its call.
    void readBody(incoming).then(pass, () => outgoing.destroy());
  });
  return {
    url,
    stop,
    calls: () => ({
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      byAction: Object.fromEntries([...counts].sort(([left], [right]) => left.localeCompare(right))),
    }),
    reset: () => {
      counts.clear();
    },
  };
}

/** IAM and STS send the action in a form, the JSON services in a header; REST services have the path only. */
export function actionOf({ headers, method, url }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? `${method} ${url}`;
}

function forward(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  answered: (status: number) => void,
): void {
  const onward = request(new URL(url ?? '/', target), { method, headers, agent: false }, (answer) => {
    const { connection: _, ...rest } = answer.headers;
    answered(answer.statusCode ?? 502);
    outgoing.writeHead(answer.statusCode ?? 502, rest);
    answer.pipe(outgoing);
  });
  // The caller sees a broken connection, as it would without us.
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}
