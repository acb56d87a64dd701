import { DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** Whether AWS Backup takes each type of resource in a Region, by its name; a type that is not named is opted out. */
export type OptIns = Readonly<Record<string, boolean>>;

/**
 * What AWS Backup is opted in to in a Region: one setting of the account, which anybody with rights in it may change.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRegionSettings.html
 */
export const askOptIns = (
  { backup }: Pick<RegionClients, 'backup'>,
  limitMs?: number,
): Promise<Answer<OptIns>> =>
  ask(async (options) => {
    const settings = await backup.send(new DescribeRegionSettingsCommand({}), options);
    return settings.ResourceTypeOptInPreference ?? {};
  }, limitMs);

/** How many executions are reserved for the controller; `undefined` if none are. 0 means that it is switched off. */
export const askReservedConcurrency = ({
  lambda,
  naming,
}: Pick<RegionClients, 'lambda' | 'naming'>): Promise<Answer<number | undefined>> =>
  ask(async (options) => {
    const FunctionName = controllerFunctionName(naming);
    const own = await orAbsent(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }), options));
    return own?.ReservedConcurrentExecutions;
  });
