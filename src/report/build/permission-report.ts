import type { Analysis } from '../../analysis/analysis';
import { controlledRolesOf } from '../../analysis/reach/controlled-roles';
import { ROLES } from '../../catalogue/roles';
import { defaults, inputSpec, type Configuration } from '../../inputs/inputs';
import { plannedRoles } from '../../policy/installed';
import { Actions } from './listed-actions';
import {
  REPORT_FORMAT,
  type AdministratorWay,
  type PermissionReport,
  type SettingReport,
} from '../shape/report-shape';
import type { RoleReport } from '../shape/role-shape';
import { accountModelOf, administratorPaths, reachReport, REPORTED_ACCOUNT } from './reach-report';
import { rightsChanges } from '../diff/rights-change';
import { rightsOf, roleReport, type Rights, type RoleFacts } from './role-report';
import { SETTINGS, withSetting } from './reported-settings';
import { sizesOf } from './sizes';

/** The sources of the report, in addition to the catalogue of the roles. */
export interface ReportSources {
  /** Version of this project. */
  readonly release: string;
  readonly analysis: Analysis;
  /** The source of AWS's actions. */
  readonly source: { readonly name: string; readonly version: string };
}

/** Path of the published schema, relative to the report's folder. */
const SCHEMA = '../schema/permissions.schema.json';

/** The meaning of the placeholders. */
const PLACEHOLDER_MEANINGS = {
  partition: 'partition of your account: aws, aws-us-gov or aws-cn',
  accountId: 'your account, 12 digits',
  principal: 'account of Alphaus, 12 digits: input principal',
  externalId: 'your external id: input external_id',
  stackArn: 'ARN of the one stack that may be updated: input cloudformation_stack_arn',
};

const BY_TEMPLATE =
  'AlphausAcctAccessRole may update the stack that contains the roles, unless AllowStackUpdate or AllowSelfUpdate is false. A permissions boundary of your own turns both off.';

/** Every right of every role in an installation with default inputs, and what other inputs add and remove. */
export function permissionReport({ release, analysis, source }: ReportSources): PermissionReport {
  const reporter = new Reporter(new Actions(analysis));
  const { actions } = reporter;
  const base = { ...defaults(), principal: '{principal}', externalId: '{externalId}' };
  const installation = reporter.installation(base);
  return {
    $schema: SCHEMA,
    format: REPORT_FORMAT,
    release,
    actions: {
      source: source.name,
      version: source.version,
      count: actions.names.length,
      services: actions.services.length,
      levels: actions.levels,
    },
    placeholders: PLACEHOLDER_MEANINGS,
    roles: installation.roles,
    reach: reachReport(accountModelOf(base), actions),
    settings: SETTINGS.map(({ input, setting }): SettingReport => {
      const other = reporter.installation(withSetting(base, input, setting));
      return {
        input,
        setting,
        description: inputSpec(input).description,
        ...difference(installation, other, actions),
      };
    }),
    forms: [
      {
        form: 'cloudformation',
        description: BY_TEMPLATE,
        ...difference(
          installation,
          reporter.installation(withSetting(base, 'cloudformation_stack_arn', '{stackArn}')),
          actions,
        ),
      },
    ],
  };
}

function difference(
  before: Installation,
  after: Installation,
  actions: Actions,
): Pick<SettingReport, 'roles' | 'administrator'> {
  return {
    roles: rightsChanges(before.roles, after.roles, actions),
    administrator: { adds: lacking(after.paths, before.paths), takes: lacking(before.paths, after.paths) },
  };
}

function lacking(
  paths: readonly AdministratorWay[],
  others: readonly AdministratorWay[],
): AdministratorWay[] {
  return paths.filter(
    ({ id, approval }) => !others.some((other) => other.id === id && other.approval === approval),
  );
}

interface Installation {
  readonly roles: readonly RoleReport[];
  readonly paths: readonly AdministratorWay[];
}

/** Reports on similar installations: a document that two of them share is analysed once. */
class Reporter {
  private readonly rights = new Map<string, Rights>();
  private readonly sizes = new Map(Object.values(ROLES).map((role) => [role.name, sizesOf(role)]));

  constructor(readonly actions: Actions) {}

  installation(configuration: Configuration): Installation {
    const planned = plannedRoles(REPORTED_ACCOUNT, configuration);
    const model = accountModelOf(
      configuration,
      planned.map(({ installed }) => installed),
    );
    const controlledRoles = controlledRolesOf(model);
    const roles = planned.map(({ plan, installed }) => {
      const { name } = installed;
      const facts = {
        plan,
        installed,
        configuration,
        control: controlledRoles.get(name)?.control ?? {},
        sizes: this.sizes.get(name) ?? [],
      };
      return roleReport(facts, this.rightsOf(facts), this.actions);
    });
    return { roles, paths: administratorPaths(controlledRoles, model) };
  }

  private rightsOf(facts: RoleFacts): Rights {
    const { policies, foreignPolicyArns, boundary } = facts.installed;
    const key = JSON.stringify([policies, foreignPolicyArns, boundary, Object.keys(facts.control).sort()]);
    const rights = this.rights.get(key) ?? rightsOf(facts, this.actions);
    this.rights.set(key, rights);
    return rights;
  }
}
