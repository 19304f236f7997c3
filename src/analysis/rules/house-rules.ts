import { ACTION_RULES } from './action-rules';
import { CONDITION_RULES } from './condition-rules';
import { DELEGATION_RULES } from './delegation-rules';
import { RESOURCE_RULES } from './resource-rules';
import type { Rule } from './rule';
import { TRUST_RULES } from './trust-rules';

/** The house rules, in the order of every listing. */
export const RULES: readonly Rule[] = [
  ...TRUST_RULES,
  ...ACTION_RULES,
  ...RESOURCE_RULES,
  ...DELEGATION_RULES,
  ...CONDITION_RULES,
];
