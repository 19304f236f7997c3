import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

/** What users of the package import, relative to the build. */
const ENTRIES = ['index.d.ts', 'cdktn/index.d.ts'];

/** Removes the declarations that no entry leads to, such as the command's: nobody can import what they declare. */
export function keepPublicDeclarations(lib: string): void {
  const program = ts.createProgram(
    ENTRIES.map((entry) => join(lib, entry)),
    { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] },
  );
  const used = new Set(program.getSourceFiles().map(({ fileName }) => resolve(fileName)));
  for (const name of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    const file = resolve(lib, name);
    if (name.endsWith('.d.ts') && !used.has(file)) rmSync(file);
  }
}
