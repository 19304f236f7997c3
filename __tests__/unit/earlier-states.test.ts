import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  refuseEarlierStates,
  refuseWorkspaces,
  refuseWorkspacesOfFleet,
} from '../../src/stacks/earlier-states';
import { THREE_ACCOUNTS } from '../support/fleet-file';

const INSTALLED = JSON.stringify({ resources: [{ mode: 'managed', instances: [{}] }] });
const EMPTY = JSON.stringify({ resources: [] });
const LOCAL = 'local';
const S3 = 's3';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-earlier-'));
});

afterEach(() => {
  delete process.env['TF_WORKSPACE'];
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe('the account stack', () => {
  test('goes on beside its own state, and beside empty ones of a fleet', () => {
    write('terraform.octo-access.tfstate', INSTALLED);
    write('terraform.octo-111111111111.tfstate', EMPTY);
    expect(() => {
      refuseEarlierStates(folder, LOCAL);
    }).not.toThrow();
  });

  test('fails beside states of a fleet whose file is gone, and says how to go on with each', () => {
    write('terraform.octo-111111111111.tfstate', INSTALLED);
    write('terraform.octo-organization.tfstate', INSTALLED);
    expect(() => {
      refuseEarlierStates(folder, LOCAL);
    }).toThrow(
      [
        'terraform.octo-111111111111.tfstate still holds 1 resource, and the fleet file that lists 111111111111 is gone: put it back; to go on with the stack octo-access, give it the state: mv -n terraform.octo-111111111111.tfstate terraform.octo-access.tfstate; if it is of no use any more, mv -n terraform.octo-111111111111.tfstate terraform.octo-111111111111.tfstate.given-up',
        'terraform.octo-organization.tfstate still holds 1 resource, and the fleet file that lists organization is gone: put it back; if it is of no use any more, mv -n terraform.octo-organization.tfstate terraform.octo-organization.tfstate.given-up',
      ].join('\n'),
    );
    write('terraform.octo-222222222222.tfstate', INSTALLED);
    expect(() => {
      refuseEarlierStates(folder, LOCAL);
    }).not.toThrow(/to go on with the stack/);
    write('prod.yaml', THREE_ACCOUNTS);
    write('terraform.octo-organization.tfstate', EMPTY);
    expect(() => {
      refuseEarlierStates(folder, LOCAL);
    }).not.toThrow();
  });

  test('fails beside its file where the state is kept elsewhere now, unless Terraform itself will notice', () => {
    write('terraform.octo-access.tfstate', INSTALLED);
    expect(() => {
      refuseEarlierStates(folder, S3);
    }).toThrow(
      /keeps the state elsewhere now, so all would be installed twice\. If it was moved already: mv -n \S+ \S+\.moved\. To move it there: test ! -e moving\.tfstate && mv -n terraform\.octo-access\.tfstate moving\.tfstate && npx cdktf synth && /,
    );
    write('cdktf.out/stacks/octo-access/.terraform/terraform.tfstate', '{ "backend": { "type": "local" } }');
    expect(() => {
      refuseEarlierStates(folder, S3);
    }).not.toThrow();
  });
});

describe('a workspace of Terraform', () => {
  test.each(['', 'default'])('is accepted if it is "%s"', (name) => {
    process.env['TF_WORKSPACE'] = name;
    expect(() => {
      refuseWorkspaces(folder, LOCAL, ['octo-access']);
    }).not.toThrow();
  });

  test('is accepted where the state is kept in S3', () => {
    process.env['TF_WORKSPACE'] = 'prod';
    expect(() => {
      refuseWorkspaces(folder, S3, ['octo-access']);
    }).not.toThrow();
  });

  test('fails where its state would be a file in cdktf.out, and says where one is', () => {
    process.env['TF_WORKSPACE'] = 'prod';
    const file = 'cdktf.out/stacks/octo-access/terraform.tfstate.d/prod/terraform.tfstate';
    write(file, INSTALLED);
    expect(() => {
      refuseWorkspaces(folder, LOCAL, ['octo-access']);
    }).toThrow(
      `TF_WORKSPACE is "prod", but the state of a workspace would be a file in cdktf.out, which is deleted at will: unset TF_WORKSPACE, or keep the state in S3 or in HCP Terraform; ${file} still holds 1 resource: mv -n ${file} terraform.octo-access.tfstate`,
    );
  });

  test('fails beside the state of one that nobody has selected now', () => {
    const file = 'cdktf.out/stacks/octo-access/terraform.tfstate.d/prod/terraform.tfstate';
    write(file, INSTALLED);
    expect(() => {
      refuseWorkspaces(folder, LOCAL, ['octo-access']);
    }).toThrow(
      `${file} still holds 1 resource, of the workspace "prod", which would be installed twice: mv -n ${file} terraform.octo-access.tfstate`,
    );
  });

  test('fails if it was selected by hand', () => {
    write('cdktf.out/stacks/octo-222222222222/.terraform/environment', 'dev');
    expect(() => {
      refuseWorkspaces(folder, LOCAL, ['octo-111111111111', 'octo-222222222222']);
    }).toThrow(
      'the workspace "dev" is selected, but its state is a file in cdktf.out, which is deleted at will: terraform -chdir=cdktf.out/stacks/octo-222222222222 workspace select default, or keep the state in S3 or in HCP Terraform',
    );
  });

  const RULE =
    'but a fleet keeps its states in the default workspace, where octo-access fleet reads them; another installation takes another prefix';
  const ofFleet = (): void => {
    refuseWorkspacesOfFleet(folder, S3, ['octo-111111111111', 'octo-222222222222']);
  };

  test('fails for a fleet in S3, where its states would be passed over', () => {
    expect(ofFleet).not.toThrow();
    write('cdktf.out/stacks/octo-222222222222/.terraform/environment', 'dev');
    expect(ofFleet).toThrow(
      `the workspace "dev" is selected, ${RULE}: terraform -chdir=cdktf.out/stacks/octo-222222222222 workspace select default`,
    );
    process.env['TF_WORKSPACE'] = 'prod';
    expect(ofFleet).toThrow(`TF_WORKSPACE is "prod", ${RULE}: unset TF_WORKSPACE`);
    // Said, it wins over the selected one.
    process.env['TF_WORKSPACE'] = 'default';
    expect(ofFleet).not.toThrow();
  });
});
