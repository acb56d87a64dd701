import type { TierInvariants } from '@healthcare-dr/testing';

export default {
  names: {
    aws_default_security_group: { names: ['tags.Name'], namespace: 'none' },
    aws_eip: { names: ['tags.Name'], namespace: 'none' },
    aws_flow_log: { names: ['tags.Name'], namespace: 'none' },
    aws_internet_gateway: { names: ['tags.Name'], namespace: 'none' },
    aws_nat_gateway: { names: ['tags.Name'], namespace: 'none' },
    aws_route: { names: [], namespace: 'none' },
    aws_route_table: { names: ['tags.Name'], namespace: 'none' },
    aws_route_table_association: { names: [], namespace: 'none' },
    aws_security_group: { names: ['name'], namespace: 'region' },
    aws_subnet: { names: ['tags.Name'], namespace: 'none' },
    aws_vpc: { names: ['tags.Name'], namespace: 'none' },
    aws_vpc_endpoint: { names: ['tags.Name'], namespace: 'none' },
    aws_vpc_security_group_egress_rule: { names: ['tags.Name'], namespace: 'none' },
    aws_vpc_security_group_ingress_rule: { names: ['tags.Name'], namespace: 'none' },
  },
} satisfies TierInvariants;
