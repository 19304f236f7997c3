import { show } from '../../src/inputs/rules';
import { defaults, inputProperty, type Configuration, type InputName } from '../../src/inputs/inputs';
import { ACCT_ACCESS_BOUNDARY, SEARCHER_BOUNDARY } from '../../src/names/policies';
import { policyArn, type Account } from '../../src/policy/scope';
import type { InstallationText } from '../../src/review/decision-schema';

/** The account that the cases are about: the emulator's. */
export const ACCOUNT = '123456789012';
const ALPHAUS = '444455556666';
const EXTERNAL_ID = 'octo-ext-7f3c2a1b9d';
/** An account that is neither the customer's nor that of Alphaus. */
const STRANGER = '999988887777';

const REGIONS = { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' } as const;

/** What is installed, and where. */
export interface Installation {
  /** For titles: what differs from the defaults. */
  readonly name: string;
  readonly account: Account & { readonly partition: keyof typeof REGIONS };
  readonly region: string;
  readonly configuration: Configuration;
  /** Inputs beside `principal` and `external_id` that differ from the defaults, by Terraform names. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a file of cases says of an installation, with the defaults filled in. */
export function asInstallation({ partition = 'aws', inputs = {} }: InstallationText): Installation {
  const given = Object.entries(inputs).map(([name, value]) => [inputProperty(name as InputName), value]);
  const configuration = {
    ...defaults(),
    principal: ALPHAUS,
    externalId: EXTERNAL_ID,
    ...(Object.fromEntries(given) as Partial<Configuration>),
  };
  const differences = Object.entries(inputs).map(([name, value]) => `${name} = ${show(value)}`);
  return {
    name: [...(partition === 'aws' ? [] : [partition]), ...differences].join(', ') || 'default',
    account: { partition, accountId: ACCOUNT },
    region: REGIONS[partition],
    configuration,
    variables: inputs,
  };
}

/** What the placeholders of the cases stand for: name -> value. */
export function placeholders({
  account,
  region,
  configuration,
}: Installation): Readonly<Record<string, string>> {
  const { partition, accountId } = account;
  const boundary = (name: string): string =>
    configuration.permissionsBoundaryArn ?? policyArn(partition, accountId, name);
  return {
    partition,
    region,
    accountId,
    principal: configuration.principal,
    strangerId: STRANGER,
    externalId: configuration.externalId,
    searcherBoundaryArn: boundary(SEARCHER_BOUNDARY),
    acctAccessBoundaryArn: boundary(ACCT_ACCESS_BOUNDARY),
  };
}
