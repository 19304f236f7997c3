/** What can happen to one call. */
export type Fault =
  /** Refused as one too many. */
  | 'throttle'
  /** Answered by status 500 or 503, and not carried out. */
  | 'error'
  /** The connection breaks before the call is carried out. */
  | 'cut'
  /** Carried out, but the connection breaks, or the answer is a status of 500. Calls that change something only. */
  | 'lost'
  /** Carried out later. */
  | 'delay';

/** How a run is ended from outside. */
export interface Kill {
  /** The signals, one after another. */
  readonly signals: readonly NodeJS.Signals[];
  /** The command, or one Terraform alone, as where memory is short. */
  readonly whom: 'command' | 'terraform';
}

/** How a run is disturbed. */
export interface Attack {
  readonly id: string;
  /** How often each fault happens: a share of the calls that it can happen to. */
  readonly faults?: Readonly<Partial<Record<Fault, number>>>;
  /** The run is ended after some number of calls that change something. */
  readonly kill?: Kill;
  /** From that call on, the bucket of the states takes nothing more, as where the credentials expire. */
  readonly refusesStates?: true;
}

/** All attacks; where a state is a file, those on buckets are left out. */
export const ATTACKS: readonly Attack[] = [
  { id: 'killed', kill: { signals: ['SIGKILL'], whom: 'command' } },
  { id: 'lost answers', faults: { lost: 0.3 } },
  { id: 'interrupted', kill: { signals: ['SIGINT'], whom: 'command' } },
  { id: 'states refused', refusesStates: true },
  { id: 'cut', faults: { cut: 0.2 } },
  { id: 'Terraform killed', kill: { signals: ['SIGKILL'], whom: 'terraform' } },
  { id: 'throttled', faults: { throttle: 0.25 } },
  { id: 'everything', faults: { throttle: 0.06, error: 0.06, cut: 0.06, lost: 0.12, delay: 0.2 } },
  { id: 'interrupted twice', kill: { signals: ['SIGINT', 'SIGINT'], whom: 'command' } },
  { id: 'errors', faults: { error: 0.2 } },
  { id: 'lost, then killed', faults: { lost: 0.2 }, kill: { signals: ['SIGKILL'], whom: 'command' } },
  { id: 'ended', kill: { signals: ['SIGTERM'], whom: 'command' } },
];
