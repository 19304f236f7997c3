// Has `import()` of a TypeScript file load it as `require` does, where tsx compiles it: tsx's own hooks for `import`
// start a compiler in a thread beside each worker.

const isTypeScript = (url) => url?.replace(/\?.*$/, '').endsWith('.ts');

/** What a TypeScript file imports as `./x.js` is `./x.ts`. */
export function resolve(specifier, context, next) {
  const isOurs = specifier.startsWith('.') && isTypeScript(context.parentURL);
  return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export function load(url, context, next) {
  return isTypeScript(url) ? { format: 'commonjs', source: null, shortCircuit: true } : next(url, context);
}
