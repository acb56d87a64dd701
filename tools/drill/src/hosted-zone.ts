import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { clientConfiguration, hostedZoneRole } from '@healthcare-dr/drctl/bootstrap';
import type { LocalAws } from '@healthcare-dr/local-aws';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import { hostedZoneAccountOf, type Environment } from '@healthcare-dr/topology';
import { pathAndName } from './iam-arn';

/** What leads to the accounts of a local AWS. */
export type LocalAccounts = Pick<LocalAws, 'environment' | 'environmentOf'>;

/** The variables of an administrator of the account that the zone of an environment belongs to. */
export const zoneOwnerVariables = (environment: Environment, aws: LocalAccounts): NodeJS.ProcessEnv =>
  environment.dns.hostedZoneRoleArn === undefined
    ? aws.environment
    : aws.environmentOf(hostedZoneAccountOf(environment));

/**
 * Makes the hosted zone that an environment says it is given: in AWS it is there before the first stack, delegated to by
 * whoever owns the domain, and the primary stacks find it by its name, or by its id where the environment gives that. Where it belongs to
 * another account, its owner also makes the role that the environment names, of what `npm run bootstrap -- --hosted-zone-role` prints.
 *
 * @returns the domain; `undefined` if the environment creates its zone itself
 */
export async function createHostedZone(
  environment: Environment,
  aws: LocalAccounts,
): Promise<string | undefined> {
  const { hostedZone, domainName, hostedZoneId, hostedZoneRoleArn } = environment.dns;
  if (hostedZone !== 'given') return undefined;
  const configuration = clientConfiguration(zoneOwnerVariables(environment, aws), GLOBAL_SERVICES_REGION);
  const route53 = new Route53Client(configuration);
  const iam = new IAMClient(configuration);
  try {
    const isThere =
      hostedZoneId === undefined ? isFoundByName(route53, domainName) : isFoundById(route53, hostedZoneId);
    if (!(await isThere)) {
      // The local AWS takes a caller reference that is an id for the zone's.
      const CallerReference = hostedZoneId ?? `drill-${domainName}`;
      await route53.send(new CreateHostedZoneCommand({ Name: domainName, CallerReference }));
    }
    if (hostedZoneRoleArn !== undefined) await createZoneRole(environment, iam);
    return domainName;
  } finally {
    route53.destroy();
    iam.destroy();
  }
}

async function createZoneRole(environment: Environment, iam: IAMClient): Promise<void> {
  const { roleArn, trust, permissions } = hostedZoneRole(environment);
  const { path: Path, name: RoleName } = pathAndName(roleArn);
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'records-of-the-service',
      PolicyDocument: JSON.stringify(permissions),
    }),
  );
}

async function isFoundByName(route53: Route53Client, domainName: string): Promise<boolean> {
  const { HostedZones: zones = [] } = await route53.send(
    new ListHostedZonesByNameCommand({ DNSName: domainName, MaxItems: 1 }),
  );
  return zones.some(({ Name: name }) => name === `${domainName}.`);
}

async function isFoundById(route53: Route53Client, Id: string): Promise<boolean> {
  try {
    await route53.send(new GetHostedZoneCommand({ Id }));
    return true;
  } catch (error) {
    if (error instanceof NoSuchHostedZone) return false;
    throw error;
  }
}
