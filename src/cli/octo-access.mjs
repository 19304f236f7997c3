#!/usr/bin/env node
// The command that the package installs. A checkout runs the source instead of the build.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('start.ts', import.meta.url));
const built = fileURLToPath(new URL('../../lib/cli/start.js', import.meta.url));
const require = createRequire(import.meta.url);
if (existsSync(source)) {
  require('tsx/cjs');
  // `import()` in a command needs the other hook, which takes as long to start as the whole help.
  require(source).start(() => import('tsx/esm'));
} else {
  require(built).start();
}
