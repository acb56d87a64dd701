import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { suppress, TierStack, type Naming } from '@healthcare-dr/platform';
import { ACCESS_LOG_PREFIXES } from '@healthcare-dr/s3-replication/contract';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/**
 * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

/** A browser that came once speaks TLS alone for a year. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** Props of {@link LoadBalancer}. */
export interface LoadBalancerProps {
  readonly service: Environment['service'];
  /** Whether the load balancer may be deleted. */
  readonly deletable: boolean;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** A validated certificate of this Region. */
  readonly certificateArn: string;
  /** A bucket of this Region that encrypts with SSE-S3: load balancers write to no other. */
  readonly accessLogBucketName: string;
}

/** The way in from the internet: HTTPS to the service, HTTP answered with a redirect and nothing else. */
export class LoadBalancer extends Construct {
  readonly resource: Lb;
  readonly targetGroup: LbTargetGroup;
  /** ECS registers tasks with a target group only once a listener forwards to it. */
  readonly httpsListener: LbListener;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    this.resource = this.#addLoadBalancer(naming, props);
    this.targetGroup = this.#addTargetGroup(naming, props);
    this.httpsListener = new LbListener(this, 'https', {
      loadBalancerArn: this.resource.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: SSL_POLICY,
      certificateArn: props.certificateArn,
      defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: STRICT_TRANSPORT_SECURITY,
      tags: { Name: naming.name('resource', 'https') },
    });
    const redirect = new LbListener(this, 'http', {
      loadBalancerArn: this.resource.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [
        { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } },
      ],
      tags: { Name: naming.name('resource', 'http') },
    });
    suppress(redirect, {
      check: 'alb-acm-cert',
      reason: 'Port 80 speaks no TLS and serves nothing: every request is answered with a redirect to HTTPS.',
      owner: 'application',
    });
  }

  #addLoadBalancer(naming: Naming, { deletable, ...props }: LoadBalancerProps): Lb {
    const name = naming.name('loadBalancer', 'alb');
    const logs = {
      enabled: true,
      bucket: props.accessLogBucketName,
      prefix: ACCESS_LOG_PREFIXES.loadBalancer,
    };
    const balancer = new Lb(this, 'alb', {
      name,
      loadBalancerType: 'application',
      internal: false,
      ipAddressType: 'ipv4',
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      accessLogs: logs,
      connectionLogs: logs,
      enableDeletionProtection: !deletable,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'strictest',
      enableHttp2: true,
      enableCrossZoneLoadBalancing: true,
      // A request that AWS WAF could not look at is refused.
      enableWafFailOpen: false,
      preserveHostHeader: true,
      idleTimeout: 60,
      tags: { Name: name },
      ...(deletable ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(balancer, {
      check: 'alb-internal-unless-declared',
      reason: 'Patients and partners reach the service over the internet; AWS WAF stands before it.',
      owner: 'application',
    });
    if (deletable) {
      suppress(balancer, {
        check: 'alb-deletion-protection',
        reason: 'The environment is ephemeral: it is destroyed whole, and protection would keep it standing.',
        owner: 'application',
      });
    }
    return balancer;
  }

  #addTargetGroup(naming: Naming, { service, vpcId }: LoadBalancerProps): LbTargetGroup {
    const { port, healthPath } = service.container;
    // The port is part of the name: a group cannot change it, and its successor must stand beside it while listeners move over.
    const name = naming.name('loadBalancer', `tg-${port}`);
    return new LbTargetGroup(this, 'targets', {
      name,
      targetType: 'ip',
      // Patient data stays encrypted behind the load balancer too; it takes whatever certificate the container shows.
      protocol: 'HTTPS',
      protocolVersion: 'HTTP1',
      port,
      vpcId,
      deregistrationDelay: String(service.deregistrationDelaySeconds),
      slowStart: 30,
      // The one algorithm that goes with a slow start.
      loadBalancingAlgorithmType: 'round_robin',
      loadBalancingCrossZoneEnabled: 'use_load_balancer_configuration',
      healthCheck: {
        enabled: true,
        protocol: 'HTTPS',
        port: 'traffic-port',
        path: healthPath,
        matcher: '200',
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
