/** An error whose message says what is wrong and what to do; a command prints it without a trace. */
export abstract class ErrorInWords extends Error {}
