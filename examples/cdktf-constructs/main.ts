import { App } from 'cdktf';
import { PlatformStack } from './platform-stack';

const app = new App();
new PlatformStack(app, 'platform');
app.synth();
