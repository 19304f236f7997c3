import { expect, test } from '@jest/globals';
import { stateInOtherWorkspace } from '../../src/deploy/other-workspaces';

const STATE = JSON.stringify({ resources: [{ mode: 'managed', instances: [{}] }] });

/** What is said of a bucket with these workspaces; every command that is run is noted. */
function saidOf(
  listed: readonly [number, string],
  states: Readonly<Record<string, string>> = {},
  ran: string[] = [],
): Promise<string | undefined> {
  return stateInOtherWorkspace({
    stack: 'octo-111111111111',
    folder: 'a fleet/stack',
    program: 'terraform',
    call: (args, { TF_WORKSPACE = 'default' } = {}) => {
      ran.push(`${TF_WORKSPACE}: ${args.join(' ')}`);
      const [status, stdout] = args[0] === 'workspace' ? listed : [0, states[TF_WORKSPACE] ?? ''];
      return Promise.resolve({ status, stdout });
    },
  });
}

test('a state in another workspace is found, with the commands that take it over or give it up', async () => {
  const listed = [0, '* default\n  empty\n  prod\n\n\nThe active workspace is being overridden.\n'] as const;
  const terraform = (name: string): string => `TF_WORKSPACE=${name} terraform -chdir='a fleet/stack'`;
  const forget = `${terraform('default')} workspace delete -force prod`;
  const copy = 'octo-111111111111.prod.tfstate';
  const keep = `test ! -e ${copy} && ${terraform('prod')} state pull > ${copy}`;
  expect(await saidOf(listed, { empty: '{"resources":[]}', prod: STATE })).toBe(
    `the bucket has a state of it in the workspace "prod" of Terraform, which still holds resources, so all would be installed twice; to take it over: ${keep} && ${terraform('default')} state push - < ${copy} && ${forget} && mv -n ${copy} ${copy}.moved; if it is of no use any more: ${keep} && ${forget}`,
  );
});

test('the default workspace alone takes one command, and says nothing', async () => {
  const ran: string[] = [];
  expect(await saidOf([0, '* default\n'], { default: STATE }, ran)).toBeUndefined();
  expect(ran).toEqual(['default: workspace list']);
});

test('a bucket that may not be listed is not looked at any further', async () => {
  const ran: string[] = [];
  expect(await saidOf([1, '  prod\n'], { prod: STATE }, ran)).toBeUndefined();
  expect(ran).toHaveLength(1);
});
