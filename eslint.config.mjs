import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier/flat';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const require = createRequire(import.meta.url);
const workspace = require('./tools/workspace/src/eslint/plugin.cjs');

/** The barrels of the provider bindings cost seconds and hundreds of megabytes; only deep imports are allowed. */
const noBarrels = {
  paths: [
    { name: '@cdktf/provider-aws', message: "Import the resource itself: '@cdktf/provider-aws/lib/vpc'." },
    {
      name: '@cdktf/provider-aws/lib',
      message: "Import the resource itself: '@cdktf/provider-aws/lib/vpc'.",
    },
  ],
};

/** What stands below the composition roots is given its environment, and reads none. */
const noReading = {
  paths: [
    ...noBarrels.paths,
    {
      name: '@healthcare-dr/topology/loading',
      message: 'Configuration comes in through the environment object.',
    },
    { name: '@healthcare-dr/topology/fixtures', message: 'Fixtures are for specs.' },
  ],
};

/** Every tier: a library with a contract. */
const tiers = readdirSync('libs').filter((folder) => existsSync(`libs/${folder}/contract`));

/** Who may depend on whom. A tier never imports another tier, only its contract. */
const depConstraints = [
  {
    sourceTag: 'type:stack',
    onlyDependOnLibsWithTags: ['type:tier', 'type:contract', 'type:foundation', 'type:testing'],
  },
  {
    sourceTag: 'type:tier',
    onlyDependOnLibsWithTags: ['type:contract', 'type:runtime', 'type:foundation', 'type:testing'],
  },
  { sourceTag: 'type:runtime', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:foundation'] },
  { sourceTag: 'type:foundation', onlyDependOnLibsWithTags: ['type:foundation', 'type:testing'] },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:foundation', 'type:testing', 'type:contract', 'type:runtime'],
  },
  {
    sourceTag: 'type:tool',
    // The runtime: for what the controller answers and remembers, which the operator's command line reads.
    onlyDependOnLibsWithTags: [
      'type:tool',
      'type:foundation',
      'type:testing',
      'type:contract',
      'type:runtime',
    ],
  },
  // A service is the users' to replace: it knows nothing of the platform, and the platform runs it as an image.
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:service'] },
  // Within a tier's own scope anything goes; beyond it only contracts and the foundation.
  ...tiers.map((tier) => ({
    sourceTag: `scope:${tier}`,
    onlyDependOnLibsWithTags: [
      `scope:${tier}`,
      'type:contract',
      'type:foundation',
      'type:testing',
      'type:runtime',
    ],
  })),
  // The command line of 3 a.m. depends on what it needs there, and on nothing that builds, deploys or drills.
  {
    sourceTag: 'scope:drctl',
    onlyDependOnLibsWithTags: [
      'scope:drctl',
      'scope:cli-kit',
      'scope:deployment-records',
      'scope:processes',
      'scope:aws-models',
      'type:foundation',
      'type:contract',
      'type:runtime',
    ],
  },
  // The ground floor: configuration and its errors know nothing of cdktf.
  {
    sourceTag: 'scope:topology',
    onlyDependOnLibsWithTags: [],
    bannedExternalImports: ['cdktf', '@cdktf/*', 'constructs'],
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/cdktf.out',
      '**/node_modules',
      '**/coverage',
      '.nx',
      '.worktrees',
      '**/templates',
      '**/files',
    ],
  },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.cjs', '**/*.mjs', '**/*.js'],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints },
      ],
      'no-restricted-imports': ['error', noBarrels],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A tier's construct is made for its effect on the tree.
      'no-new': 'off',
    },
  },
  {
    // A spec of a service runs it where it will be lost: on the local AWS.
    files: ['services/**/*.spec.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['local-aws', 'local-aws/fixtures', 'processes', 'topology'].map(
            (name) => `@healthcare-dr/${name}`,
          ),
          depConstraints,
        },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    plugins: { workspace },
    rules: { 'workspace/constructor-shape': 'error' },
  },
  {
    // Where what the controller says is read: programs go by codes.
    files: [
      'libs/failover-controller/src/**/*.ts',
      'libs/failover-lambda/**/*.ts',
      'tools/{drctl,drill,failover-simulation,workspace}/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/__fixtures__/**'],
    plugins: { workspace },
    rules: { 'workspace/no-sentence-matching': 'error' },
  },
  {
    // Synthesis is pure: what a stack is depends on its environment and on nothing else.
    files: ['libs/*/src/**/*.ts', 'libs/*/contract/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/__fixtures__/**', 'libs/testing/**', 'libs/failover-controller/**'],
    rules: {
      'no-restricted-imports': ['error', noReading],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration comes in through the environment object.',
        },
        { object: 'Date', property: 'now', message: 'Synthesis knows no clock.' },
        { object: 'Math', property: 'random', message: 'The same input gives the same bytes.' },
      ],
    },
  },
  {
    files: ['**/*.cjs', '**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    files: ['**/*.spec.ts'],
    ...jest.configs['flat/recommended'],
    settings: { jest: { version: Number(require('jest/package.json').version.split('.')[0]) } },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
      'jest/no-standalone-expect': 'error',
    },
  },
  prettier,
);
