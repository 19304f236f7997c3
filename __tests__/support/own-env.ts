const own = { ...process.env };

/** Gives the process its own environment back, in place: programs that it starts are searched for in the real one. */
export function restoreEnv(): void {
  for (const name of Object.keys(process.env)) if (!(name in own)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, own);
}
