import { AttentionError } from '../names/error-in-words';

/** Octo could not be asked, or answered with an error; in one sentence with the remedy. */
export class OctoError extends AttentionError {}
