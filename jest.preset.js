const { compilerOptions } = require('./tsconfig.base.json');
const { SHARED, UNTOUCHED } = require('./tools/workspace/jest/shared-modules.cjs');

/** The path aliases of tsconfig.base.json, as jest's resolver wants them: one list, two readers. */
const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [file]]) => [
    `^${alias.replaceAll('/', '\\/')}$`,
    `<rootDir>/${file.replace('./', '')}`,
  ]),
);

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: require.resolve('./tools/workspace/jest/environment.cjs'),
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/cdktf.out/', '/templates/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/'],
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
