/** Exit statuses of the command. `octo-access --help` and docs/command.md print this table. */
export const EXIT_STATUSES = {
  done: {
    status: 0,
    meaning:
      'done; after fleet plan: no account would change; after verify: every account is as it should be',
  },
  problem: {
    status: 1,
    meaning:
      'failed, or problems found: see the message; a fleet run is complete except for the accounts that it names; after verify: an account differs; after confirm: Octo refuses one; after adopt: an account was begun and not finished; after remove: an account still has roles',
  },
  attention: {
    status: 2,
    meaning:
      'fleet plan: done, and at least one account would change; verify, confirm, values and forget: could not tell, and nothing is known to be wrong; adopt: an account was refused and not changed, such as one whose roles are still to be deployed; remove: nothing was changed, or the roles are gone and Octo still gets in or could not tell',
  },
  usage: {
    status: 64,
    meaning:
      'wrong command line: an unknown command, option or account, none where one must be named, options that exclude each other, or an option without its value or with one that it does not take',
  },
  interrupted: {
    status: 130,
    meaning: 'interrupted by Ctrl-C; for other signals 128 plus the number, like 143 for SIGTERM',
  },
} as const;

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
