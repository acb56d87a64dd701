import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import {
  environmentsFolder,
  existingEnvironments,
  type EnvironmentsFolder,
} from '@healthcare-dr/topology/loading';
import { WORKSPACE_ROOT } from './workspace';

/** An environment that the suites over stacks run over. */
export interface TestedEnvironment {
  readonly title: string;
  readonly environment: Environment;
  /** Whether it is frozen: what is declared of tiers must be needed by one of these. */
  readonly isFixture: boolean;
}

/** One of each kind: ephemeral, production, another pair of Regions, and one of a pull request. */
const FIXTURES = ['dev', 'prod', 'us', 'pr7'] as const;

/** The folder that the user chose, by `ENVIRONMENTS_DIR` or by leaving it. */
export function chosenFolder(): EnvironmentsFolder {
  return environmentsFolder(WORKSPACE_ROOT, process.env);
}

/**
 * The fixtures, and every environment of the user that can be used and is no fixture by another way. One that cannot be used
 * fails in `environments.spec.ts` by its name, and nowhere else.
 */
export function testedEnvironments(folder = chosenFolder()): TestedEnvironment[] {
  const fixtures = FIXTURES.map((suffix): TestedEnvironment => {
    return { title: suffix, environment: fixtureEnvironment(suffix), isFixture: true };
  });
  const known = new Set(['pr1', ...FIXTURES].map((suffix) => JSON.stringify(fixtureEnvironment(suffix))));
  const own = existingEnvironments(folder).flatMap(({ suffix, environment }): TestedEnvironment[] =>
    environment === undefined || known.has(JSON.stringify(environment))
      ? []
      : [{ title: `${suffix} of ${folder.label}`, environment, isFixture: false }],
  );
  return [...fixtures, ...own];
}
