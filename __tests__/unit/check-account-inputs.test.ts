import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, DEFAULTS, problems } from '../support/fleet-file';

const STACK_ARN =
  'arn:aws:cloudformation:us-east-1:222222222222:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f';

describe('a fleet file fails by its inputs', () => {
  const inputs = (text: string): string[] => [
    DEFAULTS,
    'accounts:',
    '  - id: "222222222222"',
    `    inputs: { ${text} }`,
  ];
  test.each<[string, string[], string[]]>([
    [
      'an unknown one, near another',
      inputs('external-idd: x'),
      ['4:15 accounts[0].inputs.external-idd is not a known key here; did you mean external_id?'],
    ],
    [
      'one in camelCase',
      inputs('vettedRunbooks: []'),
      ['4:15 accounts[0].inputs.vettedRunbooks is not a known key here; did you mean vetted_runbooks?'],
    ],
    [
      'one at the top of the file',
      ['external_id: ab', ACCOUNT, 'defaults: { inputs: { principal: "444455556666", external_id: ab } }'],
      ['1:1 external_id is an input: give it as defaults.inputs.external_id'],
    ],
    [
      'a number for a text',
      inputs('external_id: 1234'),
      ['4:28 accounts[0].inputs.external_id must be a string, got 1234; write 1234 in quotes: "1234"'],
    ],
    [
      'true for a text in a section',
      inputs('tags: { Owner: finops, Octo: true }'),
      [
        '4:21 accounts[0].inputs.tags must be an object of strings, like {"key":"value"}, got {"Owner":"finops","Octo":true}; write true in quotes: "true"',
      ],
    ],
    [
      'true for a text in tags of a role',
      inputs('role_tags: { OctoSSMUpdaterRole: { Octo: true } }'),
      [
        '4:26 accounts[0].inputs.role_tags must be an object of objects of strings, like {"NAME":{"key":"value"}}, got {"OctoSSMUpdaterRole":{"Octo":true}}; write true in quotes: "true"',
      ],
    ],
    [
      'tags of a role that there is not',
      inputs('role_tags: { OctoRole: { a: b } }'),
      [
        '4:26 accounts[0].inputs.role_tags may name only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, each with an object of tags; what is for all of them goes into tags, got {"OctoRole":{"a":"b"}}',
      ],
    ],
    [
      'a text for a list',
      inputs('roles: AlphausAcctAccessRole'),
      ['4:22 accounts[0].inputs.roles must be a list of strings, got "AlphausAcctAccessRole"'],
    ],
    [
      'a text for true or false',
      inputs('allow_self_update: no'),
      ['4:34 accounts[0].inputs.allow_self_update must be true or false, got "no"'],
    ],
    [
      'an unknown role',
      inputs('roles: [OctoRole]'),
      [
        '4:22 accounts[0].inputs.roles may hold only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, got ["OctoRole"]',
      ],
    ],
    [
      'a required one that is null',
      inputs('principal: null'),
      [
        "4:26 accounts[0].inputs.principal is required: it must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page",
      ],
    ],
    [
      'an account of the user as that of Alphaus',
      inputs('principal: "222222222222"'),
      [
        `4:26 accounts[0].inputs.principal must be Alphaus's account, got "222222222222", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
      ],
    ],
    [
      'a stack of another account',
      inputs(`cloudformation_stack_arn: "${STACK_ARN.replace('222222222222', '333333333333')}"`),
      [
        `4:41 accounts[0].inputs.cloudformation_stack_arn must belong to this account, 222222222222, got "${STACK_ARN.replace('222222222222', '333333333333')}"`,
      ],
    ],
    [
      'a policy of another account',
      inputs(
        'change_executor_policy_arns: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::333333333333:policy/B"]',
      ),
      [
        '4:44 accounts[0].inputs.change_executor_policy_arns must belong to this account, 222222222222, got "arn:aws:iam::333333333333:policy/B"',
      ],
    ],
    [
      'recommendations beside policies of the customer',
      inputs(
        'change_executor_access: recommendations, change_executor_policy_arns: ["arn:aws:iam::aws:policy/A"]',
      ),
      [
        '4:39 accounts[0].inputs.change_executor_access may not be recommendations where change_executor_policy_arns is set; leave one of the two out, got change_executor_access = "recommendations" and change_executor_policy_arns = ["arn:aws:iam::aws:policy/A"]',
      ],
    ],
    [
      'a policy of another partition',
      inputs('permissions_boundary_arn: "arn:aws-cn:iam::aws:policy/A"'),
      [
        '4:41 accounts[0].inputs.permissions_boundary_arn must be in partition aws, like region us-east-1, got "arn:aws-cn:iam::aws:policy/A"',
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(problems(...lines)).toEqual(expected);
  });

  test('required ones that are missing, once for all accounts', () => {
    expect(
      problems(
        'accounts:',
        '  - id: "222222222222"',
        '    inputs: { external_id: ab }',
        '  - id: "333333333333"',
        '  - id: "555555555555"',
      ),
    ).toEqual([
      "3:13 accounts[0].inputs.principal is required: it must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page, and 2 more lack it; give it there, or for all under defaults.inputs",
      "4:5 accounts[1].inputs.external_id is required: it must have 2 to 1,224 characters, copied from Octo's onboarding page, and 1 more lack it; give it there, or for all under defaults.inputs",
    ]);
  });

  test('an ARN of one account among the defaults, once', () => {
    expect(
      problems(
        'defaults:',
        '  inputs:',
        '    principal: "333333333333"',
        '    external_id: ab',
        '    permissions_boundary_arn: arn:aws:iam::222222222222:policy/Own',
        `    cloudformation_stack_arn: ${STACK_ARN}`,
        'accounts: [{ id: "222222222222" }, { id: "333333333333" }, { id: "555555555555" }]',
      ),
    ).toEqual([
      `3:16 defaults.inputs.principal must be Alphaus's account, got "333333333333", which this file lists as one of your own accounts; copy it from Octo's onboarding page`,
      '5:31 defaults.inputs.permissions_boundary_arn belongs to one account, got "arn:aws:iam::222222222222:policy/Own", but defaults apply to all accounts; write {accountId} for the account\'s id where each has one of this name, or give it under the inputs of that account',
      '6:5 defaults.inputs.cloudformation_stack_arn cannot be given here: it belongs to one account; give it under the inputs of that account',
    ]);
  });

  test('an error in an anchor, once, where it is written', () => {
    expect(
      problems(
        DEFAULTS,
        'accounts:',
        '  - id: "222222222222"',
        '    inputs: &inputs { max_session_duration: 1, rolse: [] }',
        '  - id: "333333333333"',
        '    inputs: *inputs',
        '  - { id: "555555555555", inputs: { <<: *inputs, max_session_duration: 2 } }',
      ),
    ).toEqual([
      '4:45 accounts[0].inputs.max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got 1',
      '4:48 accounts[0].inputs.rolse is not a known key here; did you mean roles?',
      '7:72 accounts[2].inputs.max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got 2',
    ]);
  });
});
