import { paginateListDocuments, type SSMClient } from '@aws-sdk/client-ssm';
import type { DocumentType, ObservedDocument } from './observed';

/** Reads the account's own documents of a type in one Region: a call for 50. */
export async function observeDocuments(
  client: SSMClient,
  region: string,
  type: DocumentType,
): Promise<ObservedDocument[]> {
  const documents: ObservedDocument[] = [];
  const Filters = [
    { Key: 'Owner', Values: ['Self'] },
    { Key: 'DocumentType', Values: [type] },
  ];
  for await (const { DocumentIdentifiers: page = [] } of paginateListDocuments(
    { client },
    { Filters, MaxResults: 50 },
  ))
    documents.push(
      ...page.map(({ Name: name = '', ReviewStatus: status, Tags: tags = [] }) => ({
        region,
        name,
        type,
        reviewed: status === 'APPROVED',
        tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      })),
    );
  return documents;
}
