import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const framework = {
  group: ['cdktf', 'cdktf/*', 'constructs', '@cdktf/*'],
  message: 'This room is knowledge and survives the framework; constructs live in roles, access and stacks.',
};
const oneDirection = (rooms) => ({
  group: rooms.flatMap((room) => [`**/${room}`, `**/${room}/**`]),
  message:
    'Imports point one way: inputs > catalogue > policy > analysis > fleet > outputs > roles > access > stacks > deploy > main, cli.',
});
/** What files of a room may not import. Rooms to the right of it, and the framework for the pure ones. */
const arrow = (files, rooms, { pure }) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [oneDirection(rooms), ...(pure ? [framework] : [providerIndex])] },
    ],
  },
});
const providerIndex = {
  regex: '^@cdktf/provider-aws$',
  message: "Import from '@cdktf/provider-aws/lib/<resource>': the index takes 2.7 s and 545 MB to load.",
};

export default tseslint.config(
  { ignores: ['node_modules', 'cdktf.out', 'lib', '.cache', '**/cdktf.out/**', 'examples'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  { files: ['**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [providerIndex] }] } },
  arrow(
    [
      'src/inputs.ts',
      'src/input-combinations.ts',
      'src/input-rules.ts',
      'src/vetted-runbooks.ts',
      'src/settings.ts',
      'src/versions.ts',
    ],
    [
      'catalogue',
      'policy',
      'analysis',
      'fleet',
      'outputs',
      'roles',
      'access',
      'stack-set',
      'stacks',
      'deploy',
      'cli',
    ],
    {
      pure: true,
    },
  ),
  arrow(
    ['src/catalogue/**'],
    ['policy', 'analysis', 'fleet', 'outputs', 'roles', 'access', 'stack-set', 'stacks', 'deploy', 'cli'],
    {
      pure: true,
    },
  ),
  arrow(
    ['src/policy/**'],
    ['analysis', 'fleet', 'outputs', 'roles', 'access', 'stack-set', 'stacks', 'deploy', 'cli'],
    {
      pure: true,
    },
  ),
  arrow(
    ['src/analysis/**'],
    ['fleet', 'outputs', 'roles', 'access', 'stack-set', 'stacks', 'deploy', 'cli'],
    {
      pure: true,
    },
  ),
  arrow(['src/fleet/**'], ['outputs', 'roles', 'access', 'stack-set', 'stacks', 'deploy', 'cli'], {
    pure: true,
  }),
  arrow(['src/outputs/**'], ['roles', 'access', 'stack-set', 'stacks', 'deploy', 'cli'], { pure: true }),
  arrow(['src/roles/**'], ['analysis', 'outputs', 'access', 'stack-set', 'stacks', 'deploy', 'cli'], {
    pure: false,
  }),
  arrow(['src/access.ts'], ['analysis', 'outputs', 'stacks', 'deploy', 'cli'], { pure: false }),
  arrow(['src/stacks/**'], ['analysis', 'outputs', 'deploy', 'cli'], { pure: false }),
  arrow(['src/deploy/**'], ['cli'], { pure: true }),
);
