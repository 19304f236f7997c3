import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { startProxy } from './proxy';
import type { CallCount } from './proxy';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { describeProblem, findToolchain, sandboxEnv } from '../toolchain/toolchain';
import type { Program } from '../toolchain/python-tool';
import type { SandboxCredentials } from '../toolchain/toolchain';

/** The account that made-up credentials belong to. */
export const DEFAULT_ACCOUNT = '123456789012';

export interface EmulatorOptions {
  /** @default - the one that `findToolchain()` finds */
  readonly moto?: Program;
  /** Delay of each call, as in a network. @default 0 */
  readonly delayMilliseconds?: number;
  /** Folder of its log, removed however this process ends. @default - a temporary folder of its own */
  readonly folder?: string;
}

/** Configuration of an AWS SDK client that reaches only the emulator. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: SandboxCredentials;
  readonly useFipsEndpoint: false;
  readonly useDualstackEndpoint: false;
}

/** A running AWS emulator, empty at first. Calls go through this process: while it blocks, as in `spawnSync`, no call gets through. */
export interface Emulator {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** The same past the counter of calls, without its delay: for what is timed. */
  readonly uncountedUrl: string;
  /** Leader of the emulator's process group. */
  readonly pid: number;
  /** The emulator's log, one line per request; removed by `stop()`. */
  readonly logFile: string;
  /** `new IAMClient(emulator.clientConfig())`; with credentials, as another account. */
  clientConfig(credentials?: SandboxCredentials): ClientConfig;
  /** Credentials that act as the given 12-digit account. Accounts are separate. */
  credentialsFor(accountId: string): Promise<SandboxCredentials>;
  /** Gives accounts the roles and policies of another one, under ARNs of their own. */
  copyAccount(from: string, to: readonly string[]): Promise<void>;
  /** The AWS calls since the start or the last `reset()`. */
  calls(): CallCount;
  /** Empties all accounts and resets the count. */
  reset(): Promise<void>;
  /** Ends the emulator and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

/** AWS's managed policies that an account of the emulator has. */
const MANAGED_POLICIES = ['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess'];

const START_MILLISECONDS = 60_000;

/** Starts an emulator on a free port of the loopback interface. Several may run at once. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const moto = options.moto ?? motoOrThrow();
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'octo-emulator-'));
  const logFile = join(folder, 'moto.log');
  const child = spawnMoto(moto, folder, logFile);
  const stopMoto = async (): Promise<void> => {
    await kill(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const motoUrl = await untilItAnswers(child, logFile);
    const proxy = await startProxy(motoUrl, options);
    const { url } = proxy;
    return {
      url,
      uncountedUrl: motoUrl,
      pid: child.pid ?? 0,
      logFile,
      clientConfig: (credentials) => clientConfig(url, credentials),
      credentialsFor: (accountId) => credentialsFor(motoUrl, accountId),
      copyAccount: async (from, to) => {
        const url = `${motoUrl}/moto-api/copy-account?${String(new URLSearchParams({ from, to: to.join(',') }))}`;
        const { ok, status } = await fetch(url, { method: 'POST' });
        if (!ok) throw new Error(`the emulator did not copy account ${from}: it answered ${status}`);
      },
      calls: () => proxy.calls(),
      reset: async () => {
        await fetch(`${motoUrl}/moto-api/reset`, { method: 'POST' });
        proxy.reset();
      },
      stop: async () => {
        await proxy.stop();
        await stopMoto();
      },
    };
  } catch (error) {
    await stopMoto();
    throw error;
  }
}

function motoOrThrow(): Program {
  const { tools, problems } = findToolchain();
  if (tools.moto !== undefined) return tools.moto;
  throw new Error(problems.moto === undefined ? 'moto_server is missing' : describeProblem(problems.moto));
}

function spawnMoto(moto: Program, folder: string, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawnGuarded(moto.path, ['-H', '127.0.0.1', '-p', '0'], {
    env: sandboxEnv({
      extra: {
        MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
        OCTO_MANAGED_POLICIES: MANAGED_POLICIES.join(','),
        PYTHONPATH: join(__dirname, 'python'),
        PYTHONDONTWRITEBYTECODE: '1',
      },
    }),
    stdout: log,
    stderr: log,
    removeFolder: folder,
  });
  closeSync(log);
  // A child that cannot start has no pid.
  child.on('error', () => undefined);
  // The pipe keeps the child alive; the child must not keep this process alive.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

/** moto picks the port itself, since a free one may be taken a moment later, and writes it to its log. */
async function untilItAnswers(child: ChildProcess, logFile: string): Promise<string> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (!hasEnded(child) && Date.now() < deadline) {
    const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (url !== undefined && (await answers(url))) return url;
    await sleep(25);
  }
  const log = readFileSync(logFile, 'utf8').trim().split('\n').slice(-20).join('\n  ');
  throw new Error(
    `The AWS emulator ${hasEnded(child) ? 'ended at once' : `did not answer within ${START_MILLISECONDS / 1_000} s`}. ` +
      `Its log ends with:\n  ${log}\nTo do: check that \`moto_server -p 5000\` runs by hand; ` +
      "it needs the extra `server`, as in `pip install 'moto[server]>=5.1,<6'`.",
  );
}

/** Also true of a child that never started. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/`).then(
    (response) => response.ok,
    () => false,
  );
}

function clientConfig(
  endpoint: string,
  credentials: SandboxCredentials = { accessKeyId: 'AKIAEMULATOR', secretAccessKey: 'emulator' },
): ClientConfig {
  // FIPS and dual stack are set explicitly: the user's environment may enable them, and a plain URL does not support them.
  return {
    endpoint,
    region: 'us-east-1',
    credentials,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
}

/** moto takes a session for the account that is named in the role's ARN; the role need not exist. */
async function credentialsFor(url: string, accountId: string): Promise<SandboxCredentials> {
  if (!/^\d{12}$/.test(accountId)) {
    throw new Error(`accountId must be a 12-digit AWS account id, got ${JSON.stringify(accountId)}`);
  }
  const sts = new STSClient(clientConfig(url));
  const { Credentials: session } = await sts
    .send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${accountId}:role/OctoSandbox`,
        RoleSessionName: 'octo-sandbox',
      }),
    )
    .finally(() => {
      sts.destroy();
    });
  if (session?.AccessKeyId === undefined || session.SecretAccessKey === undefined) {
    throw new Error(`the emulator gave no credentials for account ${accountId}`);
  }
  return {
    accessKeyId: session.AccessKeyId,
    secretAccessKey: session.SecretAccessKey,
    sessionToken: session.SessionToken,
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  signalGroup(child, 'SIGKILL');
  await ended;
}
