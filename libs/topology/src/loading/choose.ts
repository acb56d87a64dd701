import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, UserError } from '../errors';
import type { Environment } from '../schema';
import { environmentsFolder, type EnvironmentsFolder, type Variables } from './folder';
import { knownEnvironments } from './layers';
import { loadEnvironment } from './load';

/** The CDKTF context key that chooses the environment. */
export const CONTEXT_KEY = 'environmentSuffix';

/** Which environment is chosen, and the folder it is read from. */
export interface EnvironmentChoice {
  readonly suffix: string;
  readonly folder: EnvironmentsFolder;
}

/**
 * The choice of an environment: the suffix a command was given, else `ENVIRONMENT_SUFFIX`, else CDKTF context.
 *
 * @param suffix what the command was given; `undefined` for nothing
 * @throws UserError if nothing is chosen, or if context or `ENVIRONMENTS_DIR` cannot be used
 */
export function environmentChoice(
  workspaceRoot: string,
  variables: Variables,
  suffix = variables['ENVIRONMENT_SUFFIX'],
): EnvironmentChoice {
  const folder = environmentsFolder(workspaceRoot, variables);
  const chosen = suffix ?? readContext(workspaceRoot, variables['CDKTF_CONTEXT_JSON'])[CONTEXT_KEY];
  if (typeof chosen === 'string' && chosen !== '') return { suffix: chosen, folder };
  throw new ConfigurationError({
    problem: 'No environment is chosen.',
    allowed: knownEnvironments(folder),
    fix: `set ENVIRONMENT_SUFFIX (ENVIRONMENT_SUFFIX=dev npm run synth), or "${CONTEXT_KEY}" in the context of cdktf.json.`,
  });
}

/**
 * The environment that {@link environmentChoice} chooses, validated.
 *
 * @throws UserError if none is chosen, or if it cannot be used
 */
export function chosenEnvironment(workspaceRoot: string, variables: Variables, given?: string): Environment {
  const { suffix, folder } = environmentChoice(workspaceRoot, variables, given);
  return loadEnvironment(suffix, folder);
}

/**
 * CDKTF context, as `cdktf.json` in `root` and `CDKTF_CONTEXT_JSON` give it; the latter wins.
 *
 * @throws UserError if one of them holds no JSON object
 */
export function readContext(root: string, contextJson: string | undefined): Record<string, unknown> {
  const file = join(root, 'cdktf.json');
  return {
    ...(existsSync(file) ? contextOf(parse(readFileSync(file, 'utf8'), file)) : {}),
    ...(contextJson === undefined ? {} : parse(contextJson, 'CDKTF_CONTEXT_JSON')),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const contextOf = ({ context }: Record<string, unknown>) => (isRecord(context) ? context : {});

function parse(text: string, source: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // The message below says all there is to say.
  }
  throw new UserError({
    problem: `${source} holds no JSON object.`,
    allowed: '{"environmentSuffix": "dev"}',
    fix: `correct ${source}.`,
  });
}
