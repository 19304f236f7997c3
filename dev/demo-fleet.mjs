// `npm run demo:fleet`: a fleet of accounts on an emulated AWS, from its first deployment to its last.
import { handOver } from './setup.mjs';

await handOver('demo/demo-fleet.ts');
