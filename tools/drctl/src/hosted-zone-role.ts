import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { hostedZoneSessionName } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { inWords, isDark } from './answer';

/** Credentials of a session, as the clients of the SDK take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When the SDK asks for others. @default - never */
  readonly expiration?: Date;
}

/** The role for the hosted zone could not be assumed: STS refused. A Region that does not answer is another matter. */
export class HostedZoneRoleRefused extends Error {
  override readonly name = 'HostedZoneRoleRefused';

  constructor(
    readonly roleArn: string,
    cause: unknown,
  ) {
    super(`dns.hostedZoneRoleArn ${roleArn} cannot be assumed: ${inWords(cause)}`, { cause });
  }
}

/**
 * Credentials of the role for a hosted zone in another account, which the SDK asks for when it first needs them and again before they expire.
 *
 * @returns undefined if the zone is in the environment's own account
 */
export function hostedZoneCredentials(
  environment: Environment,
  sts: STSClient,
): (() => Promise<SessionCredentials>) | undefined {
  const { hostedZoneRoleArn: roleArn } = environment.dns;
  if (roleArn === undefined) return undefined;
  return async () => {
    try {
      const { Credentials: session } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: hostedZoneSessionName(environment, 'drctl'),
        }),
      );
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = session ?? {};
      if (accessKeyId === undefined || secretAccessKey === undefined)
        throw new Error('STS answered without credentials');
      return {
        accessKeyId,
        secretAccessKey,
        ...(session?.SessionToken === undefined ? {} : { sessionToken: session.SessionToken }),
        ...(session?.Expiration === undefined ? {} : { expiration: session.Expiration }),
      };
    } catch (error) {
      throw isDark(error) ? error : new HostedZoneRoleRefused(roleArn, error);
    }
  };
}
