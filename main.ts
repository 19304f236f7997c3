import { App } from 'cdktf';
import { findFleet } from './src/fleet/find-fleet';
import { FleetFileError } from './src/fleet/fleet-file-error';
import { AccountStack } from './src/stacks/account-stack';
import { synthesizeFleet } from './src/stacks/fleet-stacks';
import { readSettings, SettingsError } from './src/stacks/settings';

try {
  const app = new App();
  const fleet = findFleet(process.cwd());
  if (fleet) {
    synthesizeFleet(app, fleet);
  } else {
    new AccountStack(app, readSettings(app.node.tryGetContext('octo')));
    app.synth();
  }
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof FleetFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
