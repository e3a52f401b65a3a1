// The rooms of the house and the arrows between them; see "Rooms" in docs/architecture.md.
// Each room lists the rooms it may import; everything else is an error.
const arrows = {
  app: ['state', 'worker', 'data', 'formats'],
  state: ['worker', 'data', 'formats'],
  worker: [
    'evaluation',
    'training',
    'inference',
    'tuning',
    'engine',
    'model',
    'plan',
    'ops',
    'gpu',
    'data',
    'formats',
    'storage',
  ],
  cli: ['evaluation', 'training', 'inference', 'tuning', 'engine', 'model', 'plan', 'ops', 'gpu', 'data', 'formats'],
  evaluation: ['engine', 'model', 'plan', 'ops', 'gpu', 'data', 'formats'],
  training: ['tuning', 'engine', 'model', 'plan', 'ops', 'gpu', 'data', 'formats'],
  inference: ['engine', 'model', 'plan', 'ops', 'gpu', 'data', 'formats'],
  engine: ['model', 'plan', 'ops', 'gpu', 'data', 'formats'],
  tuning: ['ops', 'gpu', 'data', 'formats'],
  model: ['plan', 'ops', 'formats'],
  plan: ['ops'],
  ops: ['gpu'],
  gpu: [],
  storage: ['data', 'formats'],
  formats: [],
  data: ['formats'],
  testing: [
    'evaluation',
    'training',
    'inference',
    'engine',
    'model',
    'plan',
    'ops',
    'gpu',
    'data',
    'formats',
    'cli',
    'storage',
  ],
};
const rooms = Object.keys(arrows);
const tests = String.raw`\.test\.tsx?$`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src', pathNot: [tests, '^src/(testing|cli)/'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: ['^node_modules/@webgpu/types', '^node_modules/@types/'] },
    },
    ...rooms.map((room) => ({
      name: `arrows-of-${room}`,
      severity: 'error',
      comment: `${room}/ may import only: ${arrows[room].join(', ') || 'nothing above it'}`,
      from: { path: `^src/${room}/`, pathNot: tests },
      to: {
        path: '^src/',
        pathNot: ['^src/(errors|error-codes|defaults)\\.ts$', ...[room, ...arrows[room]].map((r) => `^src/${r}/`)],
      },
    })),
    {
      name: 'tests-only',
      severity: 'error',
      from: { pathNot: [tests, '^src/testing/', '^e2e/'] },
      to: { path: '^src/testing/' },
    },
    {
      name: 'page-knows-worker-by-contract',
      severity: 'error',
      from: { path: '^src/(app|state)/' },
      to: { path: '^src/worker/', pathNot: '^src/worker/(api|client)\\.ts$' },
    },
    {
      name: 'types-only-contract',
      severity: 'error',
      from: { path: '^src/worker/api\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-rooms',
      severity: 'error',
      from: { path: '^src/(data|formats|plan|model)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'stores-without-react',
      severity: 'error',
      from: { path: '^src/state/', pathNot: tests },
      to: { path: 'node_modules/(react|react-dom)/' },
    },
    {
      name: 'idb-only-in-storage',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/storage/' },
      to: { path: 'node_modules/(idb)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.wgsl' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
