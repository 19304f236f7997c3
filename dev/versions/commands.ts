/** A call of `octo-access`, and the status that it has to end with. */
export interface CommandCall {
  readonly args: readonly string[];
  /** @default 0 */
  readonly status?: number;
  /** What it has to print. @default - anything */
  readonly prints?: RegExp;
}

/** A fleet from its first plan to its end. */
export const FLEET_CALLS: readonly CommandCall[] = [
  { args: ['fleet', 'plan'], status: 2 },
  { args: ['fleet', 'deploy'], prints: /2 accounts deployed/ },
  { args: ['fleet', 'plan'] },
  { args: ['verify'], prints: /2 of 2 as they should be/ },
  { args: ['fleet', 'destroy', '--all'], prints: /2 accounts destroyed/ },
];

/** Every command beside those of a fleet's life, but those that `LEFT_OUT` names. */
export const OTHER_CALLS: readonly CommandCall[] = [
  { args: ['--version'], prints: /^\d+\.\d+\.\d+/ },
  { args: ['--help'], prints: /^Usage: octo-access/ },
  { args: ['help', 'fleet'], prints: /^Usage: octo-access fleet/ },
  { args: ['no-such-command'], status: 64 },
  { args: ['accounts', '--csv', 'accounts.csv'], prints: /111122223333/ },
  { args: ['accounts', '--organizations', '--json'], prints: /"management_account": "123456789012"/ },
  { args: ['root', '--file', 'aliases.yaml', '--out', 'root'], prints: /main\.tf\.json/ },
  {
    args: ['launch-url', '--template-url', 'https://templates.s3.us-east-1.amazonaws.com/octo-access.yaml'],
    prints: /https:\/\/console\.aws\.amazon\.com\/cloudformation/,
  },
  ...['values', 'confirm', 'forget'].map((name) => ({
    args: [name, ...(name === 'values' ? [] : ['111122223333'])],
    status: 2,
    prints: /ALPHAUS_CLIENT_ID/,
  })),
  { args: ['remove', '111122223333', '--octo'], status: 2, prints: /ALPHAUS_CLIENT_ID/ },
  { args: ['verify', '--print-policy'], prints: /ReadOctoRoles/ },
  { args: ['adopt'], prints: /none of the roles is there[^]*nothing was changed in AWS/ },
  ...['bash', 'zsh', 'fish'].map((shell) => ({ args: ['completion', shell], prints: /octo-access/ })),
  ...['generate', 'module', 'cloudformation', 'schema'].map((name) => ({
    args: [name, '--json'],
    prints: /"changed": \[\]/,
  })),
  { args: ['report'] },
  { args: ['module-pack', '--out', 'packed'], prints: /octo-access-\d+\.\d+\.\d+\.tar\.gz/ },
  { args: ['fleet', 'list', '--shard', '2/2', '--json'], prints: /"of": 2/ },
];

/** Every command, but those that `LEFT_OUT` names. */
export const ALL_CALLS: readonly CommandCall[] = [...OTHER_CALLS, ...FLEET_CALLS];

/** Commands that are not called, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'catalogue-update': 'it fetches the list of actions from AWS',
};
