import type { Fleet } from '../fleet/fleet';
import { optionProblems, STACK } from '../names/fields';
import { ROLE_NAMES } from '../names/role-names';

/** What the command line says of every account. */
export interface AdoptOptions {
  /** Ids or names. */
  readonly accounts: readonly string[];
  /** Whether it is done, or only said. */
  readonly apply: boolean;
  /** Name or ARN of the stack. @default - it is asked for by the names of the roles */
  readonly stack?: string;
  /** Roles that are Octo's, whoever they seem to belong to. */
  readonly take: readonly string[];
  /** Where import blocks are written, relative to the current folder. */
  readonly write?: string;
  /** Address of the module that they are for. @default - a root module of its own, like the account stack */
  readonly module?: string;
}

/** Like `module.octo`, also of a module in another one, and with a key. */
const MODULE = /^module\.[\w-]+(\[(\d+|"[^"]*")\])?(\.module\.[\w-]+(\[(\d+|"[^"]*")\])?)*$/;

/** What is wrong with options, a sentence each. */
export function adoptProblems(
  { accounts, apply, write, module, stack, take }: AdoptOptions,
  fleet: Fleet | undefined,
): string[] {
  const unknown = take.filter((name) => !ROLE_NAMES.some((known) => known === name));
  return [
    ...(fleet && write !== undefined
      ? [
          '--write is for one account whose inputs the command line gives; for a fleet, --apply writes import blocks itself',
        ]
      : []),
    ...(fleet && apply && fleet.layout !== 'stack-per-account'
      ? [
          `layout is "${fleet.layout}", which has one state for all accounts: give the inputs of one account, with --write FILE and --module, for each of them`,
        ]
      : []),
    ...(module !== undefined && write === undefined
      ? ['--module is for --write: it says whose addresses are written']
      : []),
    ...(module !== undefined && !MODULE.test(module)
      ? [`--module must be the address of a module, like module.octo_access, got "${module}"`]
      : []),
    ...optionProblems('--stack', STACK, stack),
    ...(take.length > 0 && accounts.length !== 1
      ? [
          `--take is about a role that was looked at, so it needs exactly one account by its id or name, got ${accounts.length}`,
        ]
      : []),
    ...(take.length > 0 && write !== undefined && !apply
      ? [
          '--take with --write needs --apply, which takes the policies of its owner off the role before you deploy; to see the plan alone, leave --write out',
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `--take must be one of ${ROLE_NAMES.join(', ')}, got ${unknown.map((name) => `"${name}"`).join(', ')}`,
        ]
      : []),
  ];
}
