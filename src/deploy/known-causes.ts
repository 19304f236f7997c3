/** Why Terraform fails in many accounts at once, and what the user does about it. */
export interface KnownCause {
  readonly cause: string;
  readonly toDo: string;
}

const KNOWN: readonly (KnownCause & { readonly pattern: RegExp })[] = [
  {
    // Terraform says in the same breath that it found no credentials.
    pattern: /\bMFA\b|multi-?factor/i,
    cause: 'the profile needs a code of an MFA device, which Terraform cannot ask for',
    toDo: 'put a session into the environment that has the code behind it (aws sts get-session-token --serial-number … --token-code …), or log in with aws sso login',
  },
  {
    pattern: /backend configuration changed|backend initialization required/i,
    cause: 'its state was in another place before, as Terraform remembers',
    toDo: 'move the states to where the fleet file says now: npx octo-access fleet migrate, with the same --file if you gave one',
  },
  {
    pattern: /expired ?token|token .*(has|is) expired|SSO session .*(expired|invalid)|refresh.*SSO token/i,
    cause: 'the AWS credentials have expired',
    toDo: 'log in again (aws sso login), then run the command for the rest',
  },
  {
    pattern: /failed to get shared config profile/i,
    cause: 'a profile that the fleet file or AWS_PROFILE names is not in your AWS configuration',
    toDo: 'check its name (aws configure list-profiles), or make it (aws configure sso)',
  },
  {
    pattern: /AWS account ID not allowed/i,
    cause: 'the credentials are those of another account',
    toDo: 'give the account a role or a profile in the fleet file, or take credentials of its own',
  },
  {
    pattern:
      /no valid credential sources|no EC2 IMDS role found|failed to refresh cached credentials|static credentials are empty/i,
    cause: 'Terraform found no AWS credentials',
    toDo: "set AWS_PROFILE, or log in (aws sso login), with credentials that may assume the fleet file's role in each account",
  },
];

/** The known cause of Terraform's error, if it is one that affects many accounts. */
export function knownCause(reason: string): KnownCause | undefined {
  return KNOWN.find(({ pattern }) => pattern.test(reason));
}
