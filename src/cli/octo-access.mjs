#!/usr/bin/env node
// The command that the package installs. A checkout has the source instead of what is built from it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('start.ts', import.meta.url));
const built = fileURLToPath(new URL('../../lib/cli/start.js', import.meta.url));
const require = createRequire(import.meta.url);
if (existsSync(source)) {
  // Both its hooks: commands are loaded by `import()`.
  await import('tsx');
  require(source);
} else {
  require(built);
}
