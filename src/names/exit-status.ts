/** What an exit status of the command says: `octo-access --help` and docs/command.md print this table. */
export const EXIT_STATUSES = {
  done: { status: 0, meaning: 'done; after fleet plan: no account would change' },
  failed: {
    status: 1,
    meaning:
      'failed, or problems found: the message says which; a fleet is finished but for the accounts named',
  },
  differs: { status: 2, meaning: 'fleet plan: done, and at least one account would change' },
  usage: {
    status: 64,
    meaning:
      'the command line cannot be read: an unknown command or option, an option without its value or with one that it does not take',
  },
  interrupted: {
    status: 130,
    meaning: 'interrupted by Ctrl-C; any other signal likewise: 128 and its number, as 143 for SIGTERM',
  },
} as const;

/** The status alone, by its name. */
export type ExitStatus = (typeof EXIT_STATUSES)[keyof typeof EXIT_STATUSES]['status'];
