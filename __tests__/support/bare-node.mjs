// Tests that start no other program run in bare Node.js, not in jest's virtual machine for each file: modules load once for
// all files, and code stays compiled, which halves the time of the proof.
import nodeModule, { createRequire } from 'node:module';
import { register as registerRequire } from 'tsx/cjs/api';
import * as hooks from './typescript-is-commonjs.mjs';

registerRequire();
// Where such hooks run in a thread only, as in Node.js 20. Later versions advise against that.
if (nodeModule.registerHooks) nodeModule.registerHooks(hooks);
else nodeModule.register('./typescript-is-commonjs.mjs', import.meta.url);

/** What tests import from `@jest/globals`, which exists in jest's virtual machine only. */
const GLOBALS = ['describe', 'test', 'it', 'expect', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach'];

const globals = {
  // Time limits are the run's here.
  jest: { setTimeout: () => undefined },
};
for (const name of GLOBALS) {
  Object.defineProperty(globals, name, { enumerable: true, get: () => globalThis[name] });
}

const { resolve, cache } = createRequire(import.meta.url);
const path = resolve('@jest/globals');
cache[path] = { id: path, filename: path, loaded: true, exports: globals, children: [], paths: [] };
