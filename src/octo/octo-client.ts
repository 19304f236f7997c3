import type { z } from 'zod';
import { environmentAgents } from '../aws/client-settings';
import { ACCOUNT_ID } from '../names/fields';
import { printable } from '../text/printable';
import { send, type HttpAnswer, type HttpCall } from './http';
import { OctoError } from './octo-error';
import {
  accessShape,
  knownAccountShape,
  onboardingShape,
  statusShape,
  tokenShape,
  unregisteredShape,
  type Access,
} from './shapes';

const LOGIN = 'https://login.alphaus.cloud/ripple/access_token';
const API = 'https://api.alphaus.cloud/m/blue/cover';

/** Settings of the client: from the environment only, so that no secret is in a file or a list of processes. */
const SETTINGS = ['ALPHAUS_CLIENT_ID', 'ALPHAUS_CLIENT_SECRET'] as const;

/**
 * Octo's API, as far as an installation needs it.
 *
 * Every method throws OctoError, if Octo cannot be reached, refuses, or answers with something else than its interface says.
 */
export class OctoClient {
  private token: Promise<string> | undefined;
  private readonly agents = environmentAgents();

  private constructor(
    private readonly credentials: Readonly<Record<(typeof SETTINGS)[number], string>>,
    private readonly login: URL,
    private readonly api: URL,
  ) {}

  /** @throws OctoError naming every setting that is missing or wrong */
  static fromEnvironment(env: NodeJS.ProcessEnv = process.env): OctoClient {
    const missing = SETTINGS.filter((name) => !env[name]);
    const problems = [
      ...(missing.length > 0
        ? [`${missing.join(' and ')} must be set: Octo gives you both where you make an API client`]
        : []),
      ...['ALPHAUS_AUTH_URL', 'ALPHAUS_API_URL']
        .filter((name) => env[name] && !isAddress(env[name]))
        .map((name) => `${name} must be an https:// address, got ${withoutPassword(env[name])}`),
    ];
    if (problems.length > 0) throw new OctoError(problems.join('\n'));
    const { ALPHAUS_CLIENT_ID = '', ALPHAUS_CLIENT_SECRET = '' } = env;
    return new OctoClient(
      { ALPHAUS_CLIENT_ID, ALPHAUS_CLIENT_SECRET },
      new URL(given(env['ALPHAUS_AUTH_URL']) ?? LOGIN),
      new URL(given(env['ALPHAUS_API_URL']) ?? API),
    );
  }

  /** The two values of the onboarding page. */
  onboarding(): Promise<z.infer<typeof onboardingShape>> {
    return this.call('GET', '/v1/aws/acctaccess', onboardingShape);
  }

  /** Makes an account known to Octo. */
  async register(accountId: string, accountName: string): Promise<void> {
    await this.ask('POST', '/v1/aws/account', { accountId, accountName });
  }

  /** Lets Octo try its access to an account, and take it over if it works. */
  check(target: string): Promise<Access> {
    return this.call('POST', '/v1/aws/acctaccess', accessShape, { target, fromTerraform: true });
  }

  /** Ids of the AWS accounts that Octo knows. It knows those of other clouds, too, whose ids may look the same. */
  async knownAccounts(): Promise<string[]> {
    const accounts = await this.stream('POST', '/v1/account/all:read', knownAccountShape);
    return accounts
      .filter(({ target, vendor }) => ACCOUNT_ID.test(target) && ['', 'aws'].includes(vendor.toLowerCase()))
      .map(({ target }) => target);
  }

  /** AWS accounts of the organization that Octo does not know. */
  async unregistered(): Promise<z.infer<typeof unregisteredShape>['unregisteredAccts']> {
    const { unregisteredAccts } = await this.call(
      'POST',
      '/v1/account/unregistered:read',
      unregisteredShape,
      {},
    );
    return unregisteredAccts.filter(({ id }) => ACCOUNT_ID.test(id));
  }

  /** Makes Octo forget its access to an account. Nothing changes in AWS. */
  async forget(target: string): Promise<void> {
    await this.ask('DELETE', `/v1/acctaccess/${target}?vendor=aws`);
  }

  private async call<Shape extends z.ZodType>(
    method: HttpCall['method'],
    path: string,
    shape: Shape,
    body?: object,
  ): Promise<z.infer<Shape>> {
    const answer = await this.ask(method, path, body);
    if (answer.cut) throw cut(path);
    return fitting(shape, parsed(answer.body, path), path);
  }

  /** A message for each line; an error stands in the last. */
  private async stream<Shape extends z.ZodType>(
    method: HttpCall['method'],
    path: string,
    shape: Shape,
  ): Promise<z.infer<Shape>[]> {
    const { body, cut: isCut } = await this.ask(method, path, {});
    const lines = body.split('\n').filter((line) => line.trim() !== '');
    if (isCut) throw cut(path);
    return lines.map((line) => {
      const { result, error } = parsed(line, path) as { result?: unknown; error?: unknown };
      if (error !== undefined) throw refused(path, fitting(statusShape, error, path).message);
      return fitting(shape, result, path);
    });
  }

  private async ask(method: HttpCall['method'], path: string, body?: object): Promise<HttpAnswer> {
    const attempt = async (): Promise<HttpAnswer> =>
      this.send({
        method,
        url: new URL(`${this.api.href.replace(/\/$/, '')}${path}`),
        setting: 'ALPHAUS_API_URL',
        headers: {
          authorization: `Bearer ${await this.signedIn()}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    let answer = await attempt();
    if (answer.status === 401) {
      // A token is valid for a day; a run may begin with an old one.
      this.token = undefined;
      answer = await attempt();
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refused(path, messageOf(answer.body), answer.status);
  }

  private send(call: HttpCall): Promise<HttpAnswer> {
    return send(call, this.agents);
  }

  private signedIn(): Promise<string> {
    this.token ??= this.signIn();
    return this.token;
  }

  private async signIn(): Promise<string> {
    const form = new URLSearchParams({
      client_id: this.credentials.ALPHAUS_CLIENT_ID,
      client_secret: this.credentials.ALPHAUS_CLIENT_SECRET,
      grant_type: 'client_credentials',
      scope: 'openid',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, body } = await this.send({
      method: 'POST',
      url: this.login,
      setting: 'ALPHAUS_AUTH_URL',
      headers,
      body: form.toString(),
    });
    if (status >= 200 && status < 300)
      return fitting(tokenShape, parsed(body, this.login.pathname, 'ALPHAUS_AUTH_URL'), 'the login')
        .access_token;
    throw new OctoError(
      status < 500
        ? `Octo does not accept ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET: check them, or make a new API client in Octo (HTTP ${status})`
        : `Octo's login failed: try again in a minute (HTTP ${status})`,
    );
  }
}

/** A variable that is set to nothing is not set. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function isAddress(text: string | undefined): boolean {
  if (text === undefined || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

/** Quoted, without a user and a password that may be in it. */
function withoutPassword(text = ''): string {
  return `"${printable(text.replace(/\/\/[^/]*@/, '//'))}"`;
}

function parsed(text: string, path: string, setting: HttpCall['setting'] = 'ALPHAUS_API_URL'): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new OctoError(
      `what answered ${path} is not Octo: it is no JSON; check ${setting} and HTTPS_PROXY`,
      { cause: error },
    );
  }
}

function fitting<Shape extends z.ZodType>(shape: Shape, value: unknown, path: string): z.infer<Shape> {
  const { success, data, error } = shape.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue?.path.join('.');
  throw new OctoError(
    `Octo's answer to ${path} is not as its interface says: ${given(place) ?? 'the whole'}: ${issue?.message}; take a newer octo-access`,
  );
}

function messageOf(body: string): string {
  try {
    return statusShape.parse(JSON.parse(body)).message;
  } catch {
    return '';
  }
}

function refused(path: string, message: string, status?: number): OctoError {
  const detail = [printable(message), status === undefined ? '' : `HTTP ${status}`]
    .filter(Boolean)
    .join(', ');
  if (status === 403)
    return new OctoError(`the API client may not do this: only an admin of Octo may (${detail})`);
  if (status === 429) return new OctoError(`Octo takes no more calls now: try again in a minute (${detail})`);
  return new OctoError(`Octo refused ${path}: ${detail || 'without a reason'}`);
}

function cut(path: string): OctoError {
  return new OctoError(`Octo's answer to ${path} ended in the middle: try again`);
}
