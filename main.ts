import { App } from 'cdktf';
import { findFleet } from './src/fleet/find-fleet';
import { ErrorInWords } from './src/names/error-in-words';
import { AccountStack } from './src/stacks/account-stack';
import { synthesizeFleet } from './src/stacks/fleet-stacks';
import { readSettings } from './src/stacks/settings';

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
  if (!(error instanceof ErrorInWords)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
