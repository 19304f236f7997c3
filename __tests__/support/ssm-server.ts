import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A document as Systems Manager lists it. */
export interface ListedDocument {
  readonly Name: string;
  readonly DocumentType: string;
  readonly ReviewStatus?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** The part of Systems Manager that lists documents, which the emulator has without reviews. */
export interface SsmServer {
  readonly url: string;
  /** Documents of the account, by Region. */
  readonly documents: Map<string, readonly ListedDocument[]>;
  /** Calls so far, by the names of policies, each with its Region. */
  readonly calls: string[];
  /** What it refuses every call with. */
  refusal: { readonly __type: string; readonly message: string } | undefined;
  stop(): Promise<void>;
}

interface Listing {
  readonly Filters: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly NextToken?: string;
}

/** Starts one on a free port of the loopback interface. It lists two documents a page. */
export async function startSsmServer(): Promise<SsmServer> {
  const documents = new Map<string, readonly ListedDocument[]>();
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const region =
      /Credential=[^/]+\/\d+\/([^/]+)\/ssm\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    calls.push(`ssm:${String(request.headers['x-amz-target']).split('.')[1] ?? ''} ${region}`);
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { Filters, NextToken = '0' } = JSON.parse(body) as Listing;
      const valuesOf = (key: string): readonly string[] =>
        Filters.find(({ Key }) => Key === key)?.Values ?? [];
      const own = valuesOf('Owner').includes('Self') ? (documents.get(region) ?? []) : [];
      const found = own.filter(({ DocumentType }) => valuesOf('DocumentType').includes(DocumentType));
      const end = Number(NextToken) + 2;
      const page = {
        DocumentIdentifiers: found.slice(Number(NextToken), end),
        ...(end < found.length && { NextToken: String(end) }),
      };
      response.writeHead(self.refusal ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(self.refusal ?? page));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: SsmServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documents,
    calls,
    refusal: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return self;
}

/** A change template that Change Manager approved, with a value of the approval tag. */
export function template(name: string, tag?: string, more: Partial<ListedDocument> = {}): ListedDocument {
  return {
    Name: name,
    DocumentType: 'Automation.ChangeTemplate',
    ReviewStatus: 'APPROVED',
    Tags: tag === undefined ? [] : [{ Key: 'OctoApproved', Value: tag }],
    ...more,
  };
}

/** A runbook with a value of the approval tag. */
export function runbook(name: string, tag?: string): ListedDocument {
  return template(name, tag, { DocumentType: 'Automation', ReviewStatus: 'NOT_REVIEWED' });
}
