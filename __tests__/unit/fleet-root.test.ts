import { describe, expect, it } from '@jest/globals';
import type { FleetAccount } from '../../src/fleet/fleet';
import {
  aliasesRoot,
  DirectRemovalError,
  openTofuRoot,
  readRoot,
  refuseDirectRemoval,
  ROOT_FILE,
} from '../../src/module/fleet-root';
import { account, fleet, parsed, SOURCE } from '../support/fleet-root';

const PRODUCTION = account('111122223333', {
  inputs: {
    externalId: 'octo-ext-7f3c2a1b9d',
    roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
    principal: '444455556666',
  },
});
const STAGING = account('222233334444', { region: 'eu-west-1' });
const LEAVING = account('000044445555', { state: 'removing' });
// Without a role: the credentials at hand are of this account.
const { roleArn: _, ...OWN } = account('333344445555');

describe.each([
  ['of provider aliases', aliasesRoot],
  ['for OpenTofu', openTofuRoot],
])('the root %s', (_title, generate) => {
  it('is the same byte for byte, in whichever order inputs were given', () => {
    const { inputs } = PRODUCTION;
    const reversed = Object.fromEntries(Object.entries(inputs).reverse()) as FleetAccount['inputs'];
    const once = generate(fleet([PRODUCTION, STAGING]), SOURCE);

    expect(generate(fleet([{ ...PRODUCTION, inputs: reversed }, STAGING]), SOURCE)).toEqual(once);
    expect(once.get(ROOT_FILE)).toMatch(/\n\}\n$/);
  });

  it('knows its accounts again when it is read', () => {
    const text = generate(fleet([PRODUCTION, LEAVING, STAGING]), SOURCE).get(ROOT_FILE) ?? '';

    expect(readRoot(text)).toEqual({
      layout: generate === aliasesRoot ? 'provider-aliases' : 'opentofu',
      accounts: new Map([
        [PRODUCTION.id, 'active'],
        [LEAVING.id, 'removing'],
        [STAGING.id, 'active'],
      ]),
    });
  });

  it('keeps its state in the folder unless told otherwise', () => {
    expect(parsed(generate(fleet([OWN]), SOURCE)).terraform).toMatchObject({ backend: { local: {} } });
  });

  it('keeps its state in S3, locked natively', () => {
    const backend = { type: 's3', bucket: 'states', region: 'eu-west-1', prefix: 'octo' } as const;

    expect(parsed(generate(fleet([OWN], { backend }), SOURCE)).terraform).toMatchObject({
      required_version: generate === aliasesRoot ? '>= 1.10.0' : '>= 1.11.0',
      backend: {
        s3: {
          bucket: 'states',
          key: 'octo/fleet.tfstate',
          region: 'eu-west-1',
          encrypt: true,
          use_lockfile: true,
        },
      },
    });
  });

  it('keeps its state in one workspace', () => {
    const backend = {
      type: 'cloud',
      organization: 'example',
      hostname: 'tfe.example.com',
      project: 'finops',
    } as const;
    const { terraform } = parsed(generate(fleet([OWN], { backend }), SOURCE));

    expect(terraform['cloud']).toEqual({
      organization: 'example',
      hostname: 'tfe.example.com',
      workspaces: { name: 'octo-fleet', project: 'finops' },
    });
    expect(terraform).not.toHaveProperty('backend');
  });

  it('writes text that looks like a template so that it stays text', () => {
    const { inputs } = OWN;
    const tags = { '${key}': '%{ if true }', plain: '$' };
    const text = generate(
      fleet([
        { ...OWN, inputs: { ...inputs, tags } },
        { ...STAGING, roleArn: 'arn:aws:iam::222233334444:role/${x}' },
      ]),
      SOURCE,
    ).get(ROOT_FILE);

    expect(text).toContain('"$${key}": "%%{ if true }"');
    expect(text).toContain('"plain": "$"');
    expect(text).toContain('role/$${x}"');
  });
});

describe('the root of provider aliases', () => {
  const root = parsed(aliasesRoot(fleet([PRODUCTION, LEAVING, OWN]), SOURCE));

  it('has a provider for each account, also for one whose roles are leaving', () => {
    expect(root.provider['aws']).toEqual([
      {
        '//': 'name of 111122223333',
        alias: 'account_111122223333',
        region: 'us-east-1',
        allowed_account_ids: ['111122223333'],
        assume_role: { role_arn: 'arn:aws:iam::111122223333:role/Installer' },
      },
      {
        '//': 'name of 000044445555',
        alias: 'account_000044445555',
        region: 'us-east-1',
        allowed_account_ids: ['000044445555'],
        assume_role: { role_arn: 'arn:aws:iam::000044445555:role/Installer' },
      },
      {
        '//': 'name of 333344445555',
        alias: 'account_333344445555',
        region: 'us-east-1',
        allowed_account_ids: ['333344445555'],
      },
    ]);
  });

  it('calls the module for each active account, with the inputs that it was given', () => {
    expect(root.module).toEqual({
      account_111122223333: {
        '//': 'name of 111122223333',
        source: SOURCE,
        providers: { aws: 'aws.account_111122223333' },
        principal: '444455556666',
        external_id: 'octo-ext-7f3c2a1b9d',
        roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
      },
      account_333344445555: {
        '//': 'name of 333344445555',
        source: SOURCE,
        providers: { aws: 'aws.account_333344445555' },
        principal: '444455556666',
        external_id: 'octo-ext-7f3c2a1b9d',
      },
    });
  });
});

describe('the root of provider aliases, when every account is leaving', () => {
  it('has no module at all, which Terraform would refuse to be empty', () => {
    const files = aliasesRoot(fleet([LEAVING]), SOURCE);

    expect(parsed(files)).not.toHaveProperty('module');
    expect(readRoot(files.get(ROOT_FILE) ?? '')?.accounts).toEqual(new Map([[LEAVING.id, 'removing']]));
  });
});

describe('the root for OpenTofu', () => {
  const root = parsed(openTofuRoot(fleet([PRODUCTION, LEAVING, OWN]), SOURCE));

  it('lists the accounts with what differs between them', () => {
    const roles = PRODUCTION.inputs.roles;
    const common = { region: 'us-east-1', state: 'active' };
    expect(root.locals['accounts']).toEqual({
      '111122223333': {
        ...common,
        name: 'name of 111122223333',
        role_arn: 'arn:aws:iam::111122223333:role/Installer',
        inputs: { roles },
      },
      '000044445555': {
        ...common,
        name: 'name of 000044445555',
        state: 'removing',
        role_arn: 'arn:aws:iam::000044445555:role/Installer',
        inputs: { roles: null },
      },
      '333344445555': { ...common, name: 'name of 333344445555', role_arn: null, inputs: { roles: null } },
    });
  });

  it('has a provider for each account and the module for each active one', () => {
    expect(root.provider['aws']).toMatchObject({ for_each: '${local.accounts}' });
    expect(root.module['octo_access']).toEqual({
      for_each: '${local.active}',
      source: SOURCE,
      providers: { aws: 'aws.by_account[each.key]' },
      principal: '444455556666',
      external_id: 'octo-ext-7f3c2a1b9d',
      roles: '${each.value.inputs.roles}',
    });
  });
});

describe('the removal of accounts', () => {
  const previous = {
    layout: 'provider-aliases',
    accounts: new Map([
      [PRODUCTION.id, 'active'],
      [STAGING.id, 'active'],
      [LEAVING.id, 'removing'],
    ] as const),
  } as const;

  it('fails where accounts that are installed are gone, naming each and what to do', () => {
    const remove = (): void => {
      refuseDirectRemoval(previous, fleet([LEAVING]));
    };

    expect(remove).toThrow(DirectRemovalError);
    expect(remove).toThrow(/111122223333\n.*222233334444\n.*\n.*state: removing.*apply/);
    expect(remove).not.toThrow(LEAVING.id);
  });

  it('passes where an account leaves in two steps', () => {
    refuseDirectRemoval(previous, fleet([{ ...PRODUCTION, state: 'removing' }, STAGING, LEAVING]));
    refuseDirectRemoval(previous, fleet([PRODUCTION, STAGING]));
  });
});

describe('a file that is in the way', () => {
  it.each([
    ['no JSON', 'resource "aws_iam_role" "x" {}'],
    ['no object', '7'],
    ["somebody else's", '{"module": {}}'],
  ])('is none of ours where it is %s', (_title, text) => {
    expect(readRoot(text)).toBeUndefined();
  });
});
