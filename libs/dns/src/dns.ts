import { TierStack, type PropsFor } from '@healthcare-dr/platform';
import type { Role } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { ControlAlarm } from './control-alarm';
import { HealthChecks } from './health-checks';
import { HomeControlAlarm } from './home-control-alarm';
import { HostedZone } from './hosted-zone';
import { QueryLogging } from './query-logging';
import { Records, type AliasTarget } from './records';
import { WitnessRecords } from './witness-records';

/** Props of {@link Dns}; what only one side needs belongs to that side's arm. */
export type DnsProps =
  | {
      readonly role: 'primary';
      /** The load balancers of both Regions, from the contracts of the compute tier. */
      readonly loadBalancers: Readonly<Record<Role, AliasTarget>>;
    }
  | { readonly role: 'dr' };

/**
 * The dns tier of one Region. All of Route 53 stands in the primary stack, because its control plane is in us-east-1, which dr
 * must not need; the dr stack has the alarm by which the controller holds traffic in dr, because that must work without the
 * primary; the primary stack has the one by which its controller holds traffic at home, because that must work without dr.
 */
export class Dns<R extends Role> extends Construct {
  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, DnsProps>) {
    super(scope, id);
    const stack = TierStack.of(this);
    const side = scope.withRole<DnsProps>(props);
    if (side.role === 'dr') {
      new ControlAlarm(this, 'control');
      return;
    }
    const { alarm: homeControlAlarm } = new HomeControlAlarm(this, 'home-control');
    const { zoneId } = new HostedZone(this, 'hosted-zone');
    const { ids: healthCheckIds, endpointIds: endpointCheckIds } = new HealthChecks(this, 'health-checks', {
      homeControlAlarm,
    });
    new WitnessRecords(this, 'witness', { zoneId, endpointCheckIds });
    new Records(this, 'records', { zoneId, loadBalancers: side.loadBalancers, healthCheckIds });
    // Declared without query logging too: Terraform destroys what stands of it by the provider that made it.
    const { globalProvider: provider } = stack;
    if (stack.environment.dns.queryLogging.enabled)
      new QueryLogging(this, 'query-logging', { zoneId, provider });
  }
}
