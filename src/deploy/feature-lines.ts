import { REASONS, type FeatureState, type Lack } from '../account/feature-state';
import type { VerifiedAccount } from '../account/verify-report';
import { shortList } from '../text/short-list';
import { label } from './summary';

const WORDS: Readonly<Record<FeatureState['status'], string>> = {
  ready: 'ready',
  not_ready: 'not ready',
  left_out: 'left out',
  unknown: 'unknown',
};

/** Most actions that a line names; the report has all. */
const MOST = 4;

/** The features of an account as a table, if it was asked for; empty otherwise. */
export function featureLines({ features, ...account }: VerifiedAccount): string[] {
  if (features === undefined) return [];
  const ready = features.filter(({ status }) => status === 'ready').length;
  return [
    `${label(account)}: ${ready} of ${features.length} features ready`,
    ...features.map(({ feature, status, missing }) => {
      const because = status === 'left_out' ? 'by the inputs' : missing.map(inWords).join('; ');
      return `  ${WORDS[status].padEnd(9)}  ${feature}${because === '' ? '' : `: ${because}`}`;
    }),
  ];
}

function inWords({ role, reason, actions }: Lack): string {
  return `${role} ${REASONS[reason]} ${shortList(actions, MOST)}`.trimEnd();
}
