import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXAMPLE } from './example';

/** An answer to a call in place of the usual one. */
export type Fault = (response: ServerResponse) => void;

/** A server with the interface that Octo publishes, as far as an installation needs it. */
export interface OctoServer {
  /** Environment of a command that is to ask this server. */
  readonly env: Readonly<Record<string, string>>;
  /** Accounts that it knows, by id, with their names. */
  readonly known: Map<string, string>;
  /** What it says of an account that its check refuses. */
  readonly refused: Map<string, string>;
  /** Accounts of the organization that it does not know. */
  readonly unregistered: string[];
  /** Calls so far, like `POST /v1/aws/acctaccess`, with what came with them. */
  readonly calls: { readonly call: string; readonly authorization: string; readonly body: string }[];
  /** Answers of the next calls of a kind, in their order. */
  readonly faults: Map<string, Fault[]>;
  stop(): Promise<void>;
}

export const CLIENT = { id: 'client-1', secret: 'a-secret-of-the-client' };

/** Starts one on a free port of the loopback interface. */
export async function startOctoServer(): Promise<OctoServer> {
  const known = new Map<string, string>();
  const refused = new Map<string, string>();
  const unregistered: string[] = [];
  const calls: OctoServer['calls'] = [];
  const faults: OctoServer['faults'] = new Map();
  let tokens = 0;

  const routes: readonly (readonly [RegExp, (path: string, body: string) => object | string])[] = [
    [
      /^GET \/v1\/aws\/acctaccess$/,
      () => ({ principal: EXAMPLE.principal, externalId: EXAMPLE.externalId, stackName: 'x' }),
    ],
    [
      /^POST \/v1\/aws\/account$/,
      (_path, body) => {
        const { accountId, accountName } = JSON.parse(body) as Record<'accountId' | 'accountName', string>;
        known.set(accountId, accountName);
        return {};
      },
    ],
    [
      /^POST \/v1\/aws\/acctaccess$/,
      (_path, body) => {
        const { target } = JSON.parse(body) as { target: string };
        const status = refused.get(target);
        return {
          target,
          roleArn: `arn:aws:iam::${target}:role/AlphausAcctAccessRole`,
          externalId: EXAMPLE.externalId,
          status: status ?? 'latest',
          registrationStatus: status === undefined ? { apiAccess: true, curExport: true } : {},
        };
      },
    ],
    [
      /^POST \/v1\/account\/all:read$/,
      () =>
        [...known.keys()].map((target) => JSON.stringify({ result: { target, vendor: 'aws' } })).join('\n') +
        '\n',
    ],
    [
      /^POST \/v1\/account\/unregistered:read$/,
      () => ({
        orgId: 'o-1',
        unregisteredAccts: unregistered.map((id) => ({ id, payerId: '', status: '' })),
      }),
    ],
    [
      /^DELETE \/v1\/acctaccess\/\d{12}\?vendor=aws$/,
      (path) => {
        const [target = ''] = /\d{12}/.exec(path) ?? [];
        known.delete(target);
        return { targetId: target };
      },
    ],
  ];

  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const call = `${request.method} ${request.url}`;
    const { authorization = '' } = request.headers;
    calls.push({ call, authorization, body });
    const fault = faults.get(call)?.shift();
    if (fault) {
      fault(response);
      return;
    }
    const say = (status: number, message: object | string): void => {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    };
    if (call === 'POST /login') {
      const form = new URLSearchParams(body);
      const isRight =
        form.get('grant_type') === 'client_credentials' &&
        form.get('client_id') === CLIENT.id &&
        form.get('client_secret') === CLIENT.secret;
      tokens += 1;
      if (isRight) say(200, { access_token: `token-${tokens}`, expires_in: 86_400 });
      else say(401, { error: 'invalid_client' });
      return;
    }
    if (authorization !== `Bearer token-${tokens}`) {
      say(401, { code: 16, message: 'token is expired' });
      return;
    }
    const route = routes.find(([pattern]) => pattern.test(call));
    if (route) say(200, route[1](call, body));
    else say(404, { code: 5, message: 'Not Found' });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request, Buffer.concat(chunks).toString('utf8'), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      ALPHAUS_CLIENT_ID: CLIENT.id,
      ALPHAUS_CLIENT_SECRET: CLIENT.secret,
      ALPHAUS_AUTH_URL: `${address}/login`,
      ALPHAUS_API_URL: address,
    },
    known,
    refused,
    unregistered,
    calls,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
