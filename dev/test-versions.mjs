// `npm run test:versions`: what we ship, on each version of the tools that people have.
import { handOver } from './setup.mjs';

await handOver('versions/index.ts');
