import { existsSync } from 'node:fs';

/**
 * The environment Terraform runs in: the given one, without questions, without calls home, and without a
 * `TF_CLI_CONFIG_FILE` that names a missing file, of which Terraform would warn at every command.
 */
export function terraformEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: configFile, ...rest } = environment;
  return {
    ...rest,
    ...(configFile !== undefined && existsSync(configFile) ? { TF_CLI_CONFIG_FILE: configFile } : {}),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}
