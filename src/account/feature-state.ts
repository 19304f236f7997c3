import type { RoleName } from '../names/role-names';

/** Why calls of a feature do not succeed. */
export const REASONS = {
  absent: 'is not there',
  not_assumable: 'cannot be assumed by whom it is for',
  not_allowed: 'may not call',
  not_read: 'has policies of AWS whose content is not known here, and may or may not call',
} as const;

/** Whether a feature works; `left_out` if the inputs leave it out. */
export const FEATURE_STATUSES = ['ready', 'not_ready', 'left_out', 'unknown'] as const;

/** What a feature lacks. */
export interface Lack {
  readonly role: RoleName;
  readonly reason: keyof typeof REASONS;
  /** Empty where it is about all that the role does. */
  readonly actions: readonly string[];
}

/** Whether a feature works with what is deployed. */
export interface FeatureState {
  readonly feature: string;
  readonly status: (typeof FEATURE_STATUSES)[number];
  readonly missing: readonly Lack[];
}
