import { afterEach, describe, expect, test } from '@jest/globals';
import { startLocalServer, type LocalServer } from '../../dev/emulator/local-server';
import { ATTACKS, type Attack } from '../../dev/faults/attacks';
import { startFaultProxy, type FaultProxy } from '../../dev/faults/fault-proxy';
import { SCENARIOS } from '../../dev/faults/scenarios';
import { SEEDS, seeded } from '../../dev/faults/seeds';

describe('the seeds of the fault runs', () => {
  test('meet every scenario with every attack that it can meet at least twice', () => {
    const all = SEEDS.map(seeded);
    const times = (one: (seed: (typeof all)[number]) => string): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const seed of all) counts[one(seed)] = (counts[one(seed)] ?? 0) + 1;
      return counts;
    };
    expect(all).toHaveLength(50);
    expect(Object.keys(times(({ scenario }) => scenario.id)).sort()).toEqual(
      SCENARIOS.map(({ id }) => id).sort(),
    );
    const attacks = times(({ attack }) => attack.id);
    expect(Object.keys(attacks).sort()).toEqual(ATTACKS.map(({ id }) => id).sort());
    expect(Math.min(...Object.values(attacks))).toBeGreaterThan(1);
    expect(Object.values(times(({ scenario, attack }) => `${scenario.id}, ${attack.id}`))).toEqual(
      SEEDS.map(() => 1),
    );
  });

  test('end a run at a moment that its scenario reaches', () => {
    for (const { point, scenario } of SEEDS.map(seeded)) {
      expect(point).toBeGreaterThanOrEqual(1);
      expect(point).toBeLessThanOrEqual(scenario.changes);
    }
  });
});

describe('the proxy of the fault runs', () => {
  const servers: (LocalServer | FaultProxy)[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  /** A proxy before a service that counts what it carries out. */
  async function proxy(
    attack: Attack,
    rest: { point?: number; carriedOut?: boolean } = {},
  ): Promise<{
    call: (action: string, role: string, agent?: string) => Promise<number>;
    carriedOut: string[];
    faults: FaultProxy;
  }> {
    const carriedOut: string[] = [];
    const service = await startLocalServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (data) => (body += String(data)));
      incoming.on('end', () => {
        carriedOut.push(new URLSearchParams(body).get('RoleName') ?? '');
        outgoing.writeHead(200).end('done');
      });
    });
    const plan = { ...seeded(1), attack, point: 1, carriedOut: true, ...rest };
    const faults = await startFaultProxy(service.url, plan);
    faults.begin(() => Promise.resolve('cut'));
    servers.push(faults, service);
    /** The status of the answer; 0 for none. */
    const call = (Action: string, RoleName: string, agent = 'test'): Promise<number> =>
      fetch(faults.url, {
        method: 'POST',
        headers: { 'user-agent': agent },
        body: new URLSearchParams({ Action, RoleName }),
      }).then(
        ({ status }) => status,
        () => 0,
      );
    return { call, carriedOut, faults };
  }

  test('gives a call the same fate in whatever order the calls come', async () => {
    const attack: Attack = { id: 'mixed', faults: { throttle: 0.3, error: 0.3, cut: 0.2 } };
    const roles = Array.from({ length: 20 }, (_, index) => `role-${index}`);
    const [first, second] = [await proxy(attack), await proxy(attack)];

    const forwards = await Promise.all(roles.map((role) => first.call('GetRole', role)));
    const backwards: number[] = [];
    for (const role of [...roles].reverse()) backwards.unshift(await second.call('GetRole', role));

    expect(backwards).toEqual(forwards);
    expect(new Set(forwards)).toEqual(new Set([0, 200, 400, 500, 503]));
  });

  test('loses answers only of calls that change something, after they are carried out', async () => {
    const { call, carriedOut, faults } = await proxy({ id: 'lost', faults: { lost: 1 } });

    expect(await call('GetRole', 'read')).toBe(200);
    expect([0, 500]).toContain(await call('CreateRole', 'made'));
    expect(carriedOut).toEqual(['read', 'made']);
    expect(Object.fromEntries(faults.faults)).toEqual({ lost: 1 });
  });

  test.each([true, false])(
    'stops at the call that the seed names, carried out or not: %s',
    async (isCarriedOut) => {
      const killed: Attack = { id: 'killed', kill: { signals: ['SIGKILL'], whom: 'command' } };
      const { call, carriedOut } = await proxy(killed, { point: 2, carriedOut: isCarriedOut });

      expect(await call('CreateRole', 'first')).toBe(200);
      expect(await call('GetRole', 'read')).toBe(200);
      expect(await call('CreateRole', 'second')).toBe(0);
      expect(carriedOut).toEqual(['first', 'read', ...(isCarriedOut ? ['second'] : [])]);
    },
  );

  test('counts only calls of Terraform where Terraform alone is killed', async () => {
    const killed: Attack = { id: 'killed', kill: { signals: ['SIGKILL'], whom: 'terraform' } };
    const { call, carriedOut } = await proxy(killed, { carriedOut: false });

    expect(await call('UpdateStack', 'command', 'aws-sdk-js/3.9')).toBe(200);
    expect(await call('CreateRole', 'provider', 'APN/1.0 HashiCorp/1.0 Terraform/1.12')).toBe(0);
    expect(carriedOut).toEqual(['command']);
  });

  test('refuses states from that call on, and nothing else', async () => {
    const { call, faults } = await proxy({ id: 'refused', refusesStates: true });
    const readState = async (): Promise<number> => (await fetch(`${faults.url}/bucket/octo.tfstate`)).status;

    expect(await readState()).toBe(200);
    expect(await call('CreateRole', 'made')).toBe(200);
    expect(await readState()).toBe(403);
    expect(await call('CreateRole', 'too')).toBe(200);
  });
});
