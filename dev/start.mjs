// `npm start`: installs the roles on an emulated AWS and shows each step.
import { handOver } from './setup.mjs';

await handOver('demo/demo.ts');
