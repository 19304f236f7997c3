import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agents } from '../aws/client-settings';
import { OctoError } from './octo-error';

/** A call over HTTP. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** The variable that says another address. */
  readonly setting: 'ALPHAUS_AUTH_URL' | 'ALPHAUS_API_URL';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** Whether the connection ended before the answer did. */
  readonly cut: boolean;
}

const ANSWER_MILLISECONDS = 60_000;

/** Attempts at a call that was throttled, or failed on Octo's side or in the network, before an answer came. */
const ATTEMPTS = 6;

/** A call may wait this long at most if Octo asks for it. */
const LONGEST_WAIT_MILLISECONDS = 30_000;

/** Sends a call, and again with growing pauses where another attempt may help. */
export async function send(call: HttpCall, agents: Agents): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const { answer, pause, error } = await attemptAt(call, agents, attempt);
    if (answer !== undefined && (pause === undefined || attempt === ATTEMPTS)) return answer;
    if (answer === undefined && attempt === ATTEMPTS) throw unreachable(call, error);
    await sleep(pause);
  }
}

interface Attempt {
  readonly answer?: HttpAnswer;
  /** Milliseconds to wait before the next; undefined if there need be none. */
  readonly pause?: number;
  readonly error?: unknown;
}

async function attemptAt(call: HttpCall, agents: Agents, attempt: number): Promise<Attempt> {
  const usual = 200 * 2 ** attempt * (0.5 + Math.random() / 2);
  try {
    const { message, ...answer } = await exchange(call, agents);
    if (answer.status !== 429 && answer.status < 500) return { answer };
    const asked = Number(message.headers['retry-after']) * 1_000;
    return {
      answer,
      pause: Math.min(Number.isFinite(asked) && asked > 0 ? asked : usual, LONGEST_WAIT_MILLISECONDS),
    };
  } catch (error) {
    return { error, pause: usual };
  }
}

function exchange(
  { method, url, headers, body }: HttpCall,
  agents: Agents,
): Promise<HttpAnswer & { message: IncomingMessage }> {
  const [request, agent] =
    url.protocol === 'http:' ? [plainRequest, agents.http] : [secureRequest, agents.https];
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      headers,
      agent,
      timeout: ANSWER_MILLISECONDS,
    });
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`no answer within ${ANSWER_MILLISECONDS / 1_000} s`)),
    );
    outgoing.on('error', reject);
    outgoing.on('response', (message) => {
      const chunks: Buffer[] = [];
      const end = (cut: boolean) => (): void => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: message.statusCode ?? 0, body: text, cut, message });
      };
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', end(false));
      message.on('error', end(true));
    });
    outgoing.end(body);
  });
}

function unreachable({ url: { host }, setting }: HttpCall, error: unknown): OctoError {
  const { message = '' } = (error ?? {}) as Partial<Error>;
  return new OctoError(
    `Octo cannot be reached at ${host}: check the network, HTTPS_PROXY and NO_PROXY, and ${setting} if it is set (${message})`,
    { cause: error },
  );
}
