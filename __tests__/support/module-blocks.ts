import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { CHECKOUT, MODULE } from './workbench';

/** Resources or data sources: type -> name -> arguments, with expressions in `${…}`. */
export type NamedBlocks = Record<string, Record<string, Record<string, unknown>>>;

/** Resources and data sources of the committed module, as another reader of Terraform's native syntax finds them. */
export async function moduleBlocks(): Promise<{
  readonly data: NamedBlocks;
  readonly resource: NamedBlocks;
}> {
  const parsed = (await parse('main.tf', readFileSync(join(CHECKOUT, MODULE, 'main.tf'), 'utf8'))) as Record<
    'data' | 'resource',
    Record<string, Record<string, [Record<string, unknown>]>>
  >;
  return { data: single(parsed.data), resource: single(parsed.resource) };
}

/** What the committed module demands. */
export async function moduleRequirements(): Promise<{
  readonly required_version: string;
  readonly required_providers: { readonly aws: { readonly source: string; readonly version: string } };
}> {
  const text = readFileSync(join(CHECKOUT, MODULE, 'versions.tf'), 'utf8');
  const { terraform } = (await parse('versions.tf', text)) as {
    terraform: [
      { required_version: string; required_providers: [{ aws: { source: string; version: string } }] },
    ];
  };
  const [{ required_version, required_providers }] = terraform;
  return { required_version, required_providers: required_providers[0] };
}

function single(blocks: Record<string, Record<string, [Record<string, unknown>]>>): NamedBlocks {
  return mapped(blocks, (named) => mapped(named, ([body]) => body));
}

function mapped<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
