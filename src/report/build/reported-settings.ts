import { inputProperty, type Configuration, type InputName } from '../../inputs/table';

/** Values of inputs other than their defaults whose effect the report shows, in the order of the input table. */
export const SETTINGS: readonly { readonly input: InputName; readonly setting: unknown }[] = [
  { input: 'roles', setting: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] },
  { input: 'tags', setting: { team: 'finops' } },
  { input: 'role_tags', setting: { AlphausAcctAccessRole: { 'dp:exclude:identity': 'true' } } },
  { input: 'max_session_duration', setting: 3600 },
  {
    input: 'permissions_boundary_arn',
    setting: 'arn:{partition}:iam::{accountId}:policy/your-boundary',
  },
  { input: 'allow_self_update', setting: false },
  { input: 'cost_explorer_access', setting: 'read-only' },
  { input: 'cost_optimization_hub_enrollment', setting: false },
  { input: 'vetted_runbooks', setting: [] },
  { input: 'direct_automation', setting: 'any' },
  { input: 'change_requests', setting: 'any' },
  { input: 'require_change_request_approval', setting: true },
  { input: 'change_executor_access', setting: 'recommendations' },
  {
    input: 'change_executor_policy_arns',
    setting: ['arn:{partition}:iam::{accountId}:policy/your-change-rights'],
  },
  { input: 'change_executor_source_arn_check', setting: false },
  { input: 'cloudformation_stack_arn', setting: '{stackArn}' },
];

/** A configuration with one input set. */
export function withSetting(base: Configuration, input: InputName, setting: unknown): Configuration {
  return { ...base, [inputProperty(input)]: setting };
}
