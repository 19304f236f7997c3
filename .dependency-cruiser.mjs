/**
 * The house has one direction: a room imports from itself and from rooms of lower floors. Rooms of one floor do not know each
 * other. `npm test` asks it of the whole tree.
 */
const FLOORS = [
  ['src/names', 'src/text'],
  ['src/process', 'src/aws'],
  ['src/inputs', 'src/usage'],
  ['src/catalogue'],
  ['src/policy', 'src/review'],
  ['src/cloudformation', 'src/analysis'],
  ['src/report'],
  ['src/constructs', 'src/fleet', 'src/account', 'src/octo'],
  ['src/stacks'],
  ['src/module', 'src/aws-reference'],
  ['src/deploy'],
  ['src/generate'],
  ['src/cli'],
  ['dev'],
  ['__tests__'],
];

/** Below the constructs is knowledge, which survives the framework. */
const KNOWLEDGE = FLOORS.slice(
  0,
  FLOORS.findIndex((rooms) => rooms.includes('src/constructs')),
).flat();

const under = (rooms) => `^(${rooms.join('|')})/`;

/** What a room may not import: every floor above it, and its neighbours. */
const arrows = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `${room} stays on its floor`,
    severity: 'error',
    from: { path: under([room]) },
    to: {
      path: [
        under([...rooms.filter((other) => other !== room), ...FLOORS.slice(floor + 1).flat()]),
        '^src/index\\.ts$',
        '^main\\.ts$',
      ],
    },
  })),
);

export default {
  forbidden: [
    ...arrows.slice(0, -1),
    {
      name: 'every file has a room',
      comment:
        'src/index.ts holds the public names, main.ts puts the stacks together; all else lives in a room.',
      severity: 'error',
      from: { path: '^src/', pathNot: [under(FLOORS.flat()), '^src/index\\.ts$'] },
      to: {},
    },
    {
      name: 'nothing of src imports dev, tests or main',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^dev/', '^__tests__/', '^main\\.ts$'] },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'knowledge survives the framework',
      severity: 'error',
      from: { path: under(KNOWLEDGE) },
      to: { path: 'node_modules/(cdktf|constructs|@cdktf)/' },
    },
    {
      name: 'resources one by one',
      comment: "Import from '@cdktf/provider-aws/lib/<resource>': the index takes 2.7 s and 545 MB to load.",
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@cdktf/provider-aws/lib/index\\.' },
    },
    {
      name: 'no import leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@alphaus/octo-access$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
