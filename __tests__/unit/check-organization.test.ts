import { describe, expect, test } from '@jest/globals';
import { DEFAULTS, problems } from '../support/fleet-file';

const UNITS = 'organizational_units: [ou-abcd-11112222]';

describe('a fleet file fails by its organization', () => {
  test.each<[string, string[]]>([
    [
      `{ ${UNITS}, region: [us-east-1, eu-west-1] }`,
      [
        'organization.region must be one AWS region, like us-east-1, got ["us-east-1","eu-west-1"]; IAM is global, and a second region would install the same roles again',
      ],
    ],
    [
      '{ region: us-east-1 }',
      ['organization.organizational_units is missing: it must be a list of organizational units, at least 1'],
    ],
    [
      '{ organizational_units: ["111111111111"] }',
      [
        'organization.organizational_units[0] must be the id of an organizational unit, like ou-abcd-11112222, or of the root, like r-abcd, got "111111111111"; a StackSet takes units: list single accounts under accounts, also the management account, which no StackSet reaches',
      ],
    ],
    [
      '{ organizational_units: [r-abcd, ou-abcd-11112222] }',
      [
        'organization.organizational_units[1] is below the root "r-abcd", which is listed too, got "ou-abcd-11112222"; keep one of the two',
      ],
    ],
    [
      '{ organizational_units: [r-abcd, r-abcd] }',
      ['organization.organizational_units[1] is listed twice, got "r-abcd"; keep one'],
    ],
    [`{ ${UNITS}, call_as: self }`, ['organization.call_as must be "SELF" or "DELEGATED_ADMIN", got "self"']],
    [`{ ${UNITS}, auto_deployment: yes }`, ['organization.auto_deployment must be true or false, got "yes"']],
    [
      `{ ${UNITS}, failure_tolerance_percentage: 10% }`,
      ['organization.failure_tolerance_percentage must be a whole number from 0 to 100, got "10%"'],
    ],
    [
      `{ ${UNITS}, max_concurrent_percentage: 0 }`,
      ['organization.max_concurrent_percentage must be a whole number from 1 to 100, got 0'],
    ],
    [
      `{ ${UNITS}, auto_deployment: false, retain_stacks_on_account_removal: true }`,
      [
        'organization.retain_stacks_on_account_removal has no effect while auto_deployment is false: the StackSet then does nothing when accounts leave; leave out one of the two',
      ],
    ],
    [
      `{ ${UNITS}, inputs: { cloudformation_stack_arn: x } }`,
      [
        'organization.inputs.cloudformation_stack_arn cannot be given here: each stack of the StackSet names itself',
      ],
    ],
    [
      `{ ${UNITS}, inputs: { role_tags: { AlphausAcctAccessRole: { a: b } } } }`,
      [
        'organization.inputs.role_tags is always {} in the stacks of a StackSet, got {"AlphausAcctAccessRole":{"a":"b"}}: a parameter takes no map; leave it out of organization.inputs, or set it to null there where defaults set it',
      ],
    ],
    [
      `{ ${UNITS}, inputs: { permissions_boundary_arn: "arn:aws:iam::222222222222:policy/Own" } }`,
      [
        `organization.inputs.permissions_boundary_arn belongs to one account, got "arn:aws:iam::222222222222:policy/Own", but the StackSet gives all accounts the same text; write {accountId} for the account's id where each has one of this name, give one of AWS's own or null, or list the accounts under accounts`,
      ],
    ],
    [
      `{ ${UNITS}, inputs: { change_executor_policy_arns: ["arn:aws:iam::{accountId}:policy/A", "arn:aws:iam::{accountId}:policy/B"] } }`,
      [
        'organization.inputs.change_executor_policy_arns may have {accountId} in one ARN only, since CloudFormation fills in no more than one, got ["arn:aws:iam::{accountId}:policy/A","arn:aws:iam::{accountId}:policy/B"]; put these rights into one policy, or install the accounts without a StackSet',
      ],
    ],
    [
      `{ ${UNITS}, inputs: { principal: "111111111111" } }`,
      [
        `organization.inputs.principal must be Alphaus's account, got "111111111111", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
      ],
    ],
    [
      `{ ${UNITS}, role: "arn:aws:iam::222222222222:role/R" }`,
      [
        'organization.role must be a role of account 111111111111, got "arn:aws:iam::222222222222:role/R"; its name alone is enough',
      ],
    ],
    [
      `{ ${UNITS}, role: R, call_as: DELEGATED_ADMIN }`,
      ['organization.role must be the ARN of a role of the delegated administrator, got "R"'],
    ],
    [
      `{ ${UNITS}, role: "arn:aws:iam::111111111111:role/R", call_as: DELEGATED_ADMIN }`,
      [
        'organization.role must be a role of the delegated administrator, a member account, got "arn:aws:iam::111111111111:role/R", of the management account',
      ],
    ],
  ])('%s', (organization, expected) => {
    const found = problems(DEFAULTS, 'management_account: "111111111111"', `organization: ${organization}`);
    for (const problem of found) expect(problem).toMatch(/^3:\d+ /);
    expect(found.map((problem) => problem.replace(/^\S+ /, ''))).toEqual(expected);
  });

  test('a role by name in an unknown account', () => {
    expect(problems(DEFAULTS, `organization: { role: R, ${UNITS} }`)).toEqual([
      '2:23 organization.role must be an ARN, got "R": the file does not say which account a name belongs to; or give management_account',
    ]);
  });
});
