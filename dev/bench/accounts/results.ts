import type { Layout } from '../../../src/fleet/fleet';
import type { Cost } from '../workspace';

/** What a layout took for a number of accounts. */
export interface LayoutRun {
  readonly layout: Layout;
  readonly accounts: number;
  /** From nothing to installed: `init` included, and for a state an account the synthesis. */
  readonly deploy: Cost;
  /** A plan that finds nothing to do. */
  readonly plan: Cost;
}

/** What the synthesis of a fleet took, as a whole process. */
export interface SynthesisRun extends Cost {
  readonly accounts: number;
}

/** How a run ended in which one account could not be deployed, and the run for the rest. */
export interface FailureRun {
  readonly accounts: number;
  readonly first: Ending;
  readonly rest: Ending;
}

/** How a run of a fleet ended. */
export interface Ending {
  /** Exit status. */
  readonly status: number;
  /** Ids of accounts. */
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** What `octo-access verify` and `octo-access fleet plan` took for a number of accounts, each turn in order. */
export interface LookRun {
  readonly accounts: number;
  readonly verify: readonly Cost[];
  /** Empty where it was not measured. */
  readonly plan: readonly Cost[];
}

/** What a deployment took with which a few accounts differed before. */
export interface DriftRun {
  /** `octo-access fleet deploy --drifted`. */
  readonly drifted: Cost;
  /** `octo-access fleet deploy`. */
  readonly all: Cost;
}

/** Looking at accounts beside planning them. */
export interface VerifyRuns {
  /** Average number of processes that had work in the minute before. */
  readonly load: number;
  readonly looks: readonly LookRun[];
  /** Accounts that differed before each deployment of 100. */
  readonly changed: number;
  readonly drifts: readonly DriftRun[];
}

/** All that the benchmark of many accounts measures; `docs/many-accounts-measured.json`. */
export interface Results {
  /** Without the time of the run, so that only what was measured changes the file. */
  readonly machine: readonly string[];
  /** Accounts that are deployed at the same time where each has a state. */
  readonly parallelism: number;
  readonly layouts: readonly LayoutRun[];
  readonly synthesis: readonly SynthesisRun[];
  readonly failure: FailureRun;
  /** @default - not measured yet */
  readonly verify?: VerifyRuns;
}

/** What people call the layouts. */
export const LAYOUT_NAMES: Readonly<Record<Layout, string>> = {
  'stack-per-account': 'a state an account',
  'provider-aliases': 'provider aliases',
  opentofu: 'OpenTofu for_each',
};
