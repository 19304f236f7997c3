const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

/** One project per kind of test: what it needs to run, and so how long it takes, differs. */
const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
});

export default {
  // A test that hangs fails; on a machine that is busy, one that waits for a processor does not.
  testTimeout: 60_000,
  projects: [
    // No Terraform, no emulator: milliseconds.
    project('unit', ['<rootDir>/__tests__/unit/**/*.test.ts']),
    // What the roles can do and what they can never do. One suite installs them on the emulator, one asks parliament.
    project('proof', ['<rootDir>/__tests__/proof/**/*.test.ts']),
    // Real Terraform, npm and compilers; no AWS API.
    project('integration', ['<rootDir>/__tests__/integration/**/*.test.ts']),
    // Real Terraform and AWS provider against the emulator.
    project('e2e', ['<rootDir>/__tests__/e2e/**/*.test.ts']),
  ],
};
