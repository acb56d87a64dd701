import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/deployment-records';

/**
 * Who the credentials at hand are, by STS of one Region.
 *
 * @param accountId - the account that is meant to be worked on
 * @returns the caller's ARN
 * @throws UserError if there are none, or if they are of another account
 */
export async function callerOf(
  variables: NodeJS.ProcessEnv,
  region: string,
  accountId: string,
): Promise<string> {
  const sts = new STSClient(clientConfiguration(variables, region));
  try {
    const { Account: account, Arn: arn = 'unknown' } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === accountId) return arn;
    throw new UserError({
      problem: `These credentials are of account ${account} (${arn}); the environment lives in ${accountId}.`,
      fix: 'use credentials of that account, or choose another environment with ENVIRONMENT_SUFFIX.',
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({
      problem: `The AWS account could not be asked who we are (${region}): ${(error as Error).message}`,
      fix: 'provide credentials (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and a network that reaches AWS.',
    });
  } finally {
    sts.destroy();
  }
}
