import { App } from 'cdktf';
import { findFleet } from './src/fleet/find-fleet';
import { FleetFileError } from './src/fleet/fleet-file-error';
import { readSettings, SettingsError } from './src/settings';
import { AccountStack } from './src/stacks/account-stack';
import { fleetStacks } from './src/stacks/fleet-stacks';

try {
  const app = new App();
  const fleet = findFleet(process.cwd());
  if (fleet) fleetStacks(app, fleet);
  else new AccountStack(app, readSettings(app.node.tryGetContext('octo')));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof FleetFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
