/** A job that people run, to be disturbed. */
export interface Scenario {
  readonly id: string;
  /** The stack of one account, by Terraform alone, or the accounts of a fleet file, by `octo-access fleet`. */
  readonly way: 'account' | 'fleet';
  /** `change` deploys other inputs over an installation, `adopt` takes over roles that something else installed. */
  readonly job: 'deploy' | 'change' | 'destroy' | 'adopt';
  /** What has installed the roles that are taken over. */
  readonly earlier?: 'hand' | 'stack';
  /** Where the states are. */
  readonly backend: 'local' | 's3';
  /** So many calls that change something it makes at the least. */
  readonly changes: number;
  /** So many of them Terraform makes. @default - all */
  readonly ofTerraform?: number;
}

/** The jobs, in the order in which seeds take them. */
export const SCENARIOS: readonly Scenario[] = [
  { id: 'account-deploy', way: 'account', job: 'deploy', backend: 'local', changes: 16 },
  { id: 'fleet-deploy', way: 'fleet', job: 'deploy', backend: 'local', changes: 32 },
  { id: 'account-destroy', way: 'account', job: 'destroy', backend: 'local', changes: 15 },
  { id: 'fleet-change', way: 'fleet', job: 'change', backend: 'local', changes: 25 },
  { id: 'fleet-deploy-s3', way: 'fleet', job: 'deploy', backend: 's3', changes: 36 },
  { id: 'fleet-destroy', way: 'fleet', job: 'destroy', backend: 'local', changes: 30 },
  {
    id: 'adopt-hand',
    way: 'fleet',
    job: 'adopt',
    earlier: 'hand',
    backend: 'local',
    changes: 56,
    ofTerraform: 52,
  },
  { id: 'fleet-change-s3', way: 'fleet', job: 'change', backend: 's3', changes: 29 },
  {
    id: 'adopt-stack-s3',
    way: 'fleet',
    job: 'adopt',
    earlier: 'stack',
    backend: 's3',
    changes: 68,
    ofTerraform: 60,
  },
];
