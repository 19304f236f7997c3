import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Candidates } from '../../src/fleet/candidates';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { run, type RunResult } from '../../src/process/run';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CHECKOUT } from '../support/workbench';

jest.setTimeout(120_000);

const suite = toolchainOrSkip();

suite.describe('octo-access accounts', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let organizations: OrganizationsClient;
  let root = '';

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    organizations = new OrganizationsClient(emulator.clientConfig());
  });

  afterAll(async () => {
    organizations.destroy();
    await emulator.stop();
    sandbox.remove();
  });

  const accounts = (...args: string[]): Promise<RunResult> =>
    run(process.execPath, ['src/cli/octo-access.mjs', 'accounts', ...args], {
      cwd: CHECKOUT,
      env: sandbox.env(),
    });

  const create = async (name: string, parent?: string): Promise<string> => {
    const { CreateAccountStatus: created } = await organizations.send(
      new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
    );
    const id = created?.AccountId ?? '';
    if (parent) {
      await organizations.send(
        new MoveAccountCommand({ AccountId: id, SourceParentId: root, DestinationParentId: parent }),
      );
    }
    return id;
  };

  const createUnit = async (name: string, parent: string): Promise<string> => {
    const { OrganizationalUnit: unit } = await organizations.send(
      new CreateOrganizationalUnitCommand({ Name: name, ParentId: parent }),
    );
    return unit?.Id ?? '';
  };

  it('fails with words where the account is in no organization, or nobody says where to look', async () => {
    const outside = await accounts('--organizations');
    expect(outside.output).toMatch(
      /^the account of these credentials is not in an organization: use another account, or give --list FILE/m,
    );
    expect(outside.status).toBe(1);
    const nowhere = await accounts();
    expect(nowhere.output).toBe(
      'the list of accounts is missing: give --list FILE or --organizations, or --octo to compare octo.yaml with Octo',
    );
    expect(nowhere.status).toBe(64);
  });

  it('lists an organization of several pages, or some of its units with all below them, and only reads', async () => {
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { Roots: roots = [] } = await organizations.send(new ListRootsCommand({}));
    root = roots[0]?.Id ?? '';
    const ids: string[] = [];
    for (let index = 0; index < 20; index++) ids.push(await create(`member-${index}`));
    const workloads = await createUnit('workloads', root);
    const production = await createUnit('production', workloads);
    const below = [await create('staging', workloads), await create('shop', production)];
    const closed = await create('closed', production);
    await organizations.send(new CloseAccountCommand({ AccountId: closed }));

    const before = emulator.calls().byAction;
    const all = await accounts('--organizations', '--json');
    const found = JSON.parse(all.stdout) as Candidates;
    expect(found.management_account).toBe(DEFAULT_ACCOUNT);
    expect(found.accounts.map(({ id }) => id)).toEqual([DEFAULT_ACCOUNT, ...ids, ...below].sort());
    expect(found.exclude).toEqual([{ id: closed, reason: expect.stringMatching(/^(closed|suspended)$/) }]);

    const some = await accounts('--organizational-unit', workloads);
    expect(some.status).toBe(0);
    expect((parse(some.stdout) as Candidates).accounts.map(({ name }) => name).sort()).toEqual([
      'shop',
      'staging',
    ]);
    const after = emulator.calls().byAction;
    expect(
      Object.keys(after)
        .filter((action) => after[action] !== before[action])
        .sort(),
    ).toEqual([
      'DescribeOrganization',
      'ListAccounts',
      'ListAccountsForParent',
      'ListOrganizationalUnitsForParent',
    ]);

    const everything = await accounts('--organizational-unit', root, workloads, '--json');
    expect((JSON.parse(everything.stdout) as Candidates).accounts).toEqual(found.accounts);
    // Each of the three once, the root in two pages.
    const pages = emulator.calls().byAction['ListAccountsForParent'] ?? 0;
    expect(pages - (after['ListAccountsForParent'] ?? 0)).toBe(2 + 1 + 1);

    const unknown = await accounts('--organizational-unit', 'ou-abcd-11112222');
    expect(unknown.output).toMatch(/^the organization has no such unit: give ids like ou-abcd-11112222/m);
    expect(unknown.status).toBe(1);
  });

  it('lists a CSV file, and fails on it with every line that is wrong', async () => {
    const file = join(sandbox.folder, 'ours.csv');
    writeFileSync(file, 'id,name,cur\n012345678901,production,yes\n222222222222,sandbox,no\n');
    const listed = await accounts('--list', file);
    expect(parse(listed.stdout)).toEqual({
      accounts: [{ id: '012345678901', name: 'production' }],
      exclude: [{ id: '222222222222', reason: 'no Cost and Usage Report' }],
    });
    writeFileSync(file, 'id,name\n12345678901,production\n22222222222,sandbox\n');
    const wrong = await accounts('--list', file);
    expect(wrong.output).toMatch(
      /^ours\.csv cannot be used, 2 problems:\nours\.csv:2: id .*\nours\.csv:3: id /,
    );
    expect(wrong).toMatchObject({ status: 1, stdout: '' });
    const missing = await accounts('--list', join(sandbox.folder, 'theirs.csv'));
    expect(missing.output).toMatch(/theirs\.csv: cannot be read: there is no such file/);
  });
});
