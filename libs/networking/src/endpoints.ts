import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import {
  dynamodbEndpointPolicy,
  interfaceEndpointPolicy,
  s3EndpointPolicy,
  type EndpointPolicyScope,
} from './endpoint-policies';

/** The APIs that workloads in private subnets call, as endpoint services name them. */
export const INTERFACE_ENDPOINT_SERVICES = [
  'ecr.api',
  'ecr.dkr',
  'kms',
  'logs',
  'monitoring',
  'rds',
  'secretsmanager',
  'sns',
  'ssm',
  'sts',
] as const;

const serviceName = (region: string, service: string) => `com.amazonaws.${region}.${service}`;

const policyScopeOf = ({ environment, topology }: TierStack): EndpointPolicyScope => ({
  accountId: environment.accountId,
  region: topology.region,
  suffix: environment.suffix,
});

/** Props of {@link GatewayEndpoints}. */
export interface GatewayEndpointsProps {
  readonly vpcId: string;
  /** The tables that get a route to S3 and DynamoDB. */
  readonly routeTableIds: string[];
}

/** The gateway endpoints of S3 and DynamoDB: no charge, no NAT gateway, and a policy on what may pass. */
export class GatewayEndpoints extends Construct {
  readonly s3PrefixListId: string;
  readonly dynamodbPrefixListId: string;

  constructor(scope: Construct, id: string, props: GatewayEndpointsProps) {
    super(scope, id);
    const { vpcId, routeTableIds } = props;
    const stack = TierStack.of(this);
    const policyScope = policyScopeOf(stack);
    const policies = { s3: s3EndpointPolicy(policyScope), dynamodb: dynamodbEndpointPolicy(policyScope) };
    const prefixListOf = (service: keyof typeof policies) =>
      new VpcEndpoint(this, service, {
        vpcId,
        vpcEndpointType: 'Gateway',
        serviceName: serviceName(policyScope.region, service),
        routeTableIds,
        policy: JSON.stringify(policies[service]),
        tags: { Name: stack.naming.name('resource', `${service}-endpoint`) },
      }).prefixListId;
    this.s3PrefixListId = prefixListOf('s3');
    this.dynamodbPrefixListId = prefixListOf('dynamodb');
  }
}

/** Props of {@link InterfaceEndpoints}. */
export interface InterfaceEndpointsProps {
  readonly vpcId: string;
  /** One network interface of each endpoint stands in each of these. */
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/**
 * The interface endpoints: calls to AWS stay in the VPC under the names the SDKs use anyway, and keep working when the NAT
 * gateway's zone is lost.
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { vpcId, subnetIds, securityGroupIds } = props;
    const stack = TierStack.of(this);
    const policyScope = policyScopeOf(stack);
    const policy = JSON.stringify(interfaceEndpointPolicy(policyScope));
    for (const service of INTERFACE_ENDPOINT_SERVICES) {
      const what = service.replace('.', '-');
      new VpcEndpoint(this, what, {
        vpcId,
        vpcEndpointType: 'Interface',
        serviceName: serviceName(policyScope.region, service),
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds,
        policy,
        tags: { Name: stack.naming.name('resource', `${what}-endpoint`) },
      });
    }
  }
}
