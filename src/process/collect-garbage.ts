import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects all garbage, in tens of milliseconds, whenever it is called. Left alone, V8 lets garbage grow with what has been in use before, so
 * that work on many items takes more memory than on few.
 */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
