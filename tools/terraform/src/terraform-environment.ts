import { existsSync } from 'node:fs';

/**
 * The variables Terraform runs with: the given ones, no questions asked, no calls home, and no `TF_CLI_CONFIG_FILE` that
 * names a missing file, of which Terraform would warn at every command. A variable to take away is `undefined`.
 */
export function terraformEnvironment(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const configFile = environment['TF_CLI_CONFIG_FILE'];
  return {
    ...environment,
    TF_CLI_CONFIG_FILE: configFile !== undefined && existsSync(configFile) ? configFile : undefined,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}

/** How much garbage Terraform and its provider may pile up, in percent of what lives: collecting it is a third of what a plan computes. */
export const GOGC = '400';
