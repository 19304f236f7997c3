import { describe, expect, it } from '@jest/globals';
import { aliasesRoot, openTofuRoot } from '../../src/module/fleet-root';
import { account, fleet, parsed, SOURCE } from '../support/fleet-root';

const STAGING = account('222233334444');
const OWN = account('333344445555', { roleArn: undefined });

const WAY = { profile: 'sso one', roleExternalId: 'our-own-id', sessionName: 'octo' };

describe('the root of accounts with ways of their own', () => {
  it('has them in the provider alias of each account', () => {
    const root = parsed(aliasesRoot(fleet([{ ...STAGING, ...WAY }, OWN]), SOURCE));

    expect(root.provider['aws']).toMatchObject([
      {
        profile: 'sso one',
        assume_role: {
          role_arn: 'arn:aws:iam::222233334444:role/Installer',
          external_id: 'our-own-id',
          session_name: 'octo',
        },
      },
      { alias: 'account_333344445555' },
    ]);
  });

  it('has them in the list of accounts, where one provider reads them all', () => {
    const { locals, provider } = parsed(openTofuRoot(fleet([{ ...STAGING, ...WAY }, OWN]), SOURCE));

    expect(locals['accounts']).toMatchObject({
      '222233334444': { profile: 'sso one', role_external_id: 'our-own-id', session_name: 'octo' },
      '333344445555': { profile: null, role_external_id: null, session_name: null },
    });
    expect(provider['aws']).toMatchObject({
      profile: '${each.value.profile}',
      dynamic: {
        assume_role: {
          content: {
            role_arn: '${assume_role.value}',
            external_id: '${each.value.role_external_id}',
            session_name: '${each.value.session_name}',
          },
        },
      },
    });
  });
});
