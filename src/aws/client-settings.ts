import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { AwsError } from './aws-error';
import { proxyFor } from './proxy';

/** A call waits this long for a connection: less than a user waits before giving up on a blocked network. */
const CONNECTION_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 60_000;

/** What every AWS client of ours is made with. */
export interface ClientSettings {
  /** @default - that of the profile */
  readonly region?: string;
  readonly requestHandler: {
    readonly httpAgent: Agent;
    readonly httpsAgent: Agent;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

/**
 * Settings of an AWS client that honours what Terraform and the AWS CLI honour and the SDK does not: AWS_DEFAULT_REGION, HTTPS_PROXY,
 * HTTP_PROXY, NO_PROXY and AWS_CA_BUNDLE. Profiles, SSO, credential_process and AWS_ENDPOINT_URL are the SDK's own. There is no Region by
 * default: it says the partition, too, which nothing else does.
 *
 * @throws AwsError if AWS_CA_BUNDLE names a file that cannot be read
 */
export function clientSettings(): ClientSettings {
  const { http, https } = environmentAgents();
  const region = [process.env['AWS_REGION'], process.env['AWS_DEFAULT_REGION']].find(Boolean);
  return {
    ...(region !== undefined && { region }),
    requestHandler: {
      httpAgent: http,
      httpsAgent: https,
      connectionTimeout: CONNECTION_MILLISECONDS,
      requestTimeout: ANSWER_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  };
}

/** Connections by the scheme of a URL. */
export interface Agents {
  readonly http: Agent;
  readonly https: Agent;
}

/**
 * The connections of an HTTP client that honours HTTPS_PROXY, HTTP_PROXY, NO_PROXY and AWS_CA_BUNDLE.
 *
 * @throws AwsError if AWS_CA_BUNDLE names a file that cannot be read
 */
export function environmentAgents(): Agents {
  const ca = certificateAuthorities();
  return { http: new EnvironmentAgent('http', ca), https: new EnvironmentAgent('https', ca) };
}

/** Connects directly or through a proxy, as the environment says for the address of each call. */
class EnvironmentAgent extends Agent {
  private readonly tls: { readonly ca?: string };
  /** By proxy; the empty name is none. Each keeps its connections open. */
  private readonly agents = new Map<string, HttpAgent>();

  constructor(
    private readonly scheme: keyof Agents,
    ca: string | undefined,
  ) {
    super();
    this.tls = ca === undefined ? {} : { ca };
  }

  /** It is asked several times a call: the base class would read a stack trace each time. */
  override isSecureEndpoint(): boolean {
    return this.scheme === 'https';
  }

  override connect(request: { getHeader(name: string): unknown }, options: AgentConnectOpts): HttpAgent {
    const { secureEndpoint: secure } = options;
    // What verifies AWS; the proxy itself is verified by the agent's own options.
    Object.assign(options, this.tls);
    const { hostname, port } = new URL(`http://${String(request.getHeader('host'))}`);
    const proxy = proxyFor(secure, hostname, port === '' ? (secure ? 443 : 80) : Number(port));
    const key = `${secure} ${proxy?.href ?? ''}`;
    const agent = this.agents.get(key) ?? this.agentFor(proxy, secure);
    this.agents.set(key, agent);
    return agent;
  }

  private agentFor(proxy: URL | undefined, secure: boolean): HttpAgent {
    const options = { keepAlive: true, ...this.tls };
    if (proxy === undefined) return secure ? new HttpsAgent(options) : new HttpAgent({ keepAlive: true });
    return secure ? new HttpsProxyAgent(proxy, options) : new HttpProxyAgent(proxy);
  }

  override destroy(): void {
    for (const agent of this.agents.values()) agent.destroy();
    super.destroy();
  }
}

function certificateAuthorities(): string | undefined {
  const file = process.env['AWS_CA_BUNDLE'];
  if (!file) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    if (certificates.length === 0) throw new Error('it holds no certificate');
    for (const certificate of certificates) new X509Certificate(certificate);
    return text;
  } catch (error) {
    throw new AwsError(
      `AWS_CA_BUNDLE must name a file with certificates (PEM), got "${file}": ${(error as Error).message}`,
    );
  }
}
