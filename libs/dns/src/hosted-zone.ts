import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** The public zone of the domain: named by its id, found by its name, or made here. */
export class HostedZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { domainName, hostedZone, hostedZoneId } = stack.environment.dns;
    if (hostedZoneId !== undefined) {
      this.zoneId = hostedZoneId;
      return;
    }
    if (hostedZone === 'given') {
      const provider = stack.hostedZoneProvider;
      this.zoneId = new DataAwsRoute53Zone(this, 'given', {
        provider,
        name: domainName,
        privateZone: false,
      }).zoneId;
      return;
    }
    const zone = new Route53Zone(this, 'zone', {
      name: domainName,
      comment: `Names of the service in environment ${stack.environment.suffix}`,
      // Records that others put here go with an ephemeral environment only.
      forceDestroy: stack.ephemeral,
      tags: { Name: stack.naming.name('resource', 'zone') },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(zone, {
      check: 'route53-dnssec',
      reason:
        'Signing protects nobody until the parent zone, which is not ours, holds the DS record; and a signing key in us-east-1 that ' +
        'cannot be used would make every name of the service unresolvable, in both Regions. Clients authenticate the service by TLS.',
      owner: 'network',
    });
    this.zoneId = zone.zoneId;
  }
}
