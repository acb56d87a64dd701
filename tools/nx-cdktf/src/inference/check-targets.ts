import type { TargetConfiguration } from '@nx/devkit';
import { resultFile } from '../checks/results';
import type { SlowSpecs } from './source-files';
import { PLUGIN } from './targets';

/**
 * The targets that check a project: its format, its rules, its types, its specs, and those that take longer if it has such.
 *
 * @param project - its name
 * @param imported - the projects whose sources its own sources and specs are compiled with, those that they import in turn included
 * @param slow - the kinds of slow specs that it has
 */
export function checkTargets(
  project: string,
  imported: readonly string[],
  slow: ReadonlySet<SlowSpecs>,
): Record<string, TargetConfiguration> {
  const check = (
    name: string,
    inputs: TargetConfiguration['inputs'],
    description: string,
  ): TargetConfiguration => ({
    executor: `${PLUGIN}:${name}`,
    cache: true,
    inputs: ['default', ...(inputs ?? []), ENGINE],
    outputs: [`{workspaceRoot}/${resultFile(project, name)}`],
    metadata: { description },
  });
  // Hashed, but no reason to call a project affected: see "What a change affects" in the README.
  const sources = imported.length === 0 ? [] : [{ input: 'sources', projects: [...imported] }];
  const specs = [...sources, '^production', 'jest', rules('commands')];
  return {
    format: check('format', [rules('formatRules')], 'Checks that prettier would write every file as it is.'),
    lint: check(
      'lint',
      [rules('lintRules')],
      'Checks the rules of eslint, the boundaries between projects included.',
    ),
    typecheck: check('typecheck', [...sources, rules('typeRules')], 'Checks the types of sources and specs.'),
    test: check('test', specs, 'Runs the specs, and holds them to the inputs of this task.'),
    ...Object.fromEntries(
      [...slow].map((kind) => [
        `test-${kind}`,
        {
          ...check('test', specs, `Runs the specs that ${DO[kind]}, *.${kind}.spec.ts.`),
          outputs: [`{workspaceRoot}/${resultFile(project, `test-${kind}`)}`],
          options: { specs: kind },
        },
      ]),
    ),
  };
}

const DO: Readonly<Record<SlowSpecs, string>> = {
  long: 'start other programs or try every case',
  nightly: 'take half an hour and more',
};

/** The configuration of a tool, which is a named input of the project `workspace`. */
function rules(input: string): { input: string; projects: string[] } {
  return { input, projects: ['workspace'] };
}

/** What runs the checks. */
const ENGINE = { input: 'checkEngine', projects: ['nx-cdktf'] };
