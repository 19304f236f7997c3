/** Exit statuses of the command. `octo-access --help` and docs/command.md print this table. */
export const EXIT_STATUSES = {
  done: {
    status: 0,
    meaning:
      'done; after fleet plan: no account would change; after verify: every account is as it should be; after confirm: Octo confirms every account; after accounts --octo: Octo and the fleet file name the same accounts; after adopt: no account was refused',
  },
  problem: {
    status: 1,
    meaning:
      'problems found; after verify: an account differs; after confirm and fleet deploy --confirm: Octo refuses one; after accounts --octo: Octo and the fleet file do not name the same accounts; after adopt: an account was begun and not finished; after remove: an account still has roles. Of fleet, root, launch-url, accounts without --octo and what is only in a checkout: failed, see the message; a fleet run is complete except for the accounts that it names. Of every command: a fault of octo-access itself, printed with its trace',
  },
  attention: {
    status: 2,
    meaning:
      'fleet plan: done, and at least one account would change; fleet deploy --confirm: the settings for Octo are missing or wrong, so nothing was deployed, or all is deployed and Octo could not tell of an account; verify, adopt, remove, confirm, values, forget and accounts --octo: nothing could be looked at or begun, and nothing was changed, such as with a fleet file that is missing or wrong, or without credentials; verify and confirm: could not tell of an account, and none is known to be wrong; adopt: an account was not changed, since it was refused, such as one whose roles are still to be deployed, or could not be looked at; remove: the roles are gone, and Octo still gets in or could not tell; forget: Octo did not forget an account, and the message names those that it forgot before',
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
