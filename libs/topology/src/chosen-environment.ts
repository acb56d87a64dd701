import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseEnvironment, loadEnvironment } from './environment';
import { UserError } from './errors';
import type { Environment } from './schema';

/**
 * The environment a command works on: the suffix it was given, else `ENVIRONMENT_SUFFIX`, else CDKTF context.
 *
 * @throws UserError if none is chosen, or if it cannot be used
 */
export function chosenEnvironment(
  root: string,
  variables: Readonly<Record<string, string | undefined>>,
  suffix = variables['ENVIRONMENT_SUFFIX'],
): Environment {
  const context = readContext(root, variables['CDKTF_CONTEXT_JSON']);
  return loadEnvironment(chooseEnvironment({ environmentSuffix: suffix, context }));
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
    fix: `mend ${source}.`,
  });
}
