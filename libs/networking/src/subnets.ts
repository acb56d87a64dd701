import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { suppress, TierStack, ValidationError } from '@healthcare-dr/platform';
import type { SubnetKind, SubnetPlan } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

const ANYWHERE = '0.0.0.0/0';

/** Props of {@link Subnets}. */
export interface SubnetsProps {
  readonly vpcId: string;
  /** Where the public subnets' default route leads. */
  readonly internetGateway: InternetGateway;
  /** The address plan; the NAT gateway stands in its first public subnet. */
  readonly plan: readonly SubnetPlan[];
}

/**
 * The subnets of a VPC and the routes that make them public, private or isolated: one route table for each kind, and one
 * NAT gateway for all private subnets.
 */
export class Subnets extends Construct {
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly isolatedSubnetIds: string[];
  readonly privateRouteTableId: string;
  /** The Elastic IP of the NAT gateway. */
  readonly natPublicIp: string;

  constructor(scope: Construct, id: string, props: SubnetsProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { internetGateway } = props;
    const publicSide = this.#addKind('public', props);
    const privateSide = this.#addKind('private', props);
    this.publicSubnetIds = publicSide.subnetIds;
    this.privateSubnetIds = privateSide.subnetIds;
    this.isolatedSubnetIds = this.#addKind('isolated', props).subnetIds;
    this.privateRouteTableId = privateSide.routeTable.id;

    const publicRoute = new Route(this, 'public-default-route', {
      routeTableId: publicSide.routeTable.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: internetGateway.id,
    });
    suppress(publicRoute, {
      check: 'vpc-no-unrestricted-igw-route',
      reason:
        'The load balancer serves the internet and the NAT gateway reaches it; only the public table has this route.',
      owner: 'networking',
    });

    const [natSubnetId] = publicSide.subnetIds;
    if (natSubnetId === undefined) {
      throw new ValidationError(
        {
          problem: 'The address plan has no public subnet.',
          allowed: 'a plan with one subnet of each kind in each zone, as planSubnets gives it',
          fix: 'pass the result of planSubnets as plan.',
        },
        this,
      );
    }
    const address = new Eip(this, 'nat-address', {
      domain: 'vpc',
      tags: { Name: naming.name('resource', 'nat') },
      dependsOn: [internetGateway],
    });
    const nat = new NatGateway(this, 'nat-gateway', {
      allocationId: address.allocationId,
      subnetId: natSubnetId,
      connectivityType: 'public',
      tags: { Name: naming.name('resource', 'nat') },
      // A NAT gateway made before its VPC has a way out fails: AWS "NAT gateways", troubleshooting.
      dependsOn: [internetGateway],
    });
    new Route(this, 'private-default-route', {
      routeTableId: privateSide.routeTable.id,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: nat.id,
    });
    this.natPublicIp = address.publicIp;
  }

  #addKind(kind: SubnetKind, props: SubnetsProps): { routeTable: RouteTable; subnetIds: string[] } {
    const { naming } = TierStack.of(this);
    const { vpcId, plan } = props;
    const routeTable = new RouteTable(this, `${kind}-routes`, {
      vpcId,
      tags: { Name: naming.name('resource', `${kind}-routes`) },
    });
    const planned = plan.filter((subnet) => subnet.kind === kind);
    const subnetIds = planned.map(({ zone, zoneLetter, cidr }) => {
      const subnet = new Subnet(this, `${kind}-${zoneLetter}`, {
        vpcId,
        cidrBlock: cidr,
        availabilityZone: zone,
        // Not even in a public subnet: load balancer and NAT gateway bring addresses of their own.
        mapPublicIpOnLaunch: false,
        tags: { Name: naming.name('resource', `${kind}-${zoneLetter}`) },
      });
      new RouteTableAssociation(this, `${kind}-${zoneLetter}-routes`, {
        subnetId: subnet.id,
        routeTableId: routeTable.id,
      });
      return subnet.id;
    });
    return { routeTable, subnetIds };
  }
}
