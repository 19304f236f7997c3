// `npm test`: every check and every test.
import { handOver } from './setup.mjs';

await handOver('run-tests.ts');
