// `npm run test:faults`: deployments that are throttled, cut and killed, each followed by a plain run.
import { handOver } from './setup.mjs';

await handOver('faults/index.ts');
