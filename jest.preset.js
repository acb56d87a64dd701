const { compilerOptions } = require('./tsconfig.base.json');
const { SHARED, UNTOUCHED } = require('./tools/workspace/jest/shared-modules.cjs');

/** Specs that start other programs or try every case are run by the target `test-long` alone, those that take longer by `test-nightly`. */
const SLOW = ['long', 'nightly'].filter((kind) => kind !== process.env['SPECS']);

/** The path aliases of tsconfig.base.json, as jest's resolver wants them: one list, two readers. */
const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [file]]) => [
    `^${alias.replaceAll('/', '\\/')}$`,
    `<rootDir>/${file.replace('./', '')}`,
  ]),
);

/** @type {import('jest').Config} */
module.exports = {
  // Not among temporary files, which the `test` task has in a folder of its own.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testEnvironment: require.resolve('./tools/workspace/jest/environment.cjs'),
  setupFiles: [require.resolve('./tools/workspace/jest/loaded-modules.cjs')],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/templates/',
    '<rootDir>/.worktrees/',
    ...SLOW.map((kind) => `\\.${kind}\\.spec\\.ts$`),
  ],
  // Neither what is made nor another checkout of this repository is source.
  modulePathIgnorePatterns: ['dist', 'cdktf\\.out', '\\.worktrees'].map((name) => `<rootDir>/${name}/`),
  // Machines are shared: a bound that only something that hangs runs into.
  testTimeout: 120_000,
  transformIgnorePatterns: [UNTOUCHED],
  transform: {
    [SHARED]: require.resolve('./tools/workspace/jest/shared-modules.cjs'),
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper,
};
