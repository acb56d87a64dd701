import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ROLES, type Environment } from '@healthcare-dr/topology';
import { ask, type Answer } from './answer';
import { InputError } from '@healthcare-dr/cli-kit';
import type { Pair } from './pair';

const CREDENTIALS_FIX =
  'provide credentials of that account (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN with temporary ones).';

/**
 * Refuses variables that lead elsewhere than to both Regions of the environment.
 *
 * @throws InputError
 */
export function assertRegions(environment: Environment, variables: NodeJS.ProcessEnv): void {
  const allowed = ROLES.map((role) => environment[role].region);
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const given = variables[name];
    if (given === undefined || given === '' || (allowed as string[]).includes(given)) continue;
    throw new InputError({
      problem: `${name} is '${given}'; environment '${environment.suffix}' does not stand there.`,
      allowed: `${allowed.join(', ')}, or none`,
      fix: `unset ${name}, or choose the environment of that Region with --environment.`,
    });
  }
  const endpoint = variables['AWS_ENDPOINT_URL'];
  if (endpoint === undefined || endpoint === '') return;
  if (!URL.canParse(endpoint)) {
    throw new InputError({
      problem: `AWS_ENDPOINT_URL is '${endpoint}', which is no URL.`,
      allowed: 'the address of a local AWS, such as http://127.0.0.1:5000, or none',
      fix: 'unset it to reach AWS itself.',
    });
  }
  const { hostname } = new URL(endpoint);
  if (/\.amazonaws\.com(?:\.cn)?$/.test(hostname)) {
    throw new InputError({
      problem: `AWS_ENDPOINT_URL is '${endpoint}', one service in one Region, and every service of ${allowed.join(' and ')} is asked.`,
      allowed: 'the address of a local AWS, or none',
      fix: 'unset AWS_ENDPOINT_URL.',
    });
  }
}

/**
 * Who is asking, by STS of the dr Region or, if that is dark, of the primary one.
 *
 * @returns the ARN of the caller
 * @throws InputError without credentials, with expired ones, or with those of another account
 */
export async function assertCaller({ environment, sides }: Pair): Promise<string> {
  const who = (role: 'primary' | 'dr') =>
    ask(async (options) => {
      const { Account, Arn } = await sides[role].sts.send(new GetCallerIdentityCommand({}), options);
      return { account: Account ?? 'unknown', arn: Arn ?? 'unknown' };
    });
  const other = who('primary');
  const dr = await who('dr');
  const answer = dr.known || !dr.dark ? dr : await other;
  if (!answer.known) throw refused(environment, answer);
  const { account, arn } = answer.value;
  if (account === environment.accountId) return arn;
  throw new InputError({
    problem: `These credentials are of account ${account} (${arn}); environment '${environment.suffix}' lives in ${environment.accountId}.`,
    fix: 'use credentials of that account, or choose another environment with --environment.',
  });
}

function refused(environment: Environment, { reason, dark }: Answer<never> & { known: false }): InputError {
  if (dark) {
    return new InputError({
      problem: `Neither ${environment.dr.region} nor ${environment.primary.region} says who we are: ${reason}.`,
      fix: 'get a network that reaches AWS, and look at AWS_ENDPOINT_URL.',
    });
  }
  if (/^Expired/.test(reason))
    return new InputError({
      problem: `The AWS credentials have expired (${reason}).`,
      fix: 'sign in again.',
    });
  // eslint-disable-next-line workspace/no-sentence-matching -- the SDK's
  const problem = /^CredentialsProviderError|Could not load credentials/.test(reason)
    ? 'There are no AWS credentials.'
    : `AWS does not accept these credentials (${reason}).`;
  return new InputError({ problem, allowed: `account ${environment.accountId}`, fix: CREDENTIALS_FIX });
}
