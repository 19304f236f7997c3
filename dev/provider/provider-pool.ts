import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  connect,
  createServer,
  type ClientHttp2Session,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ChildProcess } from 'node:child_process';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { writeFiles } from '../../src/process/write-files';
import { userCache } from '../toolchain/user-cache';
import { onlyTypes } from './provider-schema';

/** Resources and data sources that configurations of the tests may have: Terraform is told of no others. */
const TYPES = /^aws_(iam_|ssm_|cloudformation_|organizations_|(caller_identity|partition|region)$)/;

/** What cuts the schemas down: others are kept once it changes. */
const CUT_BY = join(__dirname, 'provider-schema.ts');

const SCHEMA = '/tfplugin5.Provider/GetSchema';
const CONFIGURE = '/tfplugin5.Provider/Configure';

const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'];

/** Both are far larger than any message: nothing waits for a window to open. */
const WINDOW = 64 * 1024 * 1024;

/** A provider, for all provider blocks of one content. */
interface Running {
  readonly child: ChildProcess;
  /** The connection to it, as soon as it listens. */
  readonly session: Promise<ClientHttp2Session>;
}

/**
 * Running AWS providers that all of Terraform's commands use, instead of starting one up to four times for each command and
 * reading 30 MB of schemas from each.
 *
 * Terraform connects here for each provider block, and again for each of its walks (see `TF_REATTACH_PROVIDERS` in
 * Terraform's documentation). All that it asks goes to a real provider, one for all blocks of the same content; only the
 * schemas are those of an earlier answer, without types that no test has.
 */
export class ProviderPool {
  private readonly folder = mkdtempSync(join(tmpdir(), 'octo-provider-'));
  private readonly server: Http2Server;
  private found = '';
  private readonly all: Running[] = [];
  /** By the content of the block that configured it. */
  private readonly configured = new Map<string, Running>();
  /** By the connection that configured it. */
  private readonly connected = new WeakMap<object, Running>();

  /** Finds the provider's program; the environment of every provider; and whether there is one block only. */
  constructor(
    private readonly program: () => Promise<string>,
    private readonly env: Readonly<Record<string, string>>,
    private readonly oneBlock = false,
  ) {
    this.server = createServer({ settings: { initialWindowSize: WINDOW } });
    this.server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      this.answer(stream, headers).catch((error: unknown) => {
        fail(stream, error);
      });
    });
  }

  /** The variables of Terraform's environment that lead it here. */
  async environment(): Promise<Record<string, string>> {
    this.found = await this.program();
    const socket = join(this.folder, 'pool');
    if (!this.server.listening) {
      this.server.listen(socket);
      await once(this.server, 'listening');
    }
    const provider = {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: socket },
    };
    const all = REGISTRIES.map((registry) => [`${registry}/hashicorp/aws`, provider]);
    return { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(all)) };
  }

  /** Ends all providers. */
  end(): void {
    this.server.close();
    for (const { child } of this.all) signalGroup(child, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The provider of a block: one that is configured so already, one that is not configured yet, or a new one. */
  private forBlock(content: string): Running {
    const unused = this.all.find((running) => ![...this.configured.values()].includes(running));
    // The only block takes the place of what it was before, whatever its content.
    const same = this.oneBlock ? this.all[0] : undefined;
    const running = this.configured.get(content) ?? unused ?? same ?? this.start();
    this.configured.set(content, running);
    return running;
  }

  private start(): Running {
    const child = spawnGuarded(this.found, ['-debug'], { env: this.env, stdout: 'pipe', stderr: 'pipe' });
    child.stderr?.resume();
    const running = { child, session: connected(child, this.found) };
    running.session.catch(() => undefined);
    this.all.push(running);
    return running;
  }

  private async answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const { session: connection = stream } = stream;
    if (headers[':path'] === CONFIGURE) {
      const body = await buffer(stream);
      const running = this.forBlock(body.toString('base64'));
      this.connected.set(connection, running);
      passOn(stream, headers, await running.session, body);
      return;
    }
    const running = this.connected.get(connection) ?? this.all[0] ?? this.start();
    if (headers[':path'] !== SCHEMA) {
      passOn(stream, headers, await running.session);
      return;
    }
    const cached = cacheFile(this.found);
    if (!existsSync(cached)) {
      const whole = await ask(await running.session, headers, await buffer(stream));
      // Whole or not at all: several processes may write it at once.
      writeFiles(dirname(cached), new Map([[basename(cached), onlyTypes(whole, TYPES)]]));
    }
    if (stream.destroyed) return;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => {
      stream.sendTrailers({ 'grpc-status': '0' });
    });
    stream.end(readFileSync(cached));
  }
}

/** The connection to a provider that was started as for a debugger: it says where it listens. */
async function connected(child: ChildProcess, program: string): Promise<ClientHttp2Session> {
  for await (const line of createInterface({ input: child.stdout ?? Readable.from([]) })) {
    const [, value] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
    if (value === undefined) continue;
    const [provider] = Object.values(JSON.parse(value) as Record<string, { Addr: { String: string } }>);
    child.stdout?.resume();
    const session = connect('http://provider', {
      createConnection: () => createConnection(provider?.Addr.String ?? ''),
      settings: { initialWindowSize: WINDOW },
    });
    session.on('connect', () => {
      session.setLocalWindowSize(WINDOW);
    });
    // A call that it breaks fails by itself.
    session.on('error', () => undefined);
    return session;
  }
  throw new Error(`${program} ended before it said where it listens`);
}

/** Hands a call to the provider, and its answer back; with a body that was read already, or the call's own. */
function passOn(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  to: ClientHttp2Session,
  body?: Buffer,
): void {
  // Terraform hung up while the provider started.
  if (stream.destroyed) return;
  const call = to.request(headers);
  if (body) call.end(body);
  else stream.pipe(call);
  stream.on('close', () => {
    call.close();
  });
  let trailers: IncomingHttpHeaders = {};
  call.on('trailers', (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  call.on('response', (received, flags) => {
    if (stream.destroyed) return;
    // An answer that is nothing but a failure ends with its headers.
    const endStream = (flags & 1) === 1;
    stream.respond(received, { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    stream.on('wantTrailers', () => {
      stream.sendTrailers(trailers);
    });
    call.pipe(stream);
  });
  call.on('error', (error: Error) => {
    stream.destroy(error);
  });
}

/** Answers that a call failed, in the way of gRPC, so that Terraform prints why. */
function fail(stream: ServerHttp2Stream, error: unknown): void {
  if (stream.headersSent || stream.destroyed) return;
  const message = encodeURIComponent(error instanceof Error ? error.message : String(error));
  const trailers = { 'grpc-status': '13', 'grpc-message': message };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
}

/** Calls the provider and returns the body of its answer. */
async function ask(to: ClientHttp2Session, headers: IncomingHttpHeaders, body: Buffer): Promise<Buffer> {
  const call = to.request(headers);
  let status: unknown;
  call.on('trailers', (trailers: IncomingHttpHeaders) => {
    status = trailers['grpc-status'];
  });
  call.end(body);
  const answer = await buffer(call);
  if (status !== '0')
    throw new Error(`the provider did not tell its schemas: status ${String(status)} of gRPC`);
  return answer;
}

/** Where the schemas of a provider are kept, whose program has its version in its name. */
function cacheFile(program: string): string {
  const cut = createHash('sha256').update(TYPES.source).update(readFileSync(CUT_BY)).digest('hex');
  return userCache('provider-schemas', `${basename(program)}-${cut.slice(0, 16)}`);
}
