import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { controlAlarmName, homeControlAlarmName } from '@healthcare-dr/dns/contract';
import {
  replicationLagAlarm,
  replicationLagAlarmName,
  type AlarmDefinition,
} from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import { endpointPathOf, ROLES, serviceNames, type Role } from '@healthcare-dr/topology';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { controlAlarm } from './control-alarm';
import { homeControlAlarm } from './home-control-alarm';

/** The port of the load balancers' HTTPS listener. */
const HTTPS_PORT = 443;

/** The ids of the checks that the service's records carry. */
export interface RecordHealthCheckIds {
  /** Healthy while the primary answers **and** no failover is engaged. */
  readonly primary: string;
  /** Healthy while dr answers **and** the primary's controller does not hold traffic at home. */
  readonly dr: string;
}

/** Props of {@link HealthChecks}. */
export interface HealthChecksProps {
  /** The alarm of this stack that a check follows: Route 53 takes no check of an alarm that is not there yet. */
  readonly homeControlAlarm: ITerraformDependable;
}

/**
 * What Route 53 looks at. All of it is data plane once it stands: checkers in eight Regions ask, and answers follow.
 *
 * The lag check is on no record: see "Readiness" in the README.
 */
export class HealthChecks extends Construct {
  readonly ids: RecordHealthCheckIds;
  /** The checks of the endpoints alone, which nothing but the endpoints decides. */
  readonly endpointIds: Readonly<Record<Role, string>>;

  constructor(scope: Construct, id: string, { homeControlAlarm: alarm }: HealthChecksProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const name = (what: string) => stack.naming.name('resource', what);
    const endpoints = this.#addEndpoints(stack);
    const dr = stack.namingFor('dr');

    const control = this.#addAlarmCheck('control', {
      name: name('traffic-control'),
      alarmName: controlAlarmName(dr),
      region: stack.environment.dr.region,
      definition: controlAlarm(stack.environment),
      // If the controller falls silent, traffic stays where it is: held if it was held, free if it was free.
      insufficientDataHealthStatus: 'LastKnownStatus',
      // The alarm breaches while traffic is free; what is healthy is that.
      invertHealthcheck: true,
    });
    this.#addAlarmCheck('replication-lag', {
      name: name('dr-readiness'),
      alarmName: replicationLagAlarmName(dr),
      region: stack.environment.dr.region,
      definition: replicationLagAlarm(stack.environment, clusterName(dr)),
      // A lag that is not known is no reason to call dr ready.
      insufficientDataHealthStatus: 'Unhealthy',
      invertHealthcheck: false,
    });
    const homeControl = this.#addAlarmCheck('home-control', {
      name: name('traffic-home-control'),
      alarmName: homeControlAlarmName(stack.naming),
      region: stack.topology.region,
      definition: homeControlAlarm(stack.environment),
      // Where the primary's controller says nothing, its Region may be lost: dr must be an answer then.
      insufficientDataHealthStatus: 'Healthy',
      invertHealthcheck: false,
      dependsOn: [alarm],
    });
    this.ids = {
      primary: this.#addCalculated('primary', name('primary-serves'), [endpoints.primary.id, control.id]),
      dr: this.#addCalculated('secondary', name('dr-serves'), [endpoints.dr.id, homeControl.id]),
    };
    this.endpointIds = { primary: endpoints.primary.id, dr: endpoints.dr.id };
  }

  /** One HTTPS check per Region, of the name that leads to that Region alone: the service's own name leads to whoever serves. */
  #addEndpoints(stack: TierStack): Record<Role, Route53HealthCheck> {
    const { dns, service } = stack.environment;
    const { regional } = serviceNames(stack.environment);
    const checks = ROLES.map((role) => [
      role,
      new Route53HealthCheck(this, `endpoint-${role}`, {
        type: 'HTTPS',
        fqdn: regional[role],
        port: HTTPS_PORT,
        // The load balancer has certificates by name.
        enableSni: true,
        resourcePath: endpointPathOf(service.container),
        requestInterval: dns.healthCheck.requestIntervalSeconds,
        failureThreshold: dns.healthCheck.failureThreshold,
        // Checkers of every Region that has some: a lost Region takes its own along and leaves seven.
        tags: { Name: stack.naming.name('resource', `endpoint-${role}`) },
        // Another interval is another check. What becomes of a record whose check is deleted first, Route 53 does not say:
        // https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHealthCheck.html
        lifecycle: { createBeforeDestroy: true },
      }),
    ]);
    return Object.fromEntries(checks) as Record<Role, Route53HealthCheck>;
  }

  /** Healthy while all of the children are: a threshold of zero would make it healthy for ever. */
  #addCalculated(id: string, name: string, children: string[]): string {
    return new Route53HealthCheck(this, id, {
      type: 'CALCULATED',
      childHealthchecks: children,
      childHealthThreshold: children.length,
      tags: { Name: name },
    }).id;
  }

  #addAlarmCheck(id: string, props: AlarmCheckProps): Route53HealthCheck {
    return new Route53HealthCheck(this, id, {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: props.alarmName,
      cloudwatchAlarmRegion: props.region,
      insufficientDataHealthStatus: props.insufficientDataHealthStatus,
      invertHealthcheck: props.invertHealthcheck,
      triggers: triggersOf(props.definition),
      tags: { Name: props.name },
      ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    });
  }
}

interface AlarmCheckProps {
  readonly name: string;
  readonly alarmName: string;
  readonly region: string;
  readonly definition: AlarmDefinition;
  readonly insufficientDataHealthStatus: 'Healthy' | 'LastKnownStatus' | 'Unhealthy';
  readonly invertHealthcheck: boolean;
  /** @default - the alarm is another stack's, which stands before this one */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * What makes Terraform update a check when its alarm is edited. Route 53 copies the alarm's settings when the check is made or
 * updated, and follows its copy until then:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-updating-cloudwatch-alarm-settings.html
 */
function triggersOf({ dimensions, ...settings }: AlarmDefinition): Record<string, string> {
  const values = Object.entries(settings).map(([key, value]): [string, string] => [key, String(value)]);
  return { ...Object.fromEntries(values), dimensions: JSON.stringify(dimensions) };
}
