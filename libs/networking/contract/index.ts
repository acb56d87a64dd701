import { defineContract } from '@healthcare-dr/platform';

/**
 * The Region's network. Lists of subnets follow the order of the environment's zones. The VPC's address block is
 * configuration (`stack.topology.vpcCidr`) and therefore not published.
 *
 * | key | what it is |
 * |---|---|
 * | `vpcId` | the VPC; a tier with a security group of its own creates it here |
 * | `publicSubnetIds` | for the load balancer: the default route leads to the internet gateway |
 * | `privateSubnetIds` | for tasks and functions: the default route leads to the NAT gateway |
 * | `isolatedSubnetIds` | for databases: no way out of the VPC |
 * | `albSecurityGroupId` | HTTPS and the HTTP redirect from the internet; out to the service alone |
 * | `serviceSecurityGroupId` | in from the load balancer; out to database, endpoints, and TLS beyond |
 * | `databaseSecurityGroupId` | in from the service; out to nothing |
 * | `endpointsSecurityGroupId` | of the interface endpoints; a tier with a group of its own adds its rule here |
 * | `controllerSecurityGroupId` | nothing in; out to endpoints, and TLS beyond: the other Region and the probe |
 * | `natPublicIp` | the one address from which private subnets reach the internet, for partners' allow lists |
 */
export const networkingContract = defineContract('networking', {
  vpcId: 'string',
  publicSubnetIds: 'list',
  privateSubnetIds: 'list',
  isolatedSubnetIds: 'list',
  albSecurityGroupId: 'string',
  serviceSecurityGroupId: 'string',
  databaseSecurityGroupId: 'string',
  endpointsSecurityGroupId: 'string',
  controllerSecurityGroupId: 'string',
  natPublicIp: 'string',
});
