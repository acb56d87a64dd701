import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc';
import { suppress, TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/** Props of {@link Vpc}. */
export interface VpcProps {
  readonly cidrBlock: string;
  /** Whether the VPC will have interface endpoints, or why not. */
  readonly interfaceEndpoints: Environment['interfaceEndpoints'];
}

/** The VPC, its internet gateway, and its default security group, emptied so that nothing can live in it by accident. */
export class Vpc extends Construct {
  readonly vpcId: string;
  readonly internetGateway: InternetGateway;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { cidrBlock, interfaceEndpoints } = props;
    const vpc = new AwsVpc(this, 'vpc', {
      cidrBlock,
      // Both are what the private DNS names of the endpoints stand on.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: naming.name('resource', 'vpc') },
    });
    if (!interfaceEndpoints.enabled) {
      suppress(vpc, { check: 'vpc-endpoints', reason: interfaceEndpoints.optOutReason, owner: 'networking' });
    }
    this.vpcId = vpc.id;

    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      // Empty lists, not absent ones: Terraform then removes a rule that somebody adds by hand.
      ingress: [],
      egress: [],
      tags: { Name: naming.name('resource', 'default-closed') },
    });
    this.internetGateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags: { Name: naming.name('resource', 'internet-gateway') },
    });
  }
}
