#!/usr/bin/env node
// The command that the package installs. A checkout runs the source instead of the build.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('start.ts', import.meta.url));
const built = fileURLToPath(new URL('../../lib/cli/start.js', import.meta.url));
const require = createRequire(import.meta.url);
if (existsSync(source)) {
  compileTypeScript();
  // `import()` in a command needs the other hook, which takes as long to start as the whole help.
  require(source).start(() => import('tsx/esm'));
} else {
  require(built).start();
}

function compileTypeScript() {
  try {
    require('tsx/cjs');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    const checkout = fileURLToPath(new URL('../..', import.meta.url));
    console.error(`the npm packages are missing: run npm ci --ignore-scripts in ${checkout}`);
    process.exit(1);
  }
}
