import {
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { Environment } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';

/**
 * Makes the hosted zone that an environment says it is given: in AWS it is there before the first stack, delegated to by
 * whoever owns the domain, and the primary stacks find it by its name, or by its id where the environment gives that.
 *
 * @returns the domain; `undefined` if the environment creates its zone itself
 */
export async function createHostedZone(
  { dns, primary }: Environment,
  variables: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (dns.hostedZone !== 'given') return undefined;
  const route53 = new Route53Client(clientConfiguration(variables, primary.region));
  try {
    const { domainName, hostedZoneId } = dns;
    const isThere =
      hostedZoneId === undefined ? isFoundByName(route53, domainName) : isFoundById(route53, hostedZoneId);
    if (!(await isThere)) {
      // The local AWS takes a caller reference that is an id for the zone's.
      const CallerReference = hostedZoneId ?? `drill-${domainName}`;
      await route53.send(new CreateHostedZoneCommand({ Name: domainName, CallerReference }));
    }
    return dns.domainName;
  } finally {
    route53.destroy();
  }
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
