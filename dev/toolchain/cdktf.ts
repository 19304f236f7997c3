import { dirname, join } from 'node:path';

import { probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';

/** The CDKTF command line of this checkout: run `command` with `args`, then the arguments for cdktf. */
export interface Cdktf {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * cdktf-cli runs Terraform in a pseudo-terminal, by a native library that it requires under this name. Its own ends at
 * Node 22, so package.json puts `@lydell/node-pty` in its place, whose files fit every Node.
 */
const TERMINAL_LIBRARY = '@cdktf/node-pty-prebuilt-multiarch';

/** Finds cdktf-cli and makes sure that this Node can run it. */
export function findCdktf(): Search<Cdktf> {
  const folder = dirname(require.resolve('cdktf-cli/package.json'));
  const load = ['-e', `require(${JSON.stringify(TERMINAL_LIBRARY)})`];
  const { status, stderr } = probe(process.execPath, load, { cwd: folder });
  if (status === 0) {
    return { found: { command: process.execPath, args: [join(folder, 'bundle', 'bin', 'cdktf')] } };
  }
  const said = stderr.split('\n').find((line) => line.includes('Error')) ?? `status ${status}`;
  return {
    problem: {
      what: `cdktf-cli does not run on Node ${process.versions.node} for ${process.platform}-${process.arch}.`,
      tried: [`loading ${TERMINAL_LIBRARY}: ${said.trim()}`],
      howToGet:
        'use Linux with glibc, macOS or Windows on x64 or arm64, for which the library is ready, and install the ' +
        'packages again, optional ones too: npm ci --ignore-scripts --include=optional',
    },
  };
}
