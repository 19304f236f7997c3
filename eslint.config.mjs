import js from '@eslint/js';
import tseslint from 'typescript-eslint';

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
);
