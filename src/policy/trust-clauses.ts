import { NEVER_IN_CUSTOMER_ROLES } from '../catalogue/roles';
import { SSM_SERVICE } from '../names/ssm-service';
import type { Toggle, TrustSpec } from '../catalogue/role-spec';
import type { Clause } from './clauses';

/** The statements of a role's trust policy. Only this file spells its condition keys. */
export function trustClauses(trust: TrustSpec): Clause[] {
  const assume = { effect: 'Allow' as const, actions: ['sts:AssumeRole'] };
  switch (trust.kind) {
    case 'vendor':
      return [
        {
          ...assume,
          sid: 'AlphausWithExternalId',
          principal: { AWS: 'arn:{partition}:iam::{principal}:root' },
          conditions: { StringEquals: { 'sts:ExternalId': '{externalId}' } },
        },
      ];
    case 'automation': {
      const ofThisAccount = { StringEquals: { 'aws:SourceAccount': '{accountId}' } };
      const ofAnExecution = {
        ArnLike: { 'aws:SourceArn': 'arn:{partition}:ssm:*:{accountId}:automation-execution/*' },
      };
      const service = {
        ...assume,
        sid: 'SsmAutomationOfThisAccount',
        principal: { Service: SSM_SERVICE },
      };
      const check = (is: boolean): Toggle[] => [{ input: 'change_executor_source_arn_check', is }];
      return [
        { ...service, conditions: { ...ofThisAccount, ...ofAnExecution }, when: check(true) },
        { ...service, conditions: ofThisAccount, when: check(false) },
      ];
    }
    case 'account':
      return [
        { ...assume, sid: 'CustomerAccount', principal: { AWS: 'arn:{partition}:iam::{accountId}:root' } },
        {
          sid: 'NeverAlphaus',
          effect: 'Deny',
          principal: { AWS: '*' },
          actions: ['sts:AssumeRole'],
          conditions: {
            ArnEquals: {
              'aws:PrincipalArn': NEVER_IN_CUSTOMER_ROLES.map(
                (name) => `arn:{partition}:iam::{accountId}:role/${name}`,
              ),
            },
          },
        },
      ];
  }
}
