import { resolve4 } from 'node:dns/promises';
import {
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  paginateListHealthChecks,
  type HealthCheck,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { computeContract } from '@healthcare-dr/compute/contract';
import { canonical, sameName, type Route53Configuration } from '@healthcare-dr/aws-models/route53';
import { ROLES, serviceNames, type Role } from '@healthcare-dr/topology';
import { ask, orAbsent, type Answer, type CallOptions } from '../answer';
import type { Pair, RegionClients } from '../pair';

/** What Route 53 was told: the records of the service's name, those of the Regions', the witnesses, and the health checks. */
export interface DnsRecords {
  readonly configuration: Route53Configuration;
  /** The records of the service's name. */
  readonly service: readonly ResourceRecordSet[];
}

/** The records and checks, by Route 53's API; `undefined` if there is no zone. Its control plane is in us-east-1. */
export const askDnsRecords = ({
  environment,
  route53,
  hostedZoneRoute53,
}: Pair): Promise<Answer<DnsRecords | undefined>> =>
  ask(async (options) => {
    const { domainName, hostedZoneId } = environment.dns;
    const { service, regional, witness } = serviceNames(environment);
    const { HostedZones: zones = [] } = await hostedZoneRoute53.send(
      new ListHostedZonesByNameCommand({ DNSName: domainName }),
      options,
    );
    const zone = zones.find(
      ({ Id = '', Name, Config }) =>
        sameName(Name ?? '', domainName) &&
        Config?.PrivateZone !== true &&
        (hostedZoneId === undefined || Id.endsWith(`/${hostedZoneId}`)),
    );
    if (zone?.Id === undefined) return undefined;
    const lists = await Promise.all(
      [service, regional.primary, regional.dr, witness.primary, witness.dr].map(async (name) => {
        // The list begins with the name; a zone is shared and may be long.
        const page = await hostedZoneRoute53.send(
          new ListResourceRecordSetsCommand({ HostedZoneId: zone.Id, StartRecordName: name }),
          options,
        );
        return (page.ResourceRecordSets ?? []).filter(({ Name }) => sameName(Name ?? '', name));
      }),
    );
    const healthChecks: HealthCheck[] = [];
    for await (const page of paginateListHealthChecks({ client: route53 }, {}, options))
      healthChecks.push(...(page.HealthChecks ?? []));
    return { configuration: { recordSets: lists.flat(), healthChecks }, service: lists[0] ?? [] };
  });

/** The load balancer of a Region, as its contract names it; `undefined` if it is not published. */
export const askLoadBalancerName = ({ ssm, naming }: RegionClients): Promise<Answer<string | undefined>> =>
  ask(async (options: CallOptions) => {
    const Name = naming.parameter(
      computeContract.tier,
      'albDnsName' satisfies keyof typeof computeContract.keys,
    );
    const parameter = await orAbsent(ssm.send(new GetParameterCommand({ Name }), options));
    return parameter?.Parameter?.Value === undefined ? undefined : canonical(parameter.Parameter.Value);
  });

/** How long the resolver may take, in milliseconds. */
const RESOLVER_LIMIT_MS = 4_000;

/** Asks this machine's resolver for the IPv4 addresses of a name. */
export type Resolver = (name: string) => Promise<readonly string[]>;

/** Which Region the service's name leads to from here, by comparing addresses with those of each Region's own name. */
export const askResolvedRole = (
  { environment }: Pair,
  resolver: Resolver = (name) => resolve4(name),
): Promise<Answer<Role | undefined>> =>
  ask(async () => {
    const { service, regional } = serviceNames(environment);
    const quiet = (name: string) => resolver(name).catch((): readonly string[] => []);
    const [addresses, primary, dr] = await Promise.all([
      resolver(service),
      quiet(regional.primary),
      quiet(regional.dr),
    ]);
    const own = { primary, dr };
    return ROLES.find((role) => addresses.some((address) => own[role].includes(address)));
  }, RESOLVER_LIMIT_MS);
