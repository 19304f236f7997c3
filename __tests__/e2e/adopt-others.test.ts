import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { STACK_NAME } from '../../dev/emulator/earlier-installation';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { allow } from '../support/account-changes';
import { AdoptFleet } from '../support/adopt-fleet';
import { roleIds, type WatchedRoles } from '../support/watched-roles';

jest.setTimeout(300_000);

const [OF_OTHERS, TAKEN] = ['555555555555', '666666666666'] as const;
/** A role is another team's: it lets in another account than Alphaus's. */
const TRUST_OF_OTHERS = {
  AssumeRolePolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '999999999999' } }],
  }),
};
const RIGHTS_OF_OTHERS = { PolicyDocument: JSON.stringify(allow('s3:*')) };
const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe("octo-access adopt, of roles that may be another team's", () => {
  let fleet: AdoptFleet;
  let watched: WatchedRoles;

  beforeAll(async () => {
    fleet = await AdoptFleet.start(suite.toolchain(), [OF_OTHERS, TAKEN]);
  });

  afterAll(() => fleet.stop());

  it("fails with status 2 and changes nothing where a role may be another team's, until it is named", async () => {
    watched = await fleet.watch();
    await fleet.inAccount(OF_OTHERS, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName: 'OctoSSMUpdaterRole', ...TRUST_OF_OTHERS })),
    );
    const refused = await fleet.adopt(OF_OTHERS, '--apply');
    expect(refused).toMatchObject({
      status: EXIT_STATUSES.attention.status,
      account: {
        status: 'refused',
        reason: expect.stringContaining('trusts 999999999999, so it may be somebody else'),
      },
    });
    expect(watched.calls).toEqual([]);
    expect(await fleet.adopt(OF_OTHERS, '--take', 'OctoSSMUpdaterRole')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'ready' },
    });
    await watched.stop();
  });

  it('takes a role of others that is named over, without its policies, which are off before Alphaus gets in', async () => {
    watched = await fleet.watch();
    const RoleName = 'OctoSSMUpdaterRole';
    const ids = await fleet.inAccount(TAKEN, async (iam) => {
      await iam.send(new CreateRoleCommand({ RoleName, ...TRUST_OF_OTHERS }));
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'theirs', ...RIGHTS_OF_OTHERS }));
      return roleIds(iam, [RoleName]);
    });

    expect(await fleet.adopt(TAKEN, '--take', RoleName, '--apply')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'adopted' },
    });

    expect(await fleet.inAccount(TAKEN, (iam) => roleIds(iam, [RoleName]))).toEqual(ids);
    const ofRole = watched.calls.filter((call) => call['RoleName'] === RoleName);
    const [first] = ofRole;
    expect(first).toMatchObject({ Action: 'DeleteRolePolicy', PolicyName: 'theirs' });
    expect(ofRole.map(({ Action }) => Action)).toContain('UpdateAssumeRolePolicy');
    await fleet.expectDone(TAKEN);
    await watched.stop();
  });

  it('takes no policy off where the provider cannot be installed', async () => {
    watched = await fleet.watch();
    const RoleName = 'OctoSSMUpdaterRole';
    await fleet.inAccount(OF_OTHERS, (iam) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'theirs', ...RIGHTS_OF_OTHERS })),
    );
    const lock = join(fleet.folder, '.terraform.lock.hcl');
    const locked = readFileSync(lock);
    writeFileSync(lock, 'provider {');
    const failed = await fleet.octoAccess('adopt', OF_OTHERS, '--take', RoleName, '--apply');
    writeFileSync(lock, locked);
    expect([failed.status, failed.output]).toEqual([
      EXIT_STATUSES.attention.status,
      expect.stringContaining('the AWS provider cannot be installed, so nothing was begun'),
    ]);
    expect(watched.calls).toEqual([]);
    await watched.stop();
  });

  it.each([
    ['a stack that is not there', ['--stack', 'NoSuchStack'], 'there is no stack NoSuchStack in us-east-1'],
    [
      'the stack of another account',
      ['--stack', `arn:aws:cloudformation:us-east-1:999999999999:stack/${STACK_NAME}/0f2c3a10`],
      'the stack is of account 999999999999, but the credentials are for account 555555555555',
    ],
    ['a state that is cut off', ['--state', 'cut.tfstate'], 'it is not JSON, or it is cut off'],
    ['a state that is none', ['--state', 'octo.json'], 'it is something else'],
  ])('fails with status 2 and one error for %s', async (_, args, message) => {
    watched = await fleet.watch();
    writeFileSync(join(fleet.folder, 'cut.tfstate'), '{"version":4,"resources":[{"mode":"managed"');
    const { status, output } = await fleet.octoAccess('adopt', OF_OTHERS, ...args, '--apply');
    expect([status, output]).toEqual([EXIT_STATUSES.attention.status, expect.stringContaining(message)]);
    expect(watched.calls).toEqual([]);
    await watched.stop();
  });
});
