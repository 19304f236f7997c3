/** Exit statuses of the command. `octo-access --help` and docs/command.md print this table. */
export const EXIT_STATUSES = {
  done: { status: 0, meaning: 'done; after fleet plan: no account would change' },
  failed: {
    status: 1,
    meaning:
      'failed, or problems found: see the message; a fleet run is complete except for the accounts that it names',
  },
  differs: { status: 2, meaning: 'fleet plan: done, and at least one account would change' },
  usage: {
    status: 64,
    meaning:
      'wrong command line: an unknown command or option, or an option without its value or with one that it does not take',
  },
  interrupted: {
    status: 130,
    meaning: 'interrupted by Ctrl-C; for other signals 128 plus the number, like 143 for SIGTERM',
  },
} as const;

/** The number of an exit status. */
export type ExitStatus = (typeof EXIT_STATUSES)[keyof typeof EXIT_STATUSES]['status'];
