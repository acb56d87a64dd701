import { networkingContract } from '@healthcare-dr/networking/contract';
import { TierStack } from '@healthcare-dr/platform';
import { planSubnets } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { GatewayEndpoints, InterfaceEndpoints } from './endpoints';
import { FlowLogs } from './flow-logs';
import { SecurityGroups } from './security-groups';
import { Subnets } from './subnets';
import { Vpc } from './vpc';

/** Props of {@link Networking}. */
export interface NetworkingProps {
  /** The Region's key for logs, from the contract of the kms tier. */
  readonly logsKeyArn: string;
}

/**
 * The Region's network, the same on both sides: a VPC over two or more zones, one NAT gateway, endpoints for the AWS APIs,
 * flow logs, and the security groups of the tiers that will live in it.
 *
 * The two VPCs are not joined. Neither side needs the other to carry a packet.
 */
export class Networking extends Construct {
  constructor(scope: Construct, id: string, props: NetworkingProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { environment } = stack;
    const { region, vpcCidr, zones } = stack.topology;
    const { interfaceEndpoints } = environment;

    const { vpcId, internetGateway } = new Vpc(this, 'vpc', {
      cidrBlock: vpcCidr,
      interfaceEndpoints,
    });
    const subnets = new Subnets(this, 'subnets', {
      vpcId,
      internetGateway,
      plan: planSubnets(vpcCidr, region, zones),
    });
    const gatewayEndpoints = new GatewayEndpoints(this, 'gateway-endpoints', {
      vpcId,
      routeTableIds: [subnets.privateRouteTableId],
    });
    const groups = new SecurityGroups(this, 'security-groups', {
      vpcId,
      servicePort: environment.service.container.port,
      s3PrefixListId: gatewayEndpoints.s3PrefixListId,
      dynamodbPrefixListId: gatewayEndpoints.dynamodbPrefixListId,
      endpointsInUse: interfaceEndpoints.enabled,
    });
    if (interfaceEndpoints.enabled) {
      new InterfaceEndpoints(this, 'interface-endpoints', {
        vpcId,
        subnetIds: subnets.privateSubnetIds,
        securityGroupIds: [groups.endpoints.id],
      });
    }
    new FlowLogs(this, 'flow-logs', {
      vpcId,
      kmsKeyArn: props.logsKeyArn,
      retentionDays: environment.retention.auditLogDays,
      deletable: stack.ephemeral,
    });

    stack.publish(networkingContract, {
      vpcId,
      publicSubnetIds: subnets.publicSubnetIds,
      privateSubnetIds: subnets.privateSubnetIds,
      isolatedSubnetIds: subnets.isolatedSubnetIds,
      albSecurityGroupId: groups.alb.id,
      serviceSecurityGroupId: groups.service.id,
      databaseSecurityGroupId: groups.database.id,
      endpointsSecurityGroupId: groups.endpoints.id,
      controllerSecurityGroupId: groups.controller.id,
      natPublicIp: subnets.natPublicIp,
    });
  }
}
