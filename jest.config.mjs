import { setFlagsFromString } from 'node:v8';

// Tests end within seconds, too soon for most of what the V8 of Node.js 20 compiles with its defaults: a fifth of their
// processor time. Later versions have a quick compiler in between, and not this setting.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=10000000');

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

/** One project per kind of test: what it needs to run, and so how long it takes, differs. */
const project = (displayName, how) => ({
  displayName,
  testMatch: [`<rootDir>/__tests__/${displayName}/**/*.test.ts`],
  roots: ['<rootDir>/__tests__'],
  ...how,
});

/** No virtual machine for each file: twice as fast, without time limits. */
const BARE = {
  runner: 'jest-light-runner',
  setupFiles: ['<rootDir>/__tests__/support/bare-node.mjs'],
  // tsx compiles. Without this line jest loads Babel and never asks it.
  transform: {},
};
const VIRTUAL = { transform, testEnvironment: 'node' };

export default {
  // A test that hangs fails; on a machine that is busy, one that waits for a processor does not.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/__tests__/support/longest-first.mjs',
  projects: [
    // No Terraform, no emulator: milliseconds.
    project('unit', BARE),
    // What the roles can do and what they can never do. One suite installs them on the emulator, one asks parliament.
    project('proof', BARE),
    // Real Terraform, npm and compilers; no AWS API.
    project('integration', VIRTUAL),
    // Real Terraform and AWS provider against the emulator.
    project('e2e', VIRTUAL),
  ],
};
