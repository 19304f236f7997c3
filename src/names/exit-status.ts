/** Exit statuses of the command. `octo-access --help` and docs/command.md print this table. */
export const EXIT_STATUSES = {
  done: { status: 0, meaning: 'done, and nothing is wrong' },
  problem: {
    status: 1,
    meaning:
      'failed, or something is wrong: see the message; a fault of octo-access itself is printed with its trace',
  },
  attention: {
    status: 2,
    meaning:
      'nothing is known to be wrong, but not everything could be told, or nothing could be begun and nothing was changed; after fleet plan: an account would change',
  },
  usage: {
    status: 64,
    meaning:
      'wrong command line: an unknown command, option or account, none where one must be named, options that exclude each other, an option that is missing, or one without its value or with one that it does not take',
  },
  interrupted: {
    status: 130,
    meaning: 'interrupted by Ctrl-C; for other signals 128 plus the number, like 143 for SIGTERM',
  },
} as const;

/** What 0, 1 and 2 mean after a command. */
export interface CommandStatuses {
  /** The commands, without the program's name. */
  readonly commands: readonly string[];
  readonly done: string;
  /** @default - it does not end with it, but for a fault of its own */
  readonly problem?: string;
  /** @default - it does not end with it */
  readonly attention?: string;
}

/** The commands whose statuses say more than the table of all. Every other one ends with 0 or, if it failed, 1. */
export const COMMAND_STATUSES: readonly CommandStatuses[] = [
  {
    commands: ['fleet plan'],
    done: 'no account would change',
    problem: 'an account could not be planned, or nothing could be begun',
    attention: 'done, and at least one account would change',
  },
  {
    commands: ['fleet deploy', 'fleet destroy', 'fleet migrate'],
    done: 'all is done',
    problem: 'the run is complete but for the accounts that it names, or nothing could be begun',
  },
  {
    commands: ['fleet deploy --confirm'],
    done: 'all is deployed, and Octo confirms it',
    problem: 'an account failed, or Octo refuses one',
    attention:
      'all is deployed, and Octo could not tell of an account; or the settings for Octo are missing or wrong, and nothing was deployed',
  },
  {
    commands: ['verify'],
    done: 'every account that was looked at is as it should be; what is left out, such as a StackSet, is said',
    problem: 'an account differs',
    attention:
      'an account could not be looked at, and none is known to differ; or nothing could be looked at, such as with a fleet file that is missing or wrong, or without credentials',
  },
  {
    commands: ['adopt'],
    done: 'without --apply: every account can be taken over, or needs nothing; with it: all is taken over, or waits for your deployment',
    problem: 'an account was begun and not finished',
    attention:
      'an account was not changed, since it was refused, such as one whose roles are still to be deployed, or could not be looked at; or nothing could be begun',
  },
  {
    commands: ['remove'],
    done: 'the roles are gone, and Octo has forgotten the account, did not know it or was not asked; with --plan: nothing is in the way',
    problem: 'an account still has roles',
    attention:
      'the roles are gone, and Octo still gets in or could not tell; or nothing could be begun, and nothing was changed',
  },
  {
    commands: ['confirm'],
    done: 'Octo confirms every account',
    problem: 'Octo refuses an account',
    attention: 'Octo could not tell of an account, and refuses none; or it could not be asked',
  },
  {
    commands: ['accounts --octo'],
    done: 'Octo and the fleet file name the same accounts',
    problem: 'they do not',
    attention: 'Octo could not be asked, or nothing could be begun',
  },
  { commands: ['values'], done: 'both are printed', attention: 'Octo could not be asked' },
  {
    commands: ['forget'],
    done: 'Octo has forgotten the accounts',
    attention: 'Octo did not forget an account: the report says which',
  },
];

/** The number of an exit status. */
export type ExitStatus = (typeof EXIT_STATUSES)[keyof typeof EXIT_STATUSES]['status'];

/** The status of what was asked about several accounts: 1 if one is found wrong; else 2 if one could not be told. */
export function statusOf<Status extends string>(
  accounts: readonly { readonly status: Status | 'unknown' }[],
  wrong: Status,
): ExitStatus {
  const has = (status: Status | 'unknown'): boolean => accounts.some((one) => one.status === status);
  if (has(wrong)) return EXIT_STATUSES.problem.status;
  return has('unknown') ? EXIT_STATUSES.attention.status : EXIT_STATUSES.done.status;
}
