import { ATTACKS, type Attack } from './attacks';
import { chance } from './chance';
import { SCENARIOS, type Scenario } from './scenarios';

/** The seeds of `npm run test:faults`. */
export const SEEDS: readonly number[] = Array.from({ length: 50 }, (_, index) => index + 1);

/** What a seed decides before a run begins. */
export interface Seeded {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly attack: Attack;
  /** After how many calls that change something the attack comes, if it comes at one moment; of Terraform's, if it is killed alone. */
  readonly point: number;
  /** Whether that call is carried out; its answer is lost with the run. */
  readonly carriedOut: boolean;
}

/**
 * What a seed stands for. The scenarios take turns, and each meets the attacks one after another, beginning with another one
 * than its neighbours.
 */
export function seeded(seed: number): Seeded {
  const turn = (seed - 1) % SCENARIOS.length;
  const scenario = SCENARIOS[turn];
  if (scenario === undefined) throw new Error(`a seed is a whole number from 1 on, got ${seed}`);
  const attacks = ATTACKS.filter(({ refusesStates }) => !refusesStates || scenario.backend === 's3');
  const round = Math.floor((seed - 1) / SCENARIOS.length);
  const attack = attacks[(round + 6 * turn) % attacks.length];
  if (attack === undefined) throw new Error('there is no attack');
  const { changes, ofTerraform = changes } = scenario;
  const reachable = attack.kill?.whom === 'terraform' ? ofTerraform : changes;
  return {
    seed,
    scenario,
    attack,
    point: 1 + Math.floor(chance(seed, 'point') * reachable),
    carriedOut: chance(seed, 'carried out') < 0.6,
  };
}
