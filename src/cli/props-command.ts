import { inputsInterface } from '../inputs/to-typescript';
import { writeChanged } from '../process/write-files';

/** The inputs as properties of the constructs, relative to the project. */
export const PROPS_FILE = 'src/constructs/props.ts';

/** Writes the properties of the constructs; returns the paths that changed. */
export function writeProps(project: string): string[] {
  return writeChanged(project, new Map([[PROPS_FILE, inputsInterface()]]));
}
