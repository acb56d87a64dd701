import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { TierStack } from '@healthcare-dr/platform';
import { ROLES, serviceNames, type Role } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import type { RecordHealthCheckIds } from './health-checks';

/** A load balancer, as an alias record names it. */
export interface AliasTarget {
  readonly dnsName: string;
  /** The zone that AWS keeps for load balancers of the Region. */
  readonly zoneId: string;
}

/** Props of {@link Records}. */
export interface RecordsProps {
  readonly zoneId: string;
  readonly loadBalancers: Readonly<Record<Role, AliasTarget>>;
  readonly healthCheckIds: RecordHealthCheckIds;
}

const FAILOVER = { primary: 'PRIMARY', dr: 'SECONDARY' } as const satisfies Record<Role, string>;

/** The names of the service: one of each Region, and one that follows whoever serves. Nothing changes them in a failover. */
export class Records extends Construct {
  constructor(scope: Construct, id: string, props: RecordsProps) {
    super(scope, id);
    const { zoneId, loadBalancers, healthCheckIds } = props;
    const { environment, hostedZoneProvider: provider } = TierStack.of(this);
    const { service, regional } = serviceNames(environment);
    for (const role of ROLES) {
      const { dnsName: name, zoneId: targetZoneId } = loadBalancers[role];
      new Route53Record(this, `regional-${role}`, {
        provider,
        zoneId,
        name: regional[role],
        type: 'A',
        // Whoever asks for one Region, the health checkers first, gets that Region, well or not.
        alias: { name, zoneId: targetZoneId, evaluateTargetHealth: false },
      });
      new Route53Record(this, `service-${role}`, {
        provider,
        zoneId,
        name: service,
        type: 'A',
        setIdentifier: `${environment.suffix}-${role}`,
        failoverRoutingPolicy: { type: FAILOVER[role] },
        // Without it a load balancer with no healthy target, or none at all, would be answered with.
        alias: { name, zoneId: targetZoneId, evaluateTargetHealth: true },
        healthCheckId: healthCheckIds[role],
      });
    }
  }
}
