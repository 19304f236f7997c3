import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildForCdktn } from '../../dev/build/cdktn-build';

let lib: string;

beforeEach(() => {
  lib = mkdtempSync(join(tmpdir(), 'octo-lib-'));
  write('index.js', 'var octo_1 = require("./constructs/octo");\nvar names_1 = require("./names/names");\n');
  write('index.d.ts', "export { Octo } from './constructs/octo';\n");
  write('constructs/octo.js', 'const names_1 = require("../names/names");\n');
  write('constructs/octo.d.ts', "export declare const octo: import('cdktf').IResolvable;\n");
  write('deploy/fleet-session.js', 'Promise.resolve().then(() => require("../names/names.js"));\n');
  write('deploy/adopt-fleet.js', '"use strict";\n');
  write('names/names.js', '"use strict";\n');
});

afterEach(() => {
  rmSync(lib, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(lib, name)), { recursive: true });
  writeFileSync(join(lib, name), text);
}

function built(name: string): string {
  return readFileSync(join(lib, 'cdktn', name), 'utf8');
}

describe('the build for cdktn', () => {
  test('holds what reaches cdktf, if only by its types, and shares all else', () => {
    expect(buildForCdktn(lib).sort()).toEqual(['constructs/octo', 'index']);
    expect(built('index.js')).toBe(
      'var octo_1 = require("./constructs/octo");\nvar names_1 = require("../names/names");\n',
    );
    expect(built('constructs/octo.js')).toBe('const names_1 = require("../../names/names");\n');
    expect(built('constructs/octo.d.ts')).toBe("export declare const octo: import('cdktn').IResolvable;\n");
    expect(existsSync(join(lib, 'cdktn/names'))).toBe(false);
  });

  test('imports the bindings of cdktn, and the same constructs, whatever the form of the import', () => {
    write(
      'deploy/fleet-session.js',
      [
        'const role_1 = require("@cdktf/provider-aws/lib/iam-role");',
        'const constructs_1 = require("constructs");',
        'import("../names/names.js");',
      ].join('\n'),
    );
    write('deploy/fleet-session.d.ts', "import type { App } from 'cdktf';\nexport * from 'cdktf';\n");
    buildForCdktn(lib);
    expect(built('deploy/fleet-session.js')).toBe(
      [
        'const role_1 = require("@cdktn/provider-aws/lib/iam-role");',
        'const constructs_1 = require("constructs");',
        'import("../../names/names.js");',
      ].join('\n'),
    );
    expect(built('deploy/fleet-session.d.ts')).toBe(
      "import type { App } from 'cdktn';\nexport * from 'cdktn';\n",
    );
  });

  test('leaves the names in texts and comments, and packages whose names only begin alike', () => {
    const text =
      '// as "cdktf" does\nconst out = "cdktf.out", how = "npx cdktf synth", own = require("cdktf-own");\n';
    write('constructs/octo.js', text);
    buildForCdktn(lib);
    expect(built('constructs/octo.js')).toBe(text);
  });

  test('has nothing of an earlier build', () => {
    write('cdktn/constructs/gone.js', '');
    buildForCdktn(lib);
    expect(existsSync(join(lib, 'cdktn/constructs/gone.js'))).toBe(false);
  });

  test('fails where the compiler has not run, and says so', () => {
    rmSync(join(lib, 'deploy/fleet-session.js'));
    expect(() => buildForCdktn(lib)).toThrow(/fleet-session is missing: run tsc -p tsconfig\.build\.json/);
  });
});
