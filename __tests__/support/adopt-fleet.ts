import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { expect } from '@jest/globals';
import type { AccountAdoption, AdoptReport } from '../../src/account/adopt/adopt-report';
import { IMPORTS_FILE } from '../../src/deploy/import-blocks';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { run, type RunResult } from '../../src/process/run';
import { startEmulator, type ClientConfig, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import type { Toolchain } from '../../dev/toolchain/toolchain';
import { printed } from './printed';
import { WatchedRoles } from './watched-roles';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from './workbench';

export const PROGRAM = join(CHECKOUT, 'src/cli/octo-access.mjs');

/** A fleet in whose accounts something else has installed the roles, or soon will. */
export class AdoptFleet {
  private watched?: WatchedRoles;

  private constructor(
    readonly emulator: Emulator,
    private readonly sandbox: Sandbox,
  ) {}

  static async start(toolchain: Toolchain, ids: readonly string[]): Promise<AdoptFleet> {
    const emulator = await startEmulator();
    const sandbox = openSandbox(toolchain, emulator.url);
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = ids.map((id) => ({ id }));
    const fleet = { defaults: { role: 'Installer', inputs }, accounts };
    writeFileSync(join(sandbox.folder, 'octo.json'), JSON.stringify(fleet));
    return new AdoptFleet(emulator, sandbox);
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    this.sandbox.remove();
  }

  get folder(): string {
    return this.sandbox.folder;
  }

  get env(): Record<string, string> {
    return this.sandbox.env({ endpoint: this.watched?.url ?? this.emulator.url });
  }

  /** Has every call of the command seen from now on. */
  async watch(): Promise<WatchedRoles> {
    return (this.watched = await WatchedRoles.before(this.emulator.url));
  }

  octoAccess(...args: string[]): Promise<RunResult> {
    return run(process.execPath, [PROGRAM, ...args], { cwd: this.folder, env: this.env });
  }

  /** The command for one account. */
  async adopt(...args: string[]): Promise<{ readonly status: number; readonly account: AccountAdoption }> {
    const result = await this.octoAccess('adopt', ...args, '--json');
    const [account] = (printed(result, 'adopt') as AdoptReport).accounts;
    if (!account) throw new Error(result.output);
    return { status: result.status, account };
  }

  async inAccount<T>(id: string, work: (iam: IAMClient, config: ClientConfig) => Promise<T>): Promise<T> {
    const config = this.emulator.clientConfig(await this.emulator.credentialsFor(id));
    const iam = new IAMClient(config);
    return work(iam, config).finally(() => {
      iam.destroy();
    });
  }

  /** Expects that Terraform and verify find nothing to do, and that Terraform has nothing of the adoption left. */
  async expectDone(id: string): Promise<void> {
    const plan = await this.octoAccess('fleet', 'plan', id);
    expect([plan.status, plan.output]).toEqual([EXIT_STATUSES.done.status, expect.anything()]);
    const verified = await this.octoAccess('verify', id);
    expect([verified.status, verified.output]).toEqual([EXIT_STATUSES.done.status, expect.anything()]);
    expect(existsSync(join(this.folder, `cdktf.out/stacks/octo-${id}`, IMPORTS_FILE))).toBe(false);
  }
}
