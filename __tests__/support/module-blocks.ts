import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { CHECKOUT, MODULE } from './workbench';

type Body = Record<string, unknown>;

/** Resources or data sources: type -> name -> arguments, with expressions in `${…}`. */
export type NamedBlocks = Record<string, Record<string, Body>>;

/** Resources and data sources of the committed module, as another reader of Terraform's native syntax finds them. */
export async function moduleBlocks(): Promise<{
  readonly data: NamedBlocks;
  readonly resource: NamedBlocks;
}> {
  type Found = Record<string, Record<string, [Body]>>;
  const { data, resource } = (await parsed('main.tf')) as { data: Found; resource: Found };
  return { data: mapped(data, single), resource: mapped(resource, single) };
}

/** Variables of the committed module: name -> arguments. */
export async function moduleVariables(): Promise<Record<string, Body>> {
  const { variable } = (await parsed('variables.tf')) as { variable: Record<string, [Body]> };
  return single(variable);
}

/** What the committed module demands. */
export async function moduleRequirements(): Promise<{
  readonly required_version: string;
  readonly required_providers: { readonly aws: { readonly source: string; readonly version: string } };
}> {
  const { terraform } = (await parsed('versions.tf')) as {
    terraform: [
      { required_version: string; required_providers: [{ aws: { source: string; version: string } }] },
    ];
  };
  const [{ required_version, required_providers }] = terraform;
  return { required_version, required_providers: required_providers[0] };
}

async function parsed(file: string): Promise<Body> {
  return parse(file, readFileSync(join(CHECKOUT, MODULE, file), 'utf8'));
}

function single(named: Record<string, [Body]>): Record<string, Body> {
  return mapped(named, ([body]) => body);
}

function mapped<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
