import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { RemoveReport } from '../../src/deploy/remove-report';
import { run, type RunResult } from '../../src/process/run';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import type { Toolchain } from '../../dev/toolchain/toolchain';
import { startOctoServer, type OctoServer } from './octo-server';
import { printed } from './printed';
import { ALLOW_ALL, SELF_UPDATABLE } from './self-updatable';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from './workbench';

/** The account of the fleet file. */
export const LISTED = '111111111111';

/** A trust policy that lets in nobody. */
export const TRUSTING_NOBODY = {
  AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
};

/** What Octo says of an account that it does not get into. */
export const REFUSAL = 'AccessDenied: not authorized to perform sts:AssumeRole';

/** A fleet of one account, emulators of AWS and of Octo, and the command that removes the roles. */
export class Removal {
  private constructor(
    readonly emulator: Emulator,
    readonly octo: OctoServer,
    private readonly sandbox: Sandbox,
  ) {}

  static async start(toolchain: Toolchain): Promise<Removal> {
    const [emulator, octo] = await Promise.all([startEmulator(), startOctoServer()]);
    const sandbox = openSandbox(toolchain, emulator.url);
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = [{ id: LISTED, name: 'production' }];
    const fleet = { defaults: { role: 'Installer', inputs }, accounts };
    writeFileSync(join(sandbox.folder, 'octo.json'), JSON.stringify(fleet));
    return new Removal(emulator, octo, sandbox);
  }

  async stop(): Promise<void> {
    await Promise.all([this.emulator.stop(), this.octo.stop()]);
    this.sandbox.remove();
  }

  /** Runs with the credentials of that account. @param account by default the emulator's */
  async octoAccess(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
    account?: string,
  ): Promise<RunResult> {
    const credentials =
      account === undefined ? {} : { credentials: await this.emulator.credentialsFor(account) };
    return run(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args], {
      cwd: this.sandbox.folder,
      env: { ...this.sandbox.env(credentials), ...more },
    });
  }

  async remove(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly report: RemoveReport }> {
    const result = await this.octoAccess(['remove', ...args, '--json'], more);
    return { status: result.status, report: printed(result, 'remove') as RemoveReport };
  }
}

/** As Alphaus does while self-update is on. */
export async function writeInto(iam: IAMClient): Promise<void> {
  for (const RoleName of SELF_UPDATABLE)
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'octo-update', PolicyDocument: ALLOW_ALL }),
    );
}
