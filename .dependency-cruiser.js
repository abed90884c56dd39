// Which room of the house may know of which. Arrows run one way; see docs/architecture.md.

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to }
}

// Electron's modules resolve to nothing where only its types are used, and keep their bare names.
const electronModules = '^node_modules/electron/|^electron(/(main|renderer|common|utility))?$'
const notTests = '\\.(test|spec)\\.ts$|/fixtures/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'A cycle of imports has no first file to read.', {}, { circular: true }),
    forbid(
      'shared-is-pure',
      'shared/ is types, schemas and pure functions: no Node, no DOM, nothing of the other layers.',
      { path: '^shared/', pathNot: notTests },
      { path: '^(electron|renderer|scripts|tests|bench)/' },
    ),
    forbid(
      'shared-has-no-node',
      'shared/ runs in a browser too.',
      { path: '^shared/', pathNot: notTests },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'engine-knows-no-host',
      'The engine is plain Node and does not know who is asking.',
      { path: '^electron/engine/', pathNot: notTests },
      { path: '^(electron/(hosts|main|preload)|renderer|scripts|tests|bench)/' },
    ),
    forbid(
      'engine-knows-no-electron',
      'The engine runs without Electron.',
      { path: '^electron/engine/' },
      { path: electronModules },
    ),
    forbid(
      'renderer-and-shared-know-no-electron',
      'The interface also runs in a browser.',
      { path: '^(renderer|shared)/' },
      { path: electronModules },
    ),
    forbid(
      'pool-is-generic',
      'The pool knows nothing of files, runs or SQL: it can be taken out and used elsewhere.',
      { path: '^electron/engine/pool/', pathNot: notTests },
      { pathNot: '^electron/engine/pool/', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'pool-has-one-door',
      'The pool is used through its public face; the entry of a worker loads only what a worker needs.',
      {
        path: '^(shared|electron|renderer)/',
        pathNot: '^electron/(engine/(pool/|worker\\.ts$)|hosts/worker-process\\.ts$)',
      },
      { path: '^electron/engine/pool/(?!index\\.ts$)' },
    ),
    forbid(
      'worker-has-one-door-to-the-pool',
      'A worker begins with its runtime alone.',
      { path: '^electron/(engine/worker|hosts/worker-process)\\.ts$' },
      { path: '^electron/engine/pool/(?!worker-runtime\\.ts$)', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'tasks-know-no-store',
      'Tasks run in workers, and a worker never loads SQLite.',
      { path: '^electron/engine/(tasks|worker\\.ts)', pathNot: notTests },
      { path: '^electron/engine/(store|runs|api|exports)/|better-sqlite3', reachable: true },
    ),
    forbid(
      'sql-only-in-store',
      'Only the store holds SQL.',
      { pathNot: '^electron/engine/store/|^(tests|bench|scripts)/' },
      { path: 'node_modules/better-sqlite3/' },
    ),
    forbid(
      'api-sits-on-top',
      'Nothing below the API imports it.',
      { path: '^electron/engine/', pathNot: '^electron/engine/api/|\\.test\\.ts$' },
      { path: '^electron/engine/api/' },
    ),
    forbid(
      'shell-never-imports-engine',
      'The main process hosts none of the work; the preload script is one small bridge.',
      { path: '^electron/(main|preload)/' },
      { path: '^(electron/(engine|hosts)|renderer)/' },
    ),
    forbid(
      'renderer-imports-shared-only',
      'The interface knows the engine through the contract alone.',
      { path: '^renderer/' },
      { path: '^(electron|scripts|tests|bench)/' },
    ),
    forbid(
      'renderer-has-no-node',
      'The interface runs in a browser; its tests run in Node.',
      { path: '^renderer/src/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'components-know-no-store',
      'Small controls work from what they are given.',
      { path: '^renderer/src/components/' },
      { path: '^renderer/src/(stores|features|platform)/', dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}
