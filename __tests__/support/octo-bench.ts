import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { startOctoServer, type Fault, type OctoServer } from './octo-server';
import { CHECKOUT } from './workbench';

/** A folder of the user's own, and a server with Octo's interface that commands ask. */
export class OctoBench {
  private readonly folder = mkdtempSync(join(tmpdir(), 'octo-bench-'));

  private constructor(readonly octo: OctoServer) {}

  static async start(): Promise<OctoBench> {
    return new OctoBench(await startOctoServer());
  }

  octoAccess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
    return run(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args], {
      cwd: this.folder,
      env: { ...baseEnv(), ...this.octo.env, ...env },
    });
  }

  /** Writes the fleet file. */
  writeFleet(fleet: object): void {
    writeFileSync(join(this.folder, 'octo.json'), JSON.stringify(fleet));
  }

  async stop(): Promise<void> {
    await this.octo.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An answer with that status and message. */
export const status =
  (code: number, message = '', headers: Readonly<Record<string, string>> = {}): Fault =>
  (response) =>
    response.writeHead(code, headers).end(JSON.stringify({ code: 1, message }));

/** An answer with that text. */
export const says =
  (text: string): Fault =>
  (response) =>
    response.writeHead(200).end(text);
