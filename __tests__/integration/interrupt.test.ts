import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sandboxEnv } from '../../dev/toolchain/toolchain';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(60_000);

const ACCOUNTS = ['111111111111', '222222222222'] as const;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('a command that waits for an answer', () => {
  let folder: string;
  let server: Server;
  /** Answers that are held back. */
  let held: ServerResponse[];
  let asked: () => void;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'octo-interrupt-'));
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = ACCOUNTS.map((id) => ({ id }));
    writeFileSync(join(folder, 'octo.json'), JSON.stringify({ defaults: { inputs }, accounts }));
    server = createServer((request, response) => {
      request.resume();
      held.push(response);
      asked();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    held = [];
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  /** Runs a command, sends it a signal at its first call, and then does more with it. */
  async function interrupted(
    args: readonly string[],
    signal: 'SIGINT' | 'SIGTERM',
    more: (again: () => boolean) => Promise<void>,
  ): Promise<Ended> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const calls = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const child = spawn(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args, '--json'], {
      cwd: folder,
      env: {
        ...sandboxEnv(),
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: url,
        ALPHAUS_CLIENT_ID: 'id',
        ALPHAUS_CLIENT_SECRET: 'secret',
        ALPHAUS_AUTH_URL: url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (said.stdout += String(data)));
    child.stderr.on('data', (data) => (said.stderr += String(data)));
    const closed = once(child, 'close') as Promise<[number | null]>;
    await Promise.race([calls, closed]);
    child.kill(signal);
    await more(() => child.kill(signal));
    const [status] = await closed;
    return { status, ...said };
  }

  it.each(['verify', 'adopt', 'confirm'])(
    '%s ends at once at the second signal, but not at one that npx passed on',
    async (command) => {
      let alive = false;
      // The server never answers: only the second signal can end it.
      const ended = await interrupted([command], 'SIGINT', async (again) => {
        again();
        await sleep(1_000);
        alive = again();
      });

      expect(alive).toBe(true);
      expect(ended.stderr).toContain('interrupt again to end at once');
      expect(ended.status).toBe(128 + constants.signals.SIGINT);
    },
  );

  it.each(['verify', 'adopt'])(
    '%s reports at the first signal what it has, and begins nothing',
    async (command) => {
      const { status, stdout } = await interrupted([command, '--parallelism', '1'], 'SIGTERM', async () => {
        await sleep(200);
        for (const response of held)
          response
            .writeHead(403)
            .end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
      });

      expect(status).toBe(128 + constants.signals.SIGTERM);
      const { ok, accounts } = JSON.parse(stdout) as {
        readonly ok: boolean;
        readonly accounts: readonly { readonly status: string; readonly reason?: string }[];
      };
      expect(ok).toBe(false);
      const [first, second] = accounts.map((account) => JSON.stringify(account));
      expect(first).toMatch(/AccessDenied|lack/);
      expect(second).toContain('interrupted');
      expect(held).toHaveLength(1);
    },
  );
});
