import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chart } from '../../dev/bench/accounts/chart';
import { at, crossings, heldFrom, verdicts } from '../../dev/bench/accounts/findings';
import { files, NAMES } from '../../dev/bench/accounts/page';
import type { LayoutRun, Results, VerifyRuns } from '../../dev/bench/accounts/results';
import { verifyVerdicts } from '../../dev/bench/accounts/verify-page';
import { holds } from '../../dev/bench/report';
import type { Layout } from '../../src/fleet/fleet';

const DOCS = resolve(__dirname, '../../docs');

const run = (layout: Layout, accounts: number, seconds: number, megabytes?: number): LayoutRun => ({
  layout,
  accounts,
  deploy: { seconds, megabytes },
  plan: { seconds, megabytes },
});

const RESULTS: Results = {
  machine: ['a machine'],
  parallelism: 4,
  layouts: [
    run('stack-per-account', 1, 10, 500),
    run('stack-per-account', 5, 20, 1_000),
    run('stack-per-account', 20, 60, 1_050),
    run('provider-aliases', 1, 5, 500),
    run('provider-aliases', 5, 25, 900),
    run('provider-aliases', 20, 100, 2_400),
  ],
  synthesis: [
    { accounts: 100, seconds: 2, megabytes: 150 },
    { accounts: 1_000, seconds: 8, megabytes: 300 },
  ],
  failure: {
    accounts: 3,
    first: { status: 1, done: ['1', '3'], failed: ['2'] },
    rest: { status: 0, done: ['2'], failed: [] },
  },
  verify: {
    load: 0.5,
    looks: [
      {
        accounts: 100,
        verify: [
          { seconds: 4, megabytes: 150 },
          { seconds: 6, megabytes: 150 },
        ],
        plan: [
          { seconds: 150, megabytes: 2_000 },
          { seconds: 150, megabytes: 2_000 },
        ],
      },
      { accounts: 1_000, verify: [{ seconds: 40, megabytes: 180 }], plan: [] },
    ],
    changed: 5,
    drifts: [{ drifted: { seconds: 20, megabytes: 2_000 }, all: { seconds: 160, megabytes: 2_000 } }],
  },
};

const LOOKS = RESULTS.verify ?? { load: 0, looks: [], changed: 0, drifts: [] };

const broken = (results: Results): string[] =>
  verdicts(results)
    .filter((verdict) => holds(verdict) !== true)
    .map(({ name }) => name);

describe('the comparison of layouts', () => {
  const LINE = [
    { x: 1, y: 10 },
    { x: 5, y: 50 },
    { x: 20, y: 200 },
  ];

  test('interpolates linearly between measurements, and does not extrapolate', () => {
    expect([0, 1, 3, 5, 10, 20, 21].map((x) => at(LINE, x))).toEqual([
      undefined,
      10,
      30,
      50,
      100,
      200,
      undefined,
    ]);
  });

  test('reports a crossing at the first whole account after which there is no other', () => {
    expect(heldFrom(LINE, (_, y) => y > 100)).toBe(11);
    expect(heldFrom(LINE, (x) => x !== 7)).toBe(8);
    expect(heldFrom(LINE, () => true)).toBe(1);
    expect(heldFrom(LINE, (_, y) => y > 200)).toBeUndefined();
    expect(heldFrom([], () => true)).toBeUndefined();
  });

  test('is printed in sentences', () => {
    expect(crossings(RESULTS)).toEqual([
      'Peak memory of a first deployment, a state an account, 4 at a time: more than 1 GB from 6 accounts on, 1.1 GB with 20 accounts.',
      'Peak memory of a first deployment, provider aliases: more than 1 GB from 7 accounts on, more than 2 GB from 17 accounts on, 2.4 GB with 20 accounts.',
      'Time of a first deployment, a state an account against provider aliases: no more from 3 accounts on (20 accounts: 60 s against 100 s).',
      'Time of a plan without changes, a state an account against provider aliases: no more from 3 accounts on (20 accounts: 60 s against 100 s).',
      'Peak memory of a first deployment, a state an account against provider aliases: no more from 7 accounts on (20 accounts: 1.1 GB against 2.4 GB).',
    ]);
  });

  test('leaves out memory if the system does not report it', () => {
    const layouts = RESULTS.layouts.map(({ layout, accounts, deploy }) =>
      run(layout, accounts, deploy.seconds),
    );

    expect(crossings({ ...RESULTS, layouts }).filter((line) => line.startsWith('Peak'))).toEqual([]);
    expect(files({ ...RESULTS, layouts }).get(NAMES.page)).toContain('not measured');
  });
});

describe('the budgets', () => {
  test('hold for good results', () => {
    expect(broken(RESULTS)).toEqual([]);
  });

  test.each<{ what: string; results: Partial<Results>; names: string[] }>([
    {
      what: 'a state an account is slower than aliases',
      results: { layouts: [...RESULTS.layouts.slice(0, 5), run('provider-aliases', 20, 59, 2_400)] },
      names: ['Deployment of 20 accounts, a state each : provider aliases'],
    },
    {
      what: 'more accounts need more memory at the same number at a time',
      results: {
        layouts: RESULTS.layouts.map((one) =>
          one.layout === 'stack-per-account' && one.accounts === 20
            ? run('stack-per-account', 20, 60, 1_251)
            : one,
        ),
      },
      names: ['Peak memory, a state each, 20 accounts : 5 accounts'],
    },
    {
      what: 'synthesis takes too much, and grows faster than the fleet',
      results: {
        synthesis: [
          { accounts: 100, seconds: 1, megabytes: 150 },
          { accounts: 1_000, seconds: 10.1, megabytes: 1_001 },
        ],
      },
      names: [
        'Synthesis of 1,000 accounts',
        'Peak memory, synthesis of 1,000 accounts',
        'Synthesis of 1,000 accounts : 10 times that of 100',
      ],
    },
    {
      what: 'one account that fails holds up another',
      results: {
        failure: { ...RESULTS.failure, first: { status: 1, done: ['1'], failed: ['2', '3'] } },
      },
      names: [
        'Accounts not done beside the one that fails, of 3',
        'Accounts not done after the run for the rest',
      ],
    },
  ])('fails where $what', ({ results, names }) => {
    expect(broken({ ...RESULTS, ...results })).toEqual(names);
  });
});

describe('the budgets of verify', () => {
  const missed = (verify: Partial<VerifyRuns>): string[] =>
    verifyVerdicts({ ...LOOKS, ...verify })
      .filter((verdict) => holds(verdict) !== true)
      .map(({ name }) => name);
  const [hundred, thousand] = LOOKS.looks;

  test('hold for results that just keep them', () => {
    expect(missed({})).toEqual([]);
    expect(verifyVerdicts(LOOKS)[0]).toMatchObject({ detail: 'median of 2 turns, 0.027 to 0.040' });
  });

  test.each<{ what: string; verify: Partial<VerifyRuns>; names: string[] }>([
    {
      what: 'verify takes more than its share of time and memory',
      verify: {
        looks: [
          { accounts: 100, verify: [{ seconds: 6.1, megabytes: 201 }], plan: hundred?.plan ?? [] },
          ...(thousand ? [thousand] : []),
        ],
      },
      names: [
        'Time of verify : fleet plan, 100 accounts',
        'Peak memory of verify : fleet plan, 100 accounts',
      ],
    },
    {
      what: 'memory grows with the accounts',
      verify: {
        looks: [
          ...(hundred ? [hundred] : []),
          { accounts: 1_000, verify: [{ seconds: 40, megabytes: 181 }], plan: [] },
        ],
      },
      names: ['Peak memory of verify, 1,000 accounts : 100 accounts'],
    },
    {
      what: 'a deployment of what differs takes more than its share',
      verify: { drifts: [{ drifted: { seconds: 21 }, all: { seconds: 160 } }] },
      names: ['Time of fleet deploy --drifted : fleet deploy, 5 of 100 accounts changed'],
    },
    {
      what: 'nothing was measured',
      verify: { looks: [], drifts: [] },
      names: verifyVerdicts(LOOKS).map(({ name }) => name),
    },
  ])('fails where $what', ({ verify, names }) => {
    expect(missed(verify)).toEqual(names);
  });
});

test('the page has no section of verify where it was not measured', () => {
  const { verify: _verify, ...rest } = RESULTS;
  expect([...files(RESULTS).keys()].sort()).toEqual(Object.values(NAMES).sort());
  expect([...files(rest).keys()]).toEqual([NAMES.page, NAMES.plot, NAMES.results]);
  expect(files(RESULTS).get(NAMES.page)).toContain('| 1,000    | 40.0 s');
  expect(files(rest).get(NAMES.page)).not.toMatch(/verify/);
});

describe('the plot', () => {
  test('has named axes, a mark for every value, and escaped text', () => {
    const svg = chart('a < b', [
      {
        title: 'Time & memory',
        axis: 'seconds',
        scale: 'logarithmic',
        series: [
          {
            name: 'one',
            points: [
              { x: 10, y: 1 },
              { x: 100, y: 5 },
            ],
          },
        ],
        limit: { y: 10, name: 'limit' },
      },
    ]);

    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    for (const text of [
      'a &lt; b',
      'Time &amp; memory',
      'seconds',
      'accounts',
      'one',
      'limit',
      '10',
      '100',
    ]) {
      expect(svg).toContain(`>${text}</`);
    }
    // Two values and one in the legend.
    expect(svg.match(/<circle /g)).toHaveLength(3);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('the committed page and plot match the committed numbers', () => {
  const read = (name: string): string => readFileSync(join(DOCS, name), 'utf8');
  const results = JSON.parse(read(NAMES.results)) as Results;

  expect([...files(results)].filter(([name, text]) => read(name) !== text).map(([name]) => name)).toEqual([]);
});
