import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TEMPLATE_FILE } from '../../src/generate/write-generated';
import { violations } from '../../src/inputs/rules';
import { defaults, inputSpec, type InputName, type Inputs } from '../../src/inputs/table';
import { parameterName } from '../../src/inputs/to-cloudformation';
import { parameterValues } from '../../src/cloudformation/parameters';
import { withArnsInOneText, withOneBaseline, withOneGrantByType } from '../../src/cloudformation/compact';
import { CloudFormationScope } from '../../src/cloudformation/template-scope';
import { shareActions } from '../../src/cloudformation/shared-actions';
import {
  cloudFormationTemplate,
  cloudFormationText,
  TEMPLATE_LIMIT,
  withinLimit,
} from '../../src/cloudformation/template';
import { templateYaml } from '../../src/cloudformation/yaml';
import { ROLES } from '../../src/catalogue/roles';
import { VETTED_RUNBOOK_NAMES } from '../../src/inputs/vetted-runbooks';
import { rolePlan } from '../../src/policy/plan';
import { literalScope, type Part } from '../../src/policy/scope';
import { decided, parseTemplate } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';

const ROOT = resolve(__dirname, '../..');
const text = readFileSync(join(ROOT, TEMPLATE_FILE), 'utf8');
const template = parseTemplate(text);
const REQUIRED = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };

describe('the committed CloudFormation template', () => {
  test('is as `octo-access cloudformation` writes it', () => {
    expect(text).toBe(cloudFormationText());
  });

  test('says in YAML what it says as data', () => {
    expect(template).toEqual(cloudFormationTemplate());
  });

  test('has at most 50 kB, and one that is longer is refused, with what makes it shorter', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(50_000);
    expect(withinLimit('x'.repeat(TEMPLATE_LIMIT))).toHaveLength(TEMPLATE_LIMIT);
    expect(() => withinLimit(`ü${'x'.repeat(TEMPLATE_LIMIT - 1)}`)).toThrow(
      /^the CloudFormation template has 50001 bytes, of 50000 that it may have: spell actions in the ceiling as the rows do/,
    );
  });

  test.each(['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const)(
    'has the boundary of %s as Terraform has it, action by action and in its order',
    (name) => {
      const { policyName = '' } = ROLES[name].ceiling ?? {};
      const boundary = decided(template, parameterValues(REQUIRED)).Resources[policyName]?.Properties;
      const configuration = { ...defaults(), ...REQUIRED, cloudformationStackArn: 'arn:stack' };
      const scope = literalScope({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);
      const lists = (document: unknown): unknown =>
        (document as { Statement: Record<string, unknown>[] }).Statement.map(({ Sid, Action, NotAction }) => [
          Sid,
          resolved(Action ?? NotAction, template.Mappings),
        ]);
      expect(lists(boundary?.['PolicyDocument'])).toEqual(
        lists(rolePlan(ROLES[name], scope).boundary?.document),
      );
    },
  );

  test('has the defaults of the input table', () => {
    const given = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, String(Default as string | number)]],
    );
    const { AllowStackUpdate: allowStackUpdate, ...ofInputs } = Object.fromEntries(given) as Record<
      string,
      string
    >;
    expect(ofInputs).toEqual(parameterValues(defaults() as Inputs));
    expect(allowStackUpdate).toBe('true');
  });

  test('shows every parameter in one section of the console', () => {
    const { Metadata: metadata } = template as unknown as {
      Metadata: { 'AWS::CloudFormation::Interface': { ParameterGroups: { Parameters: string[] }[] } };
    };
    const shown = metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap(
      (group) => group.Parameters,
    );
    expect(shown.sort()).toEqual(Object.keys(template.Parameters).sort());
  });

  const samples: [InputName, string[]][] = [
    [
      'principal',
      [
        '444455556666',
        '44445555666',
        '4444555566667',
        '４４４４５５５５６６６６',
        ' 444455556666',
        '',
        '44445555666a',
      ],
    ],
    [
      'external_id',
      [
        'octo-ext',
        'a',
        'ab',
        '',
        'a b',
        'a"b',
        'a\nb',
        'a\u200bb',
        '${AWS::AccountId}',
        'x'.repeat(1224),
        'x'.repeat(1225),
      ],
    ],
    [
      'permissions_boundary_arn',
      [
        'arn:aws:iam::111122223333:policy/own',
        'arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
        'arn:aws:iam::111122223333:policy/*',
        'arn:aws:iam::111122223333:role/own',
        'arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary',
        'arn:aws:iam::111122223333:policy/path/OctoRecommendationSearcherBoundary',
      ],
    ],
  ];

  test.each(samples)('takes of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, value);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  const items: [InputName, string[]][] = [
    [
      'vetted_runbooks',
      [
        ...VETTED_RUNBOOK_NAMES,
        ...VETTED_RUNBOOK_NAMES.map((name) => name.toLowerCase()),
        'AWS-RunPacker',
        'AWS-AttachEBSVolume',
        'AWS-ConfigureMaintenanceWindows',
        'AWSSupport-ModifyEBSSnapshotPermission',
        'AWS-StopEC2InstanceWithApproval',
        'xAWS-StopEC2Instance',
        'AWS-StopEC2Instance,AWS-RunPacker',
        'AWS-StopEC2Instance ',
        'AWS-StopEC2Instance\n',
        'AWS-*',
        'Own',
      ],
    ],
    [
      'change_executor_policy_arns',
      ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess', 'arn:aws:iam::aws:policy/*'],
    ],
  ];

  test.each(items)('takes as an element of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, [value]);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  test('installs no role, no policy and no output of a role that is not wanted', () => {
    const some = decided(
      template,
      parameterValues({ ...REQUIRED, roles: ['OctoChangeTemplateApproverRole'] }),
    );
    expect(Object.keys(some.Resources)).toEqual(['OctoChangeTemplateApproverRole']);
  });

  test("turns self-update off where the customer's boundary takes the built-in one's place", () => {
    const own = decided(
      template,
      parameterValues({ ...REQUIRED, permissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    const policies = Object.values(own.Resources).filter(({ Type: type }) => type !== 'AWS::IAM::Role');
    expect(policies.filter((policy) => JSON.stringify(policy).includes('PutRolePolicy'))).toEqual([]);
    expect(policies.filter((policy) => JSON.stringify(policy).includes('UpdateStack'))).toEqual([]);
    for (const name of ['OctoRecommendationSearcherBoundary', 'AlphausAcctAccessBoundary']) {
      const { Statement: statements } = own.Resources[name]?.Properties['PolicyDocument'] as {
        Statement: { Sid: string; Effect: string }[];
      };
      expect(statements.filter(({ Effect: effect }) => effect !== 'Deny')).toEqual([]);
      expect(statements.map(({ Sid: sid }) => sid)).toContain('NothingElse');
    }
  });

  test('refuses self-update beside a boundary of the own, by a rule', () => {
    const { AllowSelfUpdateOrPermissionsBoundaryArn: rule } = cloudFormationTemplate()['Rules'] as Record<
      string,
      unknown
    >;
    expect(rule).toEqual({
      RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundaryArn' }, ''] }] },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AllowSelfUpdate' }, 'true'] }] },
          AssertDescription: expect.stringMatching(
            /^AllowSelfUpdate may not be true where PermissionsBoundaryArn is set/,
          ),
        },
      ],
    });
  });

  const OWN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  test.each([
    ['OctoRecommendationSearcherRole', 'OctoRecommendationSearcherBoundary'],
    ['AlphausAcctAccessRole', 'AlphausAcctAccessBoundary'],
  ])(
    "attaches the Deny of writes to %s where the customer's own boundary is set, and only there",
    (role, ceiling) => {
      const roleWith = (arn: string): Readonly<Record<string, unknown>> =>
        decided(template, parameterValues({ ...REQUIRED, permissionsBoundaryArn: arn })).Resources[role]
          ?.Properties ?? {};
      expect(roleWith(OWN)['ManagedPolicyArns']).toContainEqual({ Ref: ceiling });
      expect(roleWith(OWN)['PermissionsBoundary']).toEqual({ Ref: 'PermissionsBoundaryArn' });
      expect(roleWith('')['ManagedPolicyArns']).not.toContainEqual({ Ref: ceiling });
      expect(roleWith('')['PermissionsBoundary']).toEqual({ Ref: ceiling });
    },
  );

  test('gives the executor what recommendations take, in place of AdministratorAccess, where that is wanted', () => {
    const resources = (changeExecutorAccess?: 'recommendations'): ReturnType<typeof decided>['Resources'] =>
      decided(
        template,
        parameterValues({ ...REQUIRED, ...(changeExecutorAccess && { changeExecutorAccess }) }),
      ).Resources;
    const arns = (of: ReturnType<typeof resources>): unknown =>
      of['OctoChangeExecutorRole']?.Properties['ManagedPolicyArns'];
    expect(arns(resources())).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
    ]);
    expect(resources()).not.toHaveProperty('OctoChangeExecutor1');
    expect(arns(resources('recommendations'))).toEqual([{ Ref: 'OctoChangeExecutor1' }]);
    expect(resources('recommendations')['OctoChangeExecutor1']).toMatchObject({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'OctoChangeExecutor1' },
    });
    const without = { ...REQUIRED, roles: ['OctoChangeTemplateApproverRole'] } as const;
    const none = decided(
      template,
      parameterValues({ ...without, changeExecutorAccess: 'recommendations' }),
    ).Resources;
    expect(Object.keys(none)).toEqual(['OctoChangeTemplateApproverRole']);
  });

  test('refuses recommendations for the executor beside policies of the customer, by a rule', () => {
    const { Rules: rules } = template as unknown as { Rules: Record<string, unknown> };
    expect(rules['ChangeExecutorAccessOrChangeExecutorPolicyArns']).toEqual({
      RuleCondition: {
        'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'ChangeExecutorPolicyArns' }] }, ''] }],
      },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ChangeExecutorAccess' }, 'recommendations'] }] },
          AssertDescription:
            'ChangeExecutorAccess may not be recommendations where ChangeExecutorPolicyArns is set; leave one of the two out.',
        },
      ],
    });
  });

  test("fails an update in place that sets or removes the customer's own boundary", () => {
    const boundaries = ['', 'arn:aws:iam::aws:policy/AdministratorAccess'].map(
      (arn) => decided(template, parameterValues({ ...REQUIRED, permissionsBoundaryArn: arn })).Resources,
    );
    for (const id of ['OctoRecommendationSearcherBoundary', 'AlphausAcctAccessBoundary']) {
      const [before, after] = boundaries.map((resources) => resources[id]?.Properties ?? {});
      // A new description takes a new policy, which CloudFormation makes of none that has a name.
      expect(before?.['ManagedPolicyName']).toBe(id);
      expect(after?.['ManagedPolicyName']).toBe(id);
      expect(before?.['Description']).not.toBe(after?.['Description']);
    }
  });

  test('writes texts that YAML would take for something else in quotes', () => {
    const texts = [
      'true',
      'No',
      '2012-10-17',
      '1e3',
      '',
      ' a',
      'a: b',
      'a #b',
      "it's",
      '*',
      '{a',
      'a\nb',
      'null',
      '0x1',
      '!Ref x',
      'a,b',
      '-',
      'ü',
      'a\\b',
      "it's \\d",
      '"quoted"',
    ];
    const data = {
      Parameters: Object.fromEntries(
        texts.map((value, index) => [`P${index}`, { Default: value, List: [value] }]),
      ),
    };
    expect(parseTemplate(templateYaml(data, 'x'))).toEqual(data);
  });

  test('writes what is empty as what it is', () => {
    const statement = { Sid: 'One', Effect: 'Allow' };
    const data = { A: {}, B: [], C: { 'Fn::If': ['X', [], [statement]] }, D: [{ E: {} }, []] };
    expect(parseTemplate(templateYaml(data, 'x'))).toEqual(data);
  });
});

describe('lists of actions that statements share', () => {
  const names = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, index) => `service:Action${from + index}`);
  const policy = (...lists: unknown[]): unknown => ({
    PolicyDocument: {
      Statement: lists.map((Action, index) => ({ Sid: `S${index}`, Effect: 'Allow', Action })),
    },
  });
  const actionsOf = (id: string, { resources, mappings }: ReturnType<typeof shareActions>): string[] => {
    const { PolicyDocument: document } = resources[id] as {
      PolicyDocument: { Statement: [{ Action: unknown }] };
    };
    return resolved(document.Statement[0].Action, mappings);
  };

  test('stand once in the mapping, called after the shortest statement, and each statement has all of its own', () => {
    const long = [...names(0, 40), 'other:One', 'other:Two'];
    const shared = shareActions({ Ceiling: policy(long), Policy: policy(names(0, 40)) }, []);
    expect(shared.mappings).toEqual({ Actions: { Policy: { S0: names(0, 40) } } });
    const lookup = { 'Fn::FindInMap': ['Actions', 'Policy', 'S0'] };
    const joined = { 'Fn::Join': [',', [{ 'Fn::Join': [',', lookup] }, 'other:One', 'other:Two']] };
    expect(shared.resources).toEqual({
      Policy: policy(lookup),
      Ceiling: policy({ 'Fn::Split': [',', joined] }),
    });
  });

  test('are found in more than two statements, and where statements share several', () => {
    const [first, second] = [names(0, 30), names(30, 60)];
    const { resources, mappings } = shareActions(
      { Both: policy([...first, ...second]), First: policy(first, first), Second: policy(second) },
      [],
    );
    expect(mappings).toEqual({ Actions: { First: { S0: first }, Second: { S0: second } } });
    expect(JSON.stringify(resources)).not.toContain('service:Action');
  });

  test('stay where they are if a name for them saves nothing', () => {
    const resources = { One: policy(names(0, 3)), Two: policy(names(0, 3)) };
    expect(shareActions(resources, [])).toEqual({ resources, mappings: { Actions: {} } });
  });

  test('are the long ones first, and what they were taken from is as it was', () => {
    const resources = {
      Long: policy([...names(0, 60), 'long:One']),
      Short: policy([...names(40, 60), 'short:One']),
      Both: policy(names(0, 60)),
    };
    const before = structuredClone(resources);
    expect(shareActions(resources, []).mappings).toEqual({ Actions: { Both: { S0: names(0, 60) } } });
    expect(resources).toEqual(before);
  });

  test.each([
    ['has them all', names(10, 60), { S0: names(10, 50) }],
    ['drops some', [...names(0, 24), ...names(26, 50)], { S0: names(26, 50), S02: names(0, 24) }],
    ['has them in another order', [...names(20, 50), ...names(0, 20)], { S0: names(0, 50) }],
    ['has others besides', ['another:One', ...names(20, 80), 'another:Two'], { S0: names(20, 50) }],
    ['has none', ['another:One'], undefined],
  ])('keep their order in a boundary, whatever of it a policy shares: one that %s', (_, granted, lists) => {
    const ceiling = [...names(50, 60), 'wider:One*', ...names(0, 50), 'wider:Two*', ...names(60, 70)];
    const shared = shareActions({ Policy: policy(granted), Boundary: policy(ceiling) }, ['Boundary']);
    expect(shared.mappings).toEqual({ Actions: lists ? { Policy: lists } : {} });
    expect(actionsOf('Boundary', shared)).toEqual(ceiling);
    expect(actionsOf('Policy', shared).sort()).toEqual([...granted].sort());
  });

  test('are not taken out of a boundary that has them in another order', () => {
    const backwards = [...names(20, 60), ...names(0, 20)];
    const resources = { One: policy(names(0, 60)), Two: policy(names(0, 60)), Boundary: policy(backwards) };
    const shared = shareActions(resources, ['Boundary']);
    expect(actionsOf('Boundary', shared)).toEqual(backwards);
    expect(actionsOf('One', shared).sort()).toEqual(names(0, 60).sort());
  });

  test('fail where a boundary has an action twice', () => {
    const twice = { Boundary: policy([...names(0, 30), 'service:Action3']) };
    expect(() => shareActions(twice, ['Boundary'])).toThrow('Boundary, S0 has an action twice');
  });
});

describe('rows that grant on every resource, under no condition', () => {
  const allow = (sid: string, Action: unknown, more: object = {}): object => ({
    Sid: sid,
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...more,
  });
  const others = [
    allow('Denied', ['d:One', 'd:Two'], { Effect: 'Deny' }),
    allow('Conditional', 'c:One', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    allow('Scoped', ['s:One'], { Resource: ['arn:aws:s3:::bucket'] }),
    { 'Fn::If': ['Toggle', allow('Toggled', 't:One'), { Ref: 'AWS::NoValue' }] },
  ];
  const joined = (...statements: object[]): unknown =>
    withOneBaseline({ name: 'Policy', document: { Version: '2012-10-17', Statement: statements } }).document
      .Statement;

  test('are one statement, and no other row is touched', () => {
    expect(joined(allow('Two', ['b:Two', 'a:One']), ...others, allow('One', 'b:Two'))).toEqual([
      allow('Baseline', ['a:One', 'b:Two']),
      ...others,
    ]);
  });

  test('stay as they are where there is but one', () => {
    expect(joined(...others, allow('One', 'a:One'))).toEqual([...others, allow('One', 'a:One')]);
  });

  test('fail where another has their Sid', () => {
    const taken = allow('Baseline', 'a:One', { Effect: 'Deny' });
    expect(() => joined(allow('One', 'a:One'), allow('Two', 'a:Two'), taken)).toThrow(
      'Policy: the Sid Baseline is taken',
    );
  });
});

describe('rows that grant on types of resources', () => {
  const allow = (sid: string, Action: unknown, Resource: unknown, more: object = {}): object => ({
    Sid: sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });
  const absent = (key: string): object => ({ Condition: { Null: { [key]: 'true' } } });
  const joined = (...statements: object[]): unknown =>
    withOneGrantByType({ name: 'Policy', document: { Version: '2012-10-17', Statement: statements } })
      .document.Statement;
  const others = [
    allow('Everywhere', 'a:One', '*'),
    allow('Denied', 'd:One', 'arn:d', { Effect: 'Deny' }),
    allow('Equal', 'e:One', 'arn:e', { Condition: { StringEquals: { 'e:Key': 'x' } } }),
    allow('Present', 'p:One', 'arn:p', { Condition: { Null: { 'p:Key': 'false' } } }),
    allow('Both', 'p:Two', 'arn:p', {
      Condition: { Null: { 'p:Key': 'true' }, Bool: { 'p:Other': 'true' } },
    }),
  ];

  test('are one statement that demands what each demands to be absent, and no other row is touched', () => {
    const rows = [
      allow('Two', ['b:Two', 'b:One'], ['arn:b', 'arn:c']),
      allow('Absent', 'c:One', 'arn:c', absent('c:Key')),
      allow('Another', 'f:One', 'arn:f', absent('f:Key')),
    ];
    expect(joined(...rows, ...others)).toEqual([
      allow('ByType', ['b:One', 'b:Two', 'c:One', 'f:One'], ['arn:b', 'arn:c', 'arn:f'], {
        Condition: { Null: { 'c:Key': 'true', 'f:Key': 'true' } },
      }),
      ...others,
    ]);
  });

  test('stay as they are where there is but one', () => {
    expect(joined(...others, allow('One', 'a:One', 'arn:a'))).toEqual([
      ...others,
      allow('One', 'a:One', 'arn:a'),
    ]);
  });
});

describe('ARNs of a list', () => {
  const sub = (text: string): object => ({ 'Fn::Sub': text });

  test('are one text that is split where they are several, wherever they stand', () => {
    const list = [
      sub('arn:${AWS::Partition}:a:::${AWS::AccountId}'),
      sub('arn:${AWS::Partition}:b:::${Principal}'),
      'arn:*:c:::d',
    ];
    expect(withArnsInOneText({ List: [{ Resource: list }] })).toEqual({
      List: [
        {
          Resource: {
            'Fn::Split': [
              ',',
              {
                'Fn::Sub': [
                  'arn:${P}:a:::${A},arn:${P}:b:::${Principal},arn:*:c:::d',
                  { P: { Ref: 'AWS::Partition' }, A: { Ref: 'AWS::AccountId' } },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test.each([
    ['two', [sub('arn:${AWS::Partition}:a'), sub('arn:${AWS::Partition}:b')]],
    ['none that has a value of the stack', ['arn:*:a', 'arn:*:b', 'arn:*:c']],
    ['one with a comma', [sub('arn:${AWS::Partition}:a,b'), sub('arn:${AWS::AccountId}'), 'arn:*:c']],
    ['one that is a choice', [sub('arn:${AWS::Partition}:a'), { 'Fn::If': ['X', 'a', 'b'] }, 'arn:*:c']],
    ['actions', ['a:One', 'a:Two', 'a:Three']],
  ])('stay as they are: %s', (_, list) => {
    expect(withArnsInOneText({ List: list })).toEqual({ List: list });
  });
});

describe('conditions of the template', () => {
  test('name each condition once that they are made of', () => {
    const scope = new CloudFormationScope();
    const names = [scope.is('AllowSelfUpdate', 'true'), scope.is('PermissionsBoundaryArn', '')];
    expect(scope.all([...names, 'NoOwnBoundary'])).toBe(scope.all(names));
    expect(scope.all(['NoOwnBoundary', 'NoOwnBoundary'])).toBe('NoOwnBoundary');
  });

  test('are those that it names, and all that these are made of', () => {
    const scope = new CloudFormationScope();
    const self = scope.is('AllowSelfUpdate', 'true');
    const inner = scope.all([self, scope.is('PermissionsBoundaryArn', '')]);
    const outer = scope.all([inner, scope.is('AllowStackUpdate', 'true')]);
    scope.is('CostExplorerAccess', 'full');
    const part = { Description: 'CostExplorerAccessFull', List: [{ 'Fn::If': [outer, 'a', 'b'] }] };
    expect(Object.keys(scope.conditionsOf(part)).sort()).toEqual(
      [self, 'NoOwnBoundary', inner, 'StackUpdate', outer].sort(),
    );
    expect(Object.keys(scope.conditionsOf({ Condition: self }))).toEqual([self]);
    expect(() => scope.conditionsOf({ Condition: 'Unknown' })).toThrow('no condition is named Unknown');
  });

  test('choose between what is there for the one value of a parameter and for the other', () => {
    const scope = new CloudFormationScope();
    const [full, reads] = [
      scope.is('CostExplorerAccess', 'full'),
      scope.is('CostExplorerAccess', 'read-only'),
    ];
    const when = (condition: string, ...items: string[]): Part => ({
      items,
      when: { expression: condition },
    });
    const nothing = { Ref: 'AWS::NoValue' };
    expect(scope.concat([when(full, 'a'), when(reads, 'b', 'c'), { items: ['d'] }, when(full, 'e')])).toEqual(
      [
        { 'Fn::If': [full, 'a', 'b'] },
        { 'Fn::If': [full, nothing, 'c'] },
        'd',
        { 'Fn::If': [full, 'e', nothing] },
      ],
    );
    const both = (condition: string): string =>
      scope.all([condition, scope.is('PermissionsBoundaryArn', '')]);
    expect(scope.concat([when(both(full), 'a', 'e'), when(both(reads), 'b')])).toEqual([
      { 'Fn::If': ['NoOwnBoundary', { 'Fn::If': [full, 'a', 'b'] }, nothing] },
      { 'Fn::If': ['NoOwnBoundary', { 'Fn::If': [full, 'e', nothing] }, nothing] },
    ]);
    expect(scope.concat([when(full, 'a'), { items: ['d'] }, when(reads, 'b')])).toEqual([
      { 'Fn::If': [full, 'a', nothing] },
      'd',
      { 'Fn::If': [reads, 'b', nothing] },
    ]);
  });
});

/** A list of actions as CloudFormation makes it of its functions. */
function resolved(action: unknown, mappings: object): string[] {
  const value = (of: unknown): unknown => {
    if (typeof of !== 'object' || of === null || Array.isArray(of)) return of;
    const [[name, argument] = []] = Object.entries(of) as [string, unknown[]][];
    if (name === 'Fn::FindInMap') {
      return (argument as string[]).reduce<unknown>(
        (map, key) => (map as Record<string, unknown>)[key],
        mappings,
      );
    }
    const [delimiter, values] = argument as [string, unknown];
    if (name === 'Fn::Split') return (value(values) as string).split(delimiter);
    return (value(values) as unknown[]).map(value).join(delimiter);
  };
  return [value(action)].flat() as string[];
}

/** As CloudFormation uses it: the whole value. */
function patternOf(name: InputName): RegExp {
  const allowed = template.Parameters[parameterName(name)]?.['AllowedPattern'] as string;
  return new RegExp(`^(?:${allowed})$`);
}
