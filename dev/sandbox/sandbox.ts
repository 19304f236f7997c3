import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sandboxEnv, writeCliConfig } from '../toolchain/toolchain';
import type { SandboxEnvOptions, Toolchain } from '../toolchain/toolchain';

/** A temporary folder and the environment that keeps a run inside it. */
export interface Sandbox {
  /** Absolute path; empty but for Terraform's CLI configuration. */
  readonly folder: string;
  /** The environment for children that run in it, see `sandboxEnv()`. */
  env(options?: Pick<SandboxEnvOptions, 'credentials' | 'endpoint' | 'extra'>): Record<string, string>;
  /** Removes the folder and all in it. May be called twice. */
  remove(): void;
}

/** Makes a sandbox whose children use these tools and, unless told otherwise, reach no AWS at all. */
export function openSandbox(tools: Pick<Toolchain, 'terraform' | 'mirror'>, endpoint?: string): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'octo-'));
  const cliConfig = writeCliConfig(folder, tools.mirror, tools.terraform.kind);
  const common = { endpoint, cliConfig, terraform: tools.terraform.path, home: folder };
  return {
    folder,
    env: (options) => sandboxEnv({ ...common, ...options }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
