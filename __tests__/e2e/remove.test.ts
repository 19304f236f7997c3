import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { inAccount, ownNames } from '../support/accounts';
import { CallRecorder } from '../support/call-recorder';
import { LISTED, REFUSAL, Removal, TRUSTING_NOBODY, writeInto } from '../support/removal';

jest.setTimeout(300_000);

const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe('octo-access remove, of an account of the fleet', () => {
  let removal: Removal;

  beforeAll(async () => {
    removal = await Removal.start(suite.toolchain());
  });

  afterAll(() => removal.stop());

  const octoCalls = (): string[] =>
    removal.octo.calls.map(({ call }) => call).filter((call) => call.includes('acctaccess'));

  it('leaves a listed account alone that was never deployed, and goes on to Octo', async () => {
    const { status, report } = await removal.remove([LISTED], removal.octo.env);
    expect([status, report]).toMatchObject([
      0,
      {
        accounts: [{ id: LISTED, origin: 'none', roles: [], status: 'removed', octo: 'not_known' }],
        to_do: [expect.stringContaining(`take ${LISTED} out of octo.json`)],
      },
    ]);
  });

  it('destroys a listed account in order, but lets Octo forget nothing while it still gets in', async () => {
    removal.octo.known.set(LISTED, 'production');
    const deployed = await removal.octoAccess(['fleet', 'deploy']);
    expect([deployed.status, deployed.output]).toEqual([0, expect.anything()]);
    const recorder = await CallRecorder.before(removal.emulator.url);
    await inAccount(removal.emulator, LISTED, writeInto);

    const result = await removal.octoAccess(['remove', 'production'], {
      ...removal.octo.env,
      AWS_ENDPOINT_URL: recorder.url,
    });

    expect([result.status, result.output]).toEqual([2, expect.stringContaining('Octo still gets in')]);
    expect(result.output).toContain('then let Octo forget it');
    expect(recorder.violations(LISTED)).toEqual([]);
    await recorder.stop();
    expect(await ownNames(removal.emulator, [LISTED])).toEqual([]);
    expect([...removal.octo.known.keys()]).toEqual([LISTED]);
    expect(octoCalls().filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('forgets the account once Octo says that it gets in no more, and says so when run again', async () => {
    removal.octo.refused.set(LISTED, REFUSAL);
    const { status, report } = await removal.remove(['--all'], removal.octo.env);
    expect([status, report]).toMatchObject([
      0,
      {
        ok: true,
        accounts: [
          {
            id: LISTED,
            origin: 'terraform',
            roles: [],
            status: 'removed',
            octo: 'forgotten',
            octo_says: REFUSAL,
          },
        ],
        to_do: [expect.stringContaining(`take ${LISTED} out of octo.json`)],
      },
    ]);
    expect([...removal.octo.known.keys()]).toEqual([]);
    expect(octoCalls().slice(-2)).toEqual([
      'POST /v1/aws/acctaccess',
      `DELETE /v1/acctaccess/${LISTED}?vendor=aws`,
    ]);
    const again = await removal.octoAccess(['remove', LISTED], removal.octo.env);
    expect([again.status, again.stdout]).toEqual([
      0,
      expect.stringContaining(
        'nothing is left, as before: none of the five roles is there; Octo does not know it',
      ),
    ]);
  });

  it('fails on a listed account with a role that the fleet did not make', async () => {
    const [RoleName] = ROLE_NAMES;
    await inAccount(removal.emulator, LISTED, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName, ...TRUSTING_NOBODY })),
    );
    const listed = await removal.octoAccess(['remove', 'production']);
    expect([listed.status, listed.output]).toEqual([
      1,
      expect.stringMatching(
        /OctoRecommendationSearcherRole is still there, .*: npx octo-access adopt 111111111111 --apply takes it over/,
      ),
    ]);
    expect(listed.output.match(/is still there/g)).toHaveLength(1);
    expect(await ownNames(removal.emulator, [LISTED])).toEqual([RoleName]);
  });
});
