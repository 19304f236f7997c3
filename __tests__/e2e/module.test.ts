import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CHANGES, NO_CHANGES, unwrapped } from '../support/configuration';
import { EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const CALL = `
  source      = "../modules/octo-access"
  principal   = "${PRINCIPAL}"
  external_id = "${EXTERNAL_ID}"
`;

/** One installation with the provider at hand. */
const ONCE = { 'main.tf': `module "octo_access" {${CALL}}\n` };

/** The same with another expression for one input. */
const onceWith = (input: string, expression: string): string =>
  ONCE['main.tf'].replace(new RegExp(`(${input} *=).*`), `$1 ${expression}`);

const COUNTED_ACCOUNT = '111122223333';
const PASSED_ACCOUNT = '222233334444';

/** Every way to call a module at once. Role names are fixed, so each call that installs has an account of its own. */
const EVERY_WAY = {
  'main.tf': `
provider "aws" {}

${[COUNTED_ACCOUNT, PASSED_ACCOUNT]
  .map(
    (account) => `
provider "aws" {
  alias = "a${account}"
  assume_role {
    role_arn = "arn:aws:iam::${account}:role/Installer"
  }
}`,
  )
  .join('\n')}

resource "terraform_data" "before" {}

module "each" {
  for_each = toset(["only"])
${CALL}
}

module "none" {
  count = 0
${CALL}
}

module "counted" {
  count     = 1
  providers = { aws = aws.a${COUNTED_ACCOUNT} }
${CALL}
}

module "passed" {
  depends_on = [terraform_data.before]
  providers  = { aws = aws.a${PASSED_ACCOUNT} }
${CALL}
}
`,
};

const suite = toolchainOrSkip();

suite.describe('the Terraform module in emulated AWS accounts', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  beforeEach(() => emulator.reset());

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it('works with for_each, count, depends_on and providers, and leaves nothing when destroyed', async () => {
    const root = await bench.configuration('every-way', EVERY_WAY, { endpoint: emulator.url }).init();
    await root.apply();
    const accounts = [undefined, COUNTED_ACCOUNT, PASSED_ACCOUNT];

    for (const account of accounts)
      expect(await ownNames(account)).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    expect((await root.plan()).status).toBe(NO_CHANGES);

    await root.destroy();
    for (const account of accounts) expect(await ownNames(account)).toEqual([]);
  });

  it('calls AWS at most 60 times to apply, and 40 times for a plan without changes', async () => {
    const root = await bench.configuration('counted', ONCE, { endpoint: emulator.url }).init();
    await root.apply();
    const toApply = emulator.calls().total;
    const { status } = await root.plan();
    const toPlan = emulator.calls().total - toApply;

    expect(status).toBe(NO_CHANGES);
    expect(toApply).toBeLessThanOrEqual(60);
    expect(toPlan).toBeLessThanOrEqual(40);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'continues from the state where %s cut an apply midway',
    async (signal) => {
      const done = 5;
      const line = await startFailingLine(emulator.url, done);
      const cut = await bench
        .configuration(`cut-${signal}`, ONCE, { endpoint: line.url, provider: 'installed' })
        .init();
      await cut.cutApply(signal, done);
      line.stop();

      expect(await ownNames()).toHaveLength(done);

      const again = bench.configuration(`cut-${signal}`, ONCE, {
        endpoint: emulator.url,
        provider: 'installed',
      });
      const { output } = await again.apply();

      // What was cut while it was being created is tainted: Terraform makes it again.
      expect(output).toMatch(/Apply complete! Resources: [1-9]\d* added, 0 changed, \d destroyed/);
      expect(await ownNames()).toEqual(expect.arrayContaining([...ROLE_NAMES]));
      expect((await again.plan()).status).toBe(NO_CHANGES);
    },
  );

  it('fails on bad input with a sentence that says what to do, and creates nothing', async () => {
    const example = await bench
      .configuration('examples/terraform-single', {}, { endpoint: emulator.url })
      .init();
    const { status, output } = await example.terraform([
      'apply',
      '-auto-approve',
      '-input=false',
      '-no-color',
      '-var=principal=alphaus',
    ]);

    expect([NO_CHANGES, CHANGES]).not.toContain(status);
    expect(unwrapped(output)).toContain(
      'principal must be the 12-digit AWS account id of Alphaus, copied from Octo\'s onboarding page, got "alphaus".',
    );
    expect(await ownNames()).toEqual([]);
  });

  it.each(['principal', 'external_id'])(
    'fails where %s is null, naming it, and creates nothing',
    async (name) => {
      const files = { 'main.tf': onceWith(name, 'null') };
      const root = bench.configuration(`null-${name}`, files, { endpoint: emulator.url });
      await root.init();
      const { status, output } = await root.terraform(['plan', '-input=false', '-no-color']);

      expect(status).toBe(1);
      expect(output).toMatch(new RegExp(`${name}.*null`, 's'));
      expect(await ownNames()).toEqual([]);
    },
  );

  it.each([
    ['principal', 'alphaus', 'principal must be the 12-digit AWS account id of Alphaus'],
    ['external_id', 'two words', 'external_id may hold only ASCII letters'],
  ])('creates nothing where a bad %s is known only while applying', async (name, bad, says) => {
    const files = {
      'late.tf': `resource "terraform_data" "late" {\n  input = "${bad}"\n}\n`,
      'main.tf': onceWith(name, 'terraform_data.late.output'),
    };
    const root = await bench.configuration(`late-${name}`, files, { endpoint: emulator.url }).init();
    const { status, output } = await root.terraform(['apply', '-auto-approve', '-input=false', '-no-color']);

    expect(status).toBe(1);
    expect(unwrapped(output)).toContain(says);
    expect(await ownNames()).toEqual([]);
  });

  async function ownNames(account?: string): Promise<string[]> {
    const credentials = account === undefined ? undefined : await emulator.credentialsFor(account);
    const iam = new IAMClient(emulator.clientConfig(credentials));
    return listOwnNames(iam).finally(() => {
      iam.destroy();
    });
  }
});

const REFUSAL =
  '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not on this line</Message></Error></ErrorResponse>';

/**
 * A line to the emulator on which so many resources can be created; every further one waits for an answer that never
 * comes. What is written into a role is refused at once: Terraform, when it is interrupted, does not cut off the resources
 * that would wait for it.
 */
async function startFailingLine(
  target: string,
  resources: number,
): Promise<{ url: string; stop: () => void }> {
  let free = resources;
  const waiting: (() => void)[] = [];
  const server = createServer((incoming, outgoing) => {
    // Terraform that is cut hangs up in the middle of a call, too.
    const read = text(incoming).catch(() => undefined);
    void read.then((body) => {
      if (body === undefined) return;
      const action = new URLSearchParams(body).get('Action') ?? '';
      const creates = action.startsWith('Create');
      const { method, headers } = incoming;
      const forward = (): void => {
        if (creates) free -= 1;
        const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
          if (creates && (answer.statusCode ?? 500) >= 400) giveBack();
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        onward.on('error', () => {
          if (creates) giveBack();
          outgoing.destroy();
        });
        onward.end(body);
      };
      if (/^(Attach|Put)/.test(action)) {
        outgoing.writeHead(403, { 'content-type': 'text/xml' }).end(REFUSAL);
        return;
      }
      if (creates && free <= 0) waiting.push(forward);
      else forward();
    });
  });
  // What failed made nothing: another one may go in its place.
  const giveBack = (): void => {
    free += 1;
    waiting.shift()?.();
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
