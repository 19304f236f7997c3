import { App } from 'cdktf';
import { readSettings, SettingsError } from './src/settings';
import { AccountStack } from './src/stacks/account-stack';

try {
  const app = new App();
  new AccountStack(app, readSettings(app.node.tryGetContext('octo')));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
