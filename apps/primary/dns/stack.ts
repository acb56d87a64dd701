import { computeContract } from '@healthcare-dr/compute/contract';
import { Dns } from '@healthcare-dr/dns';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'dns',
  reads: [computeContract],
  readsDr: [computeContract],
  // Route 53 copies an alarm when a check is made, so the alarms must be there; and the control check routes traffic to dr until
  // the controller has published for the first time that it need not.
  after: ['dr-dns', 'dr-observability', 'dr-failover-lambda'],
  build(stack) {
    const loadBalancer = ({
      albDnsName: dnsName,
      albZoneId: zoneId,
    }: Record<'albDnsName' | 'albZoneId', string>) => ({
      dnsName,
      zoneId,
    });
    new Dns(stack, 'dns', {
      loadBalancers: {
        primary: loadBalancer(stack.read(computeContract)),
        dr: loadBalancer(stack.readDr(computeContract)),
      },
    });
  },
});
