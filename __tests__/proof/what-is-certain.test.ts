import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { changesNothing } from '../../src/analysis/action-catalogue';
import type { Analysis } from '../../src/analysis/analysis';
import { surelyDenied } from '../../src/analysis/denied';
import type { Installation } from '../../src/analysis/installations';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { reachOf, type Reach } from '../../src/analysis/reach/reach';
import { ControlledRole } from '../../src/analysis/reach/controlled-role';
import type { KnownContext } from '../../src/analysis/conditions';
import type { RoleName } from '../../src/names/role-names';
import { everyJudgedInstallation } from '../support/every-installation';
import { sharedAnalysis } from '../support/reference';

const ROOT = resolve(__dirname, '../..');

let all: Analysis;
/** AWS's actions that do more than read. */
let changing: readonly string[] = [];
/** Each installation and Alphaus's reach in it: every input both ways, both deliveries, three partitions. */
let asked: readonly { readonly installation: Installation; readonly reach: Reach }[] = [];

beforeAll(async () => {
  all = await sharedAnalysis();
  changing = all.names.filter((action) => !changesNothing(all.actions.get(action)?.accessLevel));
  asked = everyJudgedInstallation().map((installation) => {
    const { roles, configuration } = installation;
    const { principal, externalId } = configuration;
    const partition = partitionOf(installation);
    const model = { partition, accountId: '111122223333', principal, externalId, roles };
    return { installation, reach: reachOf(model, all) };
  });
}, 60_000);

/** Titles of the installations that fail a check. */
function exceptions(isSo: (installation: Installation, reach: Reach) => boolean): string[] {
  return asked.flatMap(({ installation, reach }) => (isSo(installation, reach) ? [] : [installation.title]));
}

/** Whether the analysis found no weakness of these kinds. */
const without =
  (...kinds: string[]) =>
  (_: Installation, { weaknesses }: Reach): boolean =>
    !weaknesses.some(({ id }) => kinds.some((kind) => id.startsWith(`${kind}[`)));

function controlledRoleOf({ roles }: Installation, name: RoleName): ControlledRole | undefined {
  const role = roles.find((one) => one.name === name);
  return role && new ControlledRole(role, { session: [] });
}

const UPDATER: RoleName = 'OctoSSMUpdaterRole';

function tagged(value: string | null): KnownContext {
  return { 'aws:ResourceTag/OctoApproved': value, 'ssm:resourceTag/OctoApproved': value };
}

const documentIn = (partition: string): string => `arn:${partition}:ssm:*:111122223333:document/*`;

function partitionOf({ roles }: Installation): string {
  return roles[0]?.arn.split(':')[1] ?? '';
}

/** Whether the updater can never call an action on a document with one of these tag values. */
const never =
  (actions: readonly string[], values: readonly (string | null)[], context: KnownContext = {}) =>
  (installation: Installation): boolean => {
    const controlled = controlledRoleOf(installation, UPDATER);
    return (
      !controlled ||
      !actions.some((action) =>
        values.some((value) =>
          controlled.can(action, documentIn(partitionOf(installation)), { ...tagged(value), ...context }),
        ),
      )
    );
  };

/** Whether an end-to-end test of that title exists, which checks the sentence with the real Terraform. */
const endToEnd = (file: string, title: string) => (): boolean =>
  readFileSync(join(ROOT, '__tests__/e2e', file), 'utf8').includes(title);

/** Whether `Allow *` inline lets AlphausAcctAccessRole change nothing that it cannot change as installed. */
function addsNoWrite({ roles }: Installation): boolean {
  const role = roles.find(({ name }) => name === 'AlphausAcctAccessRole');
  if (!role) return true;
  const before = mayEver(permissionsOf(role, false), all);
  const after = mayEver(permissionsOf(role, true), all);
  return changing.every((action) => before.has(action) || !after.has(action));
}

const isAny = ({ configuration }: Installation): boolean =>
  configuration.directAutomation === 'any' || configuration.changeRequests === 'any';

/** The sentences of README, "What is certain", by their beginnings, each with its check. */
const CERTAIN: readonly [string, (installation: Installation, reach: Reach) => boolean][] = [
  [
    "Only Alphaus's account, and only with your external id,",
    without('stranger', 'confused-deputy', 'no-external-id', 'trust-principal', 'trust-action'),
  ],
  [
    'The trust policies of OctoChangeExecutorRole and OctoChangeTemplateApproverRole',
    without('trust', 'session'),
  ],
  [
    'Every action of AWS that writes, tags or manages permissions is denied expressly to OctoRecommendationSearcherRole',
    ({ roles }) => {
      const role = roles.find(({ name }) => name === 'OctoRecommendationSearcherRole');
      if (!role) return true;
      const denied = surelyDenied(permissionsOf(role, true), all);
      expect(changing.length).toBeGreaterThan(10_000);
      return changing.every((action) => denied.has(action));
    },
  ],
  [
    'Whatever Alphaus writes inline, even `Allow *`, AlphausAcctAccessRole',
    (installation, reach) => without('write')(installation, reach) && addsNoWrite(installation),
  ],
  [
    'To all roles but OctoChangeExecutorRole, every action is denied expressly',
    without('open-to-resource-policies'),
  ],
  [
    'OctoSSMUpdaterRole can neither edit, delete nor replace a document',
    (installation) =>
      never(
        [
          'ssm:CreateDocument',
          'ssm:DeleteDocument',
          'ssm:UpdateDocument',
          'ssm:UpdateDocumentDefaultVersion',
        ],
        ['true', 'review', 'frozen', 'True', ''],
      )(installation) &&
      never(['ssm:AddTagsToResource'], ['true', null], { 'aws:TagKeys': ['octoapproved'] })(installation) &&
      never(['ssm:RemoveTagsFromResource', 'ssm:UpdateDocumentMetadata'], ['true', null])(installation),
  ],
  [
    'By default OctoSSMUpdaterRole starts a document of your account, or requests a change',
    (installation) =>
      isAny(installation) ||
      (never(['ssm:StartChangeRequestExecution'], [null, 'review', 'True', ''])(installation) &&
        startsNothing(installation)),
  ],
  [
    'Beside a permissions boundary of yours, AlphausAcctAccessRole writes no policy',
    ({ configuration }, { sessions }) =>
      configuration.permissionsBoundaryArn === null || sessions.every(({ written }) => !written),
  ],
  [
    'By the rights of the roles alone, every escalation path to administrator rights needs your approval',
    ({ configuration }, { paths }) =>
      configuration.directAutomation === 'any' ||
      paths.every(({ approval, supposing }) => approval || supposing !== undefined),
  ],
  [
    'With Terraform, a foreign policy on the roles shows in the next plan',
    endToEnd(
      'account-stack.test.ts',
      'it("removes what is foreign with the next apply, keeps Alphaus\'s inline policies',
    ),
  ],
  [
    'With Terraform, what Alphaus wrote into a role is deleted before the limits',
    endToEnd('transitions.test.ts', "it('removes what Alphaus wrote before it lets the boundary go"),
  ],
];

/** Documents of the account, without names that are reserved for Amazon. */
function startsNothing(installation: Installation): boolean {
  const controlled = controlledRoleOf(installation, UPDATER);
  const one = documentIn(partitionOf(installation)).replace('document/*', 'document/Own');
  const start = 'ssm:StartAutomationExecution';
  return (
    !controlled || ![null, 'review', 'True', ''].some((value) => controlled.can(start, one, tagged(value)))
  );
}

describe('what README calls certain', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = /\n## What is certain\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const sentences = section
    .split(/\n- /)
    .slice(1)
    .map((text) => text.replace(/\s+/g, ' ').trim());

  test('has a check for every sentence, and a sentence for every check', () => {
    expect(sentences).toHaveLength(CERTAIN.length);
    expect(sentences.map((sentence, index) => sentence.startsWith(CERTAIN[index]?.[0] ?? '?'))).toEqual(
      sentences.map(() => true),
    );
  });

  test.each(CERTAIN)('%s …', (_, isSo) => {
    expect(asked.length).toBeGreaterThan(20);
    expect(exceptions(isSo)).toEqual([]);
  });
});
