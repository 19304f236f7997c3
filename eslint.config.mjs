import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** State that outlives its owner: a memory belongs to the object that is handed down. */
const moduleState = [
  'Program > VariableDeclaration[kind="let"]',
  'Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  'Program > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/][arguments.length=0]',
].map((selector) => ({ selector, message: 'No state in a module: hand it down in an object.' }));

/** Tables, which nobody reads from the first line to the last. */
export const TABLES = [
  'src/catalogue/recommendation-searcher.ts',
  'src/catalogue/coverage/recommendation-searcher-coverage.ts',
  'src/inputs/table.ts',
  'src/review/acknowledged.ts',
  'src/review/returns-content.ts',
  '__tests__/proof/reach-breaks.ts',
];

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
  { ignores: TABLES, rules: { 'max-lines': ['error', 300] } },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...moduleState] } },
);
