import {
  CreateHostedZoneCommand,
  ListHostedZonesByNameCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { Environment } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';

/**
 * Makes the hosted zone that an environment says it is given: in AWS it is there before the first stack, delegated to by
 * whoever owns the domain, and the primary stacks find it by its name.
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
    const { HostedZones: zones = [] } = await route53.send(
      new ListHostedZonesByNameCommand({ DNSName: dns.domainName, MaxItems: 1 }),
    );
    if (!zones.some(({ Name: name }) => name === `${dns.domainName}.`)) {
      await route53.send(
        new CreateHostedZoneCommand({ Name: dns.domainName, CallerReference: `drill-${dns.domainName}` }),
      );
    }
    return dns.domainName;
  } finally {
    route53.destroy();
  }
}
