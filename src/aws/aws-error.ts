import { ErrorInWords } from '../names/error-in-words';
import { printable } from '../text/printable';

/** AWS could not be asked, or refused; in one sentence with the remedy. */
export class AwsError extends ErrorInWords {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AwsError';
  }
}

/** What errors of the AWS SDK and of Node.js have beside a name and a message. */
interface Details {
  readonly code?: unknown;
  readonly hostname?: unknown;
  readonly address?: string;
  readonly port?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** A pattern of an error's name, code and message, and the words for it, in which `$1` is what its first group matched. */
export type Cause = readonly [pattern: RegExp, words: string];

/** The role by which an account is reached refuses; for the commands' own causes, before what else they lack. */
export const CANNOT_ASSUME: Cause = [
  /AccessDenied.*sts:AssumeRole/,
  'the role of the account cannot be assumed: its trust policy or your own permissions do not allow it',
];

/**
 * An error of an AWS client in words: the cause, the remedy and, in brackets, the first line of the error itself. One that is in words
 * already stays as it is.
 *
 * @param special causes that only one command meets, tried first: a pattern of the error's name, code and message, and
 *   the words
 */
export function awsErrorInWords(error: unknown, special: readonly Cause[] = []): AwsError {
  if (error instanceof AwsError) return error;
  const { name = 'Error', message = '' } = (error ?? {}) as Partial<Error>;
  const { code, hostname, address, port, $metadata } = (error ?? {}) as Details;
  const status = $metadata?.httpStatusCode;
  const text = [name, code, message, status === undefined ? '' : `HTTP ${status}`].filter(Boolean).join(' ');
  const causes = [...special, ...CAUSES, [NO_CREDENTIALS, noCredentials()] as const];
  const [pattern, known = UNKNOWN] = causes.find(([one]) => one.test(text)) ?? [];
  const words = known.replace('$1', pattern?.exec(text)?.[1] ?? '');
  const place = hostname ?? (address === undefined ? undefined : `${address}:${port}`);
  // Node adds the files that asked for a missing module, a line each; an answer may be a page of HTML.
  const [first = ''] = message.split(/[\r\n]/);
  const detail = [name === 'Error' ? code : name, place, first.slice(0, 200)].filter(Boolean).join(': ');
  return new AwsError(`${words} (${printable(detail)})`, { cause: error });
}

const UNKNOWN = 'AWS could not be asked: mend what the error says, then run the command again';

const NO_CREDENTIALS = /CredentialsProvider|TokenProvider|Could not (load|resolve) credentials/;

function noCredentials(): string {
  return process.env['AWS_PROFILE']
    ? 'AWS_PROFILE names a profile that gives no credentials: check its name and its settings (credential_process, source_profile), or log in (aws sso login)'
    : 'found no AWS credentials: set AWS_PROFILE, or log in (aws sso login)';
}

const CAUSES: readonly Cause[] = [
  [
    /multi-?factor|\bMFA\b/i,
    'the profile needs a code of an MFA device, which this command cannot ask for: log in with aws sso login, or put a session of aws sts get-session-token into the environment',
  ],
  [
    /ExpiredToken|RequestExpired|token .*expired|session .*expired|sso.*(expired|invalid)/i,
    'the AWS credentials have expired: log in again (aws sso login), or take new ones',
  ],
  [
    /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|security token .*invalid/i,
    'AWS does not know these credentials: correct the access key, or log in again',
  ],
  [
    /SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|RequestTimeTooSkewed/i,
    'AWS does not accept the signature: correct the secret access key, or the clock of this machine',
  ],
  [
    /Region is missing|Region not accepted: region=""/,
    'found no Region: set AWS_REGION or AWS_DEFAULT_REGION, or region in the profile, to one of the partition of the account, like us-east-1',
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|self-signed certificate/i,
    'the certificate of the other side is signed by no authority that is known here: if a proxy of your company opens the traffic, name its certificate in AWS_CA_BUNDLE',
  ],
  [
    /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID/,
    'the certificate of the other side does not hold: check HTTPS_PROXY, AWS_ENDPOINT_URL and the clock of this machine',
  ],
  [
    /HTTP 407|Proxy Authentication/i,
    'the proxy wants a user and a password: put them into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT)',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|EPROTO|TimeoutError|socket hang up/,
    'AWS cannot be reached: check the network, HTTPS_PROXY and NO_PROXY, and AWS_ENDPOINT_URL if it is set',
  ],
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
    'AWS takes no more calls now: try again in a minute',
  ],
  [/HTTP 5\d\d|InternalFailure|ServiceUnavailable|ServiceException/, 'AWS failed: try again in a minute'],
  [
    /SyntaxError|Deserialization|Unexpected token|char '.*' is not expected/i,
    'what answered is not AWS: check HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL',
  ],
];
