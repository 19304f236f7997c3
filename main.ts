import { App } from 'cdktf';
import { findFleet } from './src/fleet/find-fleet';
import { stackNames } from './src/fleet/fleet';
import { ErrorInWords } from './src/names/error-in-words';
import { ACCOUNT_STACK, AccountStack } from './src/stacks/account-stack';
import { refuseEarlierStates, refuseWorkspaces, refuseWorkspacesOfFleet } from './src/stacks/earlier-states';
import { synthesizeFleet } from './src/stacks/fleet-stacks';
import { readSettings } from './src/stacks/settings';

try {
  const app = new App();
  const folder = process.cwd();
  const fleet = findFleet(folder);
  if (fleet) {
    refuseWorkspaces(folder, fleet.backend.type, stackNames(fleet));
    refuseWorkspacesOfFleet(folder, fleet.backend.type, stackNames(fleet));
    synthesizeFleet(app, fleet);
  } else {
    const settings = readSettings(app.node.tryGetContext('octo'));
    refuseWorkspaces(folder, settings.backend.type, [ACCOUNT_STACK]);
    refuseEarlierStates(folder, settings.backend.type);
    new AccountStack(app, settings);
    app.synth();
  }
} catch (error) {
  if (!(error instanceof ErrorInWords)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
