// `npm start`: the main job on an emulated AWS, shown happening.
import { handOver } from './setup.mjs';

await handOver('demo/demo.ts');
