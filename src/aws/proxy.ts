import { BlockList, isIP, isIPv6 } from 'node:net';
import { AwsError } from './aws-error';

/**
 * The proxy for an address, as Terraform and the AWS CLI choose it: HTTPS_PROXY or HTTP_PROXY by the address's scheme, in
 * either case, unless NO_PROXY names the host. A proxy without a scheme is `http://`; the own machine is never asked for
 * through one.
 *
 * @param port of the address
 * @returns undefined for none
 * @throws AwsError if the variable names no proxy
 */
export function proxyFor(secure: boolean, host: string, port: number): URL | undefined {
  const variable = secure ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = setting(variable);
  if (value === undefined || isLocal(host) || isExempt(host, port)) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new AwsError(
    `${variable} must be the address of an HTTP proxy, like http://USER:PASSWORD@proxy.example:3128, with special characters of the password percent-encoded; it is not`,
  );
}

function setting(name: string): string | undefined {
  return [process.env[name], process.env[name.toLowerCase()]].find(
    (value) => value !== undefined && value !== '',
  );
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127\.|^\[?::1\]?$/.test(host);
}

/** Whether NO_PROXY names a host: by itself, by a domain above it, by a network, or by `*`. */
function isExempt(host: string, port: number): boolean {
  const entries = (setting('NO_PROXY') ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  return entries.some((entry) => {
    if (entry === '*') return true;
    if (entry.includes('/')) return isWithin(host, entry);
    const [, name = entry, only] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
    if (only !== undefined && Number(only) !== port) return false;
    const domain = name.replace(/^\*/, '');
    const own = host.toLowerCase();
    return domain.startsWith('.') ? own.endsWith(domain) : own === domain || own.endsWith(`.${domain}`);
  });
}

function isWithin(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0 || isIP(address) === 0 || !/^\d{1,3}$/.test(bits)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
