import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { suppress, TierStack, type Naming } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

const ANYWHERE = '0.0.0.0/0';
const HTTP = 80;
const HTTPS = 443;
const POSTGRESQL = 5432;

/** Props of {@link SecurityGroups}. */
export interface SecurityGroupsProps {
  readonly vpcId: string;
  /** The port the service listens on. */
  readonly servicePort: number;
  readonly s3PrefixListId: string;
  readonly dynamodbPrefixListId: string;
  /** Whether interface endpoints of this tier use the endpoints group. */
  readonly endpointsInUse: boolean;
}

type Peer = { readonly group: SecurityGroup } | { readonly prefixListId: string } | { readonly cidr: string };

const peerProps = (peer: Peer) => {
  if ('group' in peer) return { referencedSecurityGroupId: peer.group.id };
  return 'cidr' in peer ? { cidrIpv4: peer.cidr } : { prefixListId: peer.prefixListId };
};

/**
 * Who may talk to whom: the internet to the load balancer, it to the service, the service to database and endpoints, the
 * failover controller to endpoints and the other Region, and nobody else to anybody. Every rule is a resource of its
 * own, so a tier may add one without touching these.
 */
export class SecurityGroups extends Construct {
  readonly alb: SecurityGroup;
  readonly service: SecurityGroup;
  readonly database: SecurityGroup;
  readonly endpoints: SecurityGroup;
  readonly controller: SecurityGroup;

  readonly #naming: Naming;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    const { vpcId, servicePort, s3PrefixListId, dynamodbPrefixListId } = props;
    this.#naming = TierStack.of(this).naming;
    this.alb = this.#addGroup(
      'alb',
      vpcId,
      'Load balancer: HTTPS from the internet, out to the service only',
    );
    this.service = this.#addGroup('service', vpcId, 'Service: in from the load balancer only');
    this.database = this.#addGroup('database', vpcId, 'Database: in from the service, out to nothing');
    this.endpoints = this.#addGroup(
      'endpoints',
      vpcId,
      'Interface endpoints: HTTPS from workloads of the VPC',
    );
    this.controller = this.#addGroup(
      'controller',
      vpcId,
      'Failover controller: nothing comes in, out to AWS APIs and the probe, by TLS',
    );
    if (!props.endpointsInUse) {
      suppress(this.endpoints, {
        check: 'sg-attached',
        reason: 'Published for other tiers: what it is attached to stands in their stacks.',
        owner: 'networking',
      });
    }

    this.#addIngress(
      this.alb,
      'alb-from-internet-https',
      HTTPS,
      { cidr: ANYWHERE },
      'HTTPS from the internet',
    );
    const redirect = this.#addIngress(
      this.alb,
      'alb-from-internet-http',
      HTTP,
      { cidr: ANYWHERE },
      'HTTP from the internet, answered with a redirect to HTTPS',
    );
    suppress(redirect, {
      check: 'sg-no-public-http',
      reason:
        'Port 80 only redirects to HTTPS: a patient who types the bare name is led to TLS instead of an error.',
      owner: 'networking',
    });
    this.#addFlow(this.alb, this.service, servicePort, 'load balancer to service');
    this.#addFlow(this.service, this.database, POSTGRESQL, 'service to PostgreSQL');
    this.#addFlow(this.service, this.endpoints, HTTPS, 'service to AWS APIs by interface endpoint');

    this.#addEgress(
      this.service,
      'service-to-s3',
      HTTPS,
      { prefixListId: s3PrefixListId },
      'S3 by gateway endpoint',
    );
    this.#addEgress(
      this.service,
      'service-to-dynamodb',
      HTTPS,
      { prefixListId: dynamodbPrefixListId },
      'DynamoDB by gateway endpoint',
    );
    const beyond = this.#addEgress(
      this.service,
      'service-to-internet-https',
      HTTPS,
      { cidr: ANYWHERE },
      'TLS through the NAT gateway to APIs without an endpoint in the VPC',
    );
    suppress(beyond, {
      check: 'sg-egress-restricted',
      reason:
        'Partner APIs, and AWS APIs without an endpoint here, have neither a security group nor a prefix list to name. ' +
        'It is TLS only, leaves by one known address, and is in the flow logs.',
      owner: 'networking',
    });
    this.#addController(dynamodbPrefixListId);
  }

  /** The controller asks the other Region's RDS and probes the service from outside the VPC: neither has an endpoint here. */
  #addController(dynamodbPrefixListId: string): void {
    this.#addFlow(
      this.controller,
      this.endpoints,
      HTTPS,
      'failover controller to AWS APIs by interface endpoint',
    );
    this.#addEgress(
      this.controller,
      'controller-to-dynamodb',
      HTTPS,
      { prefixListId: dynamodbPrefixListId },
      'DynamoDB by gateway endpoint: the journal',
    );
    const beyond = this.#addEgress(
      this.controller,
      'controller-to-internet-https',
      HTTPS,
      { cidr: ANYWHERE },
      'TLS through the NAT gateway to the other Region and to the probe of the service',
    );
    suppress(beyond, {
      check: 'sg-egress-restricted',
      reason:
        'RDS in the other Region and the public name of the service have neither a security group nor a prefix list to name. ' +
        'It is TLS only, leaves by one known address, and is in the flow logs.',
      owner: 'networking',
    });
  }

  #addGroup(what: string, vpcId: string, description: string): SecurityGroup {
    const name = this.#naming.name('resource', what);
    return new SecurityGroup(this, what, {
      name,
      description,
      vpcId,
      tags: { Name: name },
      // AWS changes no description: another text would replace a group that is in use.
      lifecycle: { ignoreChanges: ['description'] },
    });
  }

  /** Both halves of one permitted flow. */
  #addFlow(from: SecurityGroup, to: SecurityGroup, port: number, description: string): void {
    const [source, target] = [from.node.id, to.node.id];
    this.#addEgress(from, `${source}-to-${target}`, port, { group: to }, description);
    this.#addIngress(to, `${target}-from-${source}`, port, { group: from }, description);
  }

  #addIngress(group: SecurityGroup, id: string, port: number, peer: Peer, description: string) {
    return new VpcSecurityGroupIngressRule(this, id, this.#ruleProps(group, id, port, peer, description));
  }

  #addEgress(group: SecurityGroup, id: string, port: number, peer: Peer, description: string) {
    return new VpcSecurityGroupEgressRule(this, id, this.#ruleProps(group, id, port, peer, description));
  }

  #ruleProps(group: SecurityGroup, id: string, port: number, peer: Peer, description: string) {
    return {
      securityGroupId: group.id,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...peerProps(peer),
      tags: { Name: this.#naming.name('resource', id) },
    };
  }
}
