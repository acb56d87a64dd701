import type { auroraContract, databaseContract } from '@healthcare-dr/aurora/contract';
import { computeContract } from '@healthcare-dr/compute/contract';
import type { kmsContract } from '@healthcare-dr/kms/contract';
import type { networkingContract } from '@healthcare-dr/networking/contract';
import { TierStack, type ContractValues } from '@healthcare-dr/platform';
import { accessLogBucketName, dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { Autoscaling } from './autoscaling';
import { Certificate } from './certificate';
import { Cluster } from './cluster';
import { imageIn } from './image';
import { LoadBalancer } from './load-balancer';
import { LogGroups } from './log-groups';
import { Migration } from './migration';
import { Service } from './service';
import { TaskDefinition } from './task-definition';
import { TaskRoles } from './task-roles';
import { WebAcl } from './web-acl';

/** Props of {@link Compute}: what the tier reads of others, in its own Region. */
export interface ComputeProps {
  readonly keys: Pick<
    ContractValues<typeof kmsContract.keys>,
    'dataKeyArn' | 'databaseKeyArn' | 'logsKeyArn'
  >;
  readonly network: Pick<
    ContractValues<typeof networkingContract.keys>,
    'vpcId' | 'publicSubnetIds' | 'privateSubnetIds' | 'albSecurityGroupId' | 'serviceSecurityGroupId'
  >;
  /** The Region's own cluster. */
  readonly cluster: ContractValues<typeof auroraContract.keys>;
  /** How the database is reached, whoever writes. */
  readonly database: ContractValues<typeof databaseContract.keys>;
}

/**
 * The service of one Region: a load balancer with TLS and a web ACL, Fargate tasks behind it, and what scales them. It runs on
 * both sides all the time; a failover moves the traffic, not the service.
 *
 * The role of the stack decides two things: the primary side validates the names of both sides' certificates, and the dr side
 * has a minimum task count of its own.
 */
export class Compute extends Construct {
  constructor(scope: Construct, id: string, props: ComputeProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment, role } = stack;
    const { accountId, service } = environment;
    const { region } = stack.topology;
    const { keys, network, database } = props;
    const { tasks, container } = service;
    const minTasks = role === 'primary' ? tasks.min : tasks.drMin;
    const image = imageIn(container.image, { accountId, region });
    const dataBucket = dataBucketName(naming);

    const logGroups = new LogGroups(this, 'log-groups', { kmsKeyArn: keys.logsKeyArn });
    const loadBalancer = new LoadBalancer(this, 'load-balancer', {
      service,
      deletable: stack.ephemeral,
      vpcId: network.vpcId,
      subnetIds: network.publicSubnetIds,
      securityGroupId: network.albSecurityGroupId,
      certificateArn: new Certificate(this, 'certificate').arn,
      accessLogBucketName: accessLogBucketName(naming),
    });
    new WebAcl(this, 'web-acl', {
      waf: service.waf,
      loadBalancerArn: loadBalancer.resource.arn,
      logGroupArn: logGroups.waf.arn,
    });
    const roles = new TaskRoles(this, 'task-roles', {
      image,
      logGroupName: naming.logGroup('ecs', 'service'),
      dataBucketName: dataBucket,
      dataKeyArn: keys.dataKeyArn,
      clusterResourceId: props.cluster.clusterResourceId,
      databaseUser: service.databaseUser,
    });
    const { arn: taskDefinitionArn } = new TaskDefinition(this, 'task-definition', {
      image,
      roles,
      log: { name: logGroups.service.name, region },
      writerEndpoint: database.writerEndpoint,
      readerEndpoint: props.cluster.readerEndpoint,
      dataBucketName: dataBucket,
    });
    new Migration(this, 'migration', {
      image,
      log: { name: logGroups.migration.name, region },
      logGroupName: naming.logGroup('ecs', 'migration'),
      writerEndpoint: database.writerEndpoint,
      secretArn: database.secretArn,
      databaseKeyArn: keys.databaseKeyArn,
    });
    const cluster = new Cluster(this, 'cluster', { logGroups, kmsKeyArn: keys.logsKeyArn });
    const { resource } = new Service(this, 'service', {
      service,
      minTasks,
      clusterArn: cluster.arn,
      taskDefinitionArn,
      targetGroupArn: loadBalancer.targetGroup.arn,
      subnetIds: network.privateSubnetIds,
      securityGroupId: network.serviceSecurityGroupId,
      dependsOn: [cluster.capacityProviders, loadBalancer.httpsListener, ...roles.attachments],
    });
    new Autoscaling(this, 'autoscaling', {
      // Whoever runs a failover raises it in dr, by hand or by the controller; the controller alone in the primary, if told to.
      raisedInFailover: role === 'dr' || environment.failover.capacity.minTasks !== undefined,
      service,
      minTasks,
      dependsOn: [resource],
    });

    stack.publish(computeContract, {
      albDnsName: loadBalancer.resource.dnsName,
      albZoneId: loadBalancer.resource.zoneId,
      albArnSuffix: loadBalancer.resource.arnSuffix,
      targetGroupArnSuffix: loadBalancer.targetGroup.arnSuffix,
    });
  }
}
