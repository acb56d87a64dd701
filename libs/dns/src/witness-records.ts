import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { witnessText } from '@healthcare-dr/dns/contract';
import { TierStack } from '@healthcare-dr/platform';
import { ROLES, serviceNames, type Role } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/** How long a resolver may keep an answer, in seconds: a controller looks once a minute, and must not see the minute before. */
const TTL_SECONDS = 5;

/** Props of {@link WitnessRecords}. */
export interface WitnessRecordsProps {
  readonly zoneId: string;
  /** The check of each Region's endpoint: what the checkers find, and nothing that a controller says. */
  readonly endpointCheckIds: Readonly<Record<Role, string>>;
}

/**
 * One name for each Region that says what Route 53's checkers find of it. Its PRIMARY record carries the check of the Region's endpoint and
 * says "healthy"; its SECONDARY record has no check and says "unhealthy". So a controller can ask the checkers, which stand outside both
 * Regions, through the data plane of DNS: by the VPC's resolver, without NAT gateway and without a call to us-east-1.
 */
export class WitnessRecords extends Construct {
  constructor(scope: Construct, id: string, { zoneId, endpointCheckIds }: WitnessRecordsProps) {
    super(scope, id);
    const { environment, hostedZoneProvider: provider } = TierStack.of(this);
    const { witness } = serviceNames(environment);
    for (const role of ROLES) {
      const answers = [
        { health: 'healthy', type: 'PRIMARY', healthCheckId: endpointCheckIds[role] },
        { health: 'unhealthy', type: 'SECONDARY', healthCheckId: undefined },
      ] as const;
      for (const { health, type, healthCheckId } of answers)
        new Route53Record(this, `${role}-${health}`, {
          provider,
          zoneId,
          name: witness[role],
          type: 'TXT',
          ttl: TTL_SECONDS,
          records: [witnessText(role, health)],
          setIdentifier: `${environment.suffix}-${role}-${health}`,
          failoverRoutingPolicy: { type },
          healthCheckId,
        });
    }
  }
}
