import { networkingContract } from '@healthcare-dr/networking/contract';
import type { ContractValues, TierStack } from '@healthcare-dr/platform';
import { planSubnets } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { GatewayEndpoints, InterfaceEndpoints } from './endpoints';
import { FlowLogs } from './flow-logs';
import { SecurityGroups } from './security-groups';
import { Subnets } from './subnets';
import { Vpc } from './vpc';

/** What the tier needs from others. */
export interface NetworkingProps {
  /** The Region's key for logs, from the contract of the kms tier. */
  readonly logsKeyArn: string;
}

/** What the tier hands to its stack: the values of its contract. */
export type NetworkingOutputs = ContractValues<typeof networkingContract.keys>;

/**
 * The Region's network, the same on both sides: a VPC over two or more zones, one NAT gateway, endpoints for the AWS APIs,
 * flow logs, and the security groups of the tiers that will live in it.
 *
 * The two VPCs are not joined. Neither side needs the other to carry a packet.
 */
export class Networking extends Construct {
  readonly outputs: NetworkingOutputs;

  constructor(stack: TierStack, id: string, props: NetworkingProps) {
    super(stack, id);
    const { naming, environment } = stack;
    const { region, vpcCidr, zones } = stack.topology;
    const { accountId, suffix, interfaceEndpoints } = environment;
    const policyScope = { accountId, region, suffix };

    const { vpcId, internetGateway } = new Vpc(this, 'vpc', {
      naming,
      cidrBlock: vpcCidr,
      interfaceEndpoints,
    });
    const subnets = new Subnets(this, 'subnets', {
      naming,
      vpcId,
      internetGateway,
      plan: planSubnets(vpcCidr, region, zones),
    });
    const gatewayEndpoints = new GatewayEndpoints(this, 'gateway-endpoints', {
      naming,
      policyScope,
      vpcId,
      routeTableIds: [subnets.privateRouteTableId],
    });
    const groups = new SecurityGroups(this, 'security-groups', {
      naming,
      vpcId,
      servicePort: environment.service.container.port,
      s3PrefixListId: gatewayEndpoints.s3PrefixListId,
      dynamodbPrefixListId: gatewayEndpoints.dynamodbPrefixListId,
      endpointsInUse: interfaceEndpoints.enabled,
    });
    if (interfaceEndpoints.enabled) {
      new InterfaceEndpoints(this, 'interface-endpoints', {
        naming,
        policyScope,
        vpcId,
        subnetIds: subnets.privateSubnetIds,
        securityGroupIds: [groups.endpoints.id],
      });
    }
    new FlowLogs(this, 'flow-logs', {
      naming,
      accountId,
      vpcId,
      kmsKeyArn: props.logsKeyArn,
      retentionDays: environment.retention.auditLogDays,
      deletable: stack.ephemeral,
    });

    this.outputs = {
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
    };
    stack.publish(networkingContract, this.outputs);
  }
}
