import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../emulator/local-server';
import { actionOf } from '../emulator/proxy';
import { chance } from './chance';
import type { Fault } from './attacks';
import type { Seeded } from './seeds';

/** A proxy that disturbs what goes through it. */
export interface FaultProxy {
  readonly url: string;
  /** How often each fault has happened, and how often the bucket refused a state. */
  readonly faults: ReadonlyMap<Fault | 'refused', number>;
  /** Calls that changed something, or would have, so far; those of Terraform, if the seed kills it alone. */
  readonly changes: number;
  /** Connections that are open: a provider that lives on keeps one. */
  connections(): Promise<number>;
  /**
   * Disturbs from now on; until then, calls are only passed on.
   *
   * @param atPoint called when the seed's point is reached; until it is done, that call has no answer
   */
  begin(atPoint: AtPoint): void;
  /** Only passes on again. */
  end(): void;
  stop(): Promise<void>;
}

/** What happens when a seed's point is reached, by a call of an account; and whether that call is then answered. */
export type AtPoint = (account: string) => Promise<'answer' | 'cut'>;

/** One call, as far as its fate depends on it. */
interface Call {
  /** 12 digits, or the key of credentials that no call of this line has got. */
  readonly account: string;
  readonly action: string;
  /** The role or policy that it is about. */
  readonly subject: string;
  readonly changesSomething: boolean;
  /** Whether Terraform or its provider makes it, not the command itself. */
  readonly isOfTerraform: boolean;
  /** Whether it is a call of S3, where the states are. */
  readonly isState: boolean;
}

interface Fate {
  /** @default - none */
  readonly fault?: Fault;
  /** From 0 to below 1: which of two errors, or how long. */
  readonly detail: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const READS = /^(Get|List|Describe|Assume|HEAD |GET )/;

/**
 * Stands in front of the emulator for one run. Which fault a call meets is fixed by the seed, the account, the action, the role
 * or policy, and how many such calls there were before: so neither parallel calls nor a slow machine change it. Which call is
 * the one after which a run is killed depends on their order, since Terraform makes ten calls at a time.
 */
export async function startFaultProxy(
  target: string,
  { seed, attack, point, carriedOut }: Seeded,
): Promise<FaultProxy> {
  const faults = new Map<Fault | 'refused', number>();
  const accounts = new Map<string, string>();
  const seen = new Map<string, number>();
  let changes = 0;
  let atPoint: AtPoint | undefined;

  const count = (fault: Fault | 'refused'): void => {
    faults.set(fault, (faults.get(fault) ?? 0) + 1);
  };
  const fateOf = (call: Call): Fate => {
    const key = [call.account, call.action, call.subject].join(' ');
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const detail = chance(seed, key, before, 'detail');
    let rest = chance(seed, key, before);
    for (const [fault, share = 0] of Object.entries(attack.faults ?? {}) as [Fault, number | undefined][]) {
      if (fault === 'lost' && !call.changesSomething) continue;
      if (rest < share) return { fault, detail };
      rest -= share;
    }
    return { detail };
  };
  const answerTo = async (
    incoming: IncomingMessage,
    body: Buffer,
    call: Call,
  ): Promise<Answer | undefined> => {
    const forward = async (): Promise<Answer> => {
      const answer = await send(target, incoming, body);
      const role = new URLSearchParams(body.toString('utf8')).get('RoleArn');
      const key = /<AccessKeyId>([^<]+)/.exec(answer.body.toString('utf8'))?.[1];
      if (call.action === 'AssumeRole' && role && key) accounts.set(key, role.split(':')[4] ?? '');
      return answer;
    };
    if (atPoint === undefined) return forward();
    const isCounted = call.changesSomething && (attack.kill?.whom !== 'terraform' || call.isOfTerraform);
    if (isCounted) changes += 1;
    const isPoint = isCounted && changes === point;
    if (attack.refusesStates && call.isState && changes >= point) {
      count('refused');
      return error(call, 403, 'ExpiredToken', 'The provided token has expired.');
    }
    if (attack.kill && isPoint) {
      const answer = carriedOut ? await forward() : undefined;
      if ((await atPoint(call.account)) === 'cut') return undefined;
      return answer ?? (await forward());
    }
    const { fault, detail } = fateOf(call);
    if (fault !== undefined) count(fault);
    switch (fault) {
      case 'throttle':
        return call.isState
          ? error(call, 503, 'SlowDown', 'Please reduce your request rate.')
          : error(call, 400, 'Throttling', 'Rate exceeded');
      case 'error':
        return detail < 0.5
          ? error(call, 500, 'InternalError', 'We encountered an internal error.')
          : error(call, 503, 'ServiceUnavailable', 'The service is unavailable.');
      case 'cut':
        return undefined;
      case 'lost': {
        await forward();
        return detail < 0.5
          ? undefined
          : error(call, 500, 'InternalError', 'We encountered an internal error.');
      }
      case 'delay':
        await sleep(100 + 900 * detail);
    }
    return forward();
  };

  const server = createServer((incoming, outgoing) => {
    const work = async (): Promise<void> => {
      const body = await readBody(incoming);
      const answer = await answerTo(incoming, body, callOf(incoming, body, accounts));
      if (answer === undefined) {
        outgoing.destroy();
        return;
      }
      const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = answer.headers;
      const length = incoming.method === 'HEAD' ? {} : { 'content-length': String(answer.body.length) };
      outgoing.writeHead(answer.status, { ...headers, ...length }).end(answer.body);
    };
    // The caller was killed, or the emulator was stopped.
    work().catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    get changes() {
      return changes;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((problem, open) => {
          if (problem) reject(problem);
          else resolve(open);
        });
      }),
    begin: (whatToDo) => {
      atPoint = whatToDo;
    },
    end: () => {
      atPoint = undefined;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callOf(incoming: IncomingMessage, body: Buffer, accounts: ReadonlyMap<string, string>): Call {
  const action = actionOf(incoming, body);
  const form = new URLSearchParams(body.toString('utf8'));
  const key = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  return {
    // Without one the stack is alone: its credentials are new in each run.
    account: accounts.get(key) ?? form.get('RoleArn')?.split(':')[4] ?? '',
    action,
    subject: form.get('RoleName') ?? form.get('PolicyName') ?? form.get('PolicyArn')?.split('/').at(-1) ?? '',
    changesSomething: !READS.test(action),
    isOfTerraform: /terraform/i.test(incoming.headers['user-agent'] ?? ''),
    isState: !form.has('Action'),
  };
}

async function send(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(url ?? '/', target), { method, headers, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
}

/** An error in the XML of S3 or of the services with forms. */
function error({ isState }: Call, status: number, code: string, message: string): Answer {
  const inner = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = isState ? inner : `<ErrorResponse>${inner}<RequestId>fault</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}
