/** Why Terraform fails in many accounts at once, and what the user does about it. */
export interface KnownCause {
  readonly cause: string;
  readonly toDo: string;
}

const KNOWN: readonly (KnownCause & { readonly pattern: RegExp })[] = [
  {
    pattern: /expired ?token|token .*(has|is) expired|SSO session .*(expired|invalid)|refresh.*SSO token/i,
    cause: 'the AWS credentials have expired',
    toDo: 'log in again (aws sso login), then run the command for the rest',
  },
  {
    pattern:
      /no valid credential sources|no EC2 IMDS role found|failed to refresh cached credentials|failed to get shared config profile|static credentials are empty/i,
    cause: 'Terraform found no AWS credentials',
    toDo: "set AWS_PROFILE, or log in (aws sso login), with credentials that may assume the fleet file's role in each account",
  },
];

/** The known cause of Terraform's error, if it is one that affects many accounts. */
export function knownCause(reason: string): KnownCause | undefined {
  return KNOWN.find(({ pattern }) => pattern.test(reason));
}
