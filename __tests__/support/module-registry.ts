import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A module as a registry names it, with the archive of each version. */
export interface PublishedModule {
  /** `namespace/name/system` */
  readonly address: string;
  /** Version -> `.tar.gz` */
  readonly archives: ReadonlyMap<string, Buffer>;
}

/** A private module registry on this machine. */
export interface ModuleRegistry {
  /** Host and port, as a module's source names it; not `localhost`, since Terraform demands a dot. */
  readonly host: string;
  /** Requested paths, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/**
 * Serves one module over Terraform's module registry protocol, which demands TLS.
 *
 * @param certificate where its certificate is written, for `SSL_CERT_FILE` (which Terraform reads on Linux, not on macOS)
 */
export async function startModuleRegistry(
  { address, archives }: PublishedModule,
  certificate: string,
): Promise<ModuleRegistry> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'module registry' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  writeFileSync(certificate, cert);
  const versions = [...archives.keys()].map((version) => ({ version }));
  const documents = new Map([
    ['/.well-known/terraform.json', json({ 'modules.v1': '/modules/' })],
    [`/modules/${address}/versions`, json({ modules: [{ versions }] })],
    ...[...archives].map(([version, content]) => [`/archives/${version}.tar.gz`, gzip(content)] as const),
  ]);
  const locations = new Map(
    [...archives.keys()].map((version) => [
      `/modules/${address}/${version}/download`,
      `/archives/${version}.tar.gz`,
    ]),
  );
  const requests: string[] = [];
  const server = createServer({ key, cert }, ({ url: path = '' }, answer) => {
    requests.push(path);
    const location = locations.get(path);
    const document = documents.get(path);
    if (location !== undefined) answer.writeHead(204, { 'X-Terraform-Get': location }).end();
    else if (document === undefined) answer.writeHead(404).end();
    else answer.writeHead(200, { 'Content-Type': document.type }).end(document.content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Document {
  readonly type: string;
  readonly content: string | Buffer;
}

/** Terraform refuses a discovery document of another type. */
function json(value: unknown): Document {
  return { type: 'application/json', content: JSON.stringify(value) };
}

function gzip(content: Buffer): Document {
  return { type: 'application/gzip', content };
}
