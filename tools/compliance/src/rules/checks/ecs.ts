import { isObject, listOf, type Json, type JsonObject } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { all, is, isCustomerKey, isNot, isOneOf, isSet, onEach, onEachWhere, type Judge } from '../judge';
import type { Resource } from '@healthcare-dr/testing';
import { holdsSecret } from './secrets-in-text';

const TASK = 'aws_ecs_task_definition';

const containersOf = (task: Resource): JsonObject[] | undefined => {
  try {
    const containers = JSON.parse(task.text('container_definitions')) as Json;
    return listOf(containers).filter(isObject);
  } catch {
    return undefined;
  }
};

const onContainers =
  (violates: (container: JsonObject) => boolean, violation: string): Judge =>
  (task) => {
    const containers = containersOf(task);
    if (containers === undefined || containers.length === 0)
      return 'has container definitions that cannot be read';
    const bad = containers.filter(violates).map((container) => String(container['name']));
    return bad.length === 0 ? undefined : `${violation}: ${bad.join(', ')}`;
  };

const isRoot = (container: JsonObject) => /^(?:|root|0)(?::|$)/.test(String(container['user'] ?? ''));

const holdsSecrets = (container: JsonObject) =>
  listOf(container['environment'])
    .filter(isObject)
    .some(({ name, value }) => holdsSecret(String(name), String(value)));

const judgeExecLogging: Judge = (cluster, model) => {
  const configuration = 'configuration.execute_command_configuration';
  const logs = `${configuration}.log_configuration`;
  return all(isCustomerKey(`${configuration}.kms_key_id`), (resource) => {
    const encrypted =
      resource.at(`${logs}.cloud_watch_encryption_enabled`) === true ||
      resource.at(`${logs}.s3_bucket_encryption_enabled`) === true;
    return resource.at(`${configuration}.logging`) === 'OVERRIDE' && encrypted
      ? undefined
      : 'commands executed in containers are not logged with encryption';
  })(cluster, model);
};

/** Containers: what they may do to their host, and what their definitions give away. */
export const ECS_CHECKS: readonly Check[] = [
  check(
    'ecs-readonly-rootfs',
    onEach(
      TASK,
      onContainers(
        ({ readonlyRootFilesystem }) => readonlyRootFilesystem !== true,
        'can write to the root file system',
      ),
    ),
  ),
  check(
    'ecs-host-mode-user',
    onEach(TASK, all(is('network_mode', 'awsvpc'), onContainers(isRoot, 'runs as root'))),
  ),
  check(
    'ecs-not-privileged',
    onEach(
      TASK,
      onContainers(({ privileged }) => privileged === true, 'is privileged'),
    ),
  ),
  check('ecs-no-host-pid', onEach(TASK, isNot('pid_mode', 'host'))),
  check(
    'ecs-container-insights',
    onEach('aws_ecs_cluster', (cluster) =>
      cluster
        .blocks('setting')
        .some(
          ({ name, value }) => name === 'containerInsights' && (value === 'enabled' || value === 'enhanced'),
        )
        ? undefined
        : 'containerInsights is not enabled',
    ),
  ),
  check('ecs-exec-logging', onEach('aws_ecs_cluster', judgeExecLogging)),
  check(
    'ecs-roles-differ',
    onEach(
      TASK,
      all(isSet('execution_role_arn'), isSet('task_role_arn'), (task) =>
        task.at('execution_role_arn') === task.at('task_role_arn')
          ? 'has one role for starting and for running'
          : undefined,
      ),
    ),
  ),
  check(
    'ecs-fargate-platform',
    onEach('aws_ecs_service', isOneOf('platform_version', [undefined, 'LATEST'])),
  ),
  check('ecs-no-public-ip', onEach('aws_ecs_service', isNot('network_configuration.assign_public_ip', true))),
  check(
    'ecs-no-plaintext-secrets',
    onEach(TASK, onContainers(holdsSecrets, 'holds a secret in its environment')),
  ),
  check(
    'ecs-efs-transit-encryption',
    onEachWhere(
      TASK,
      (task) => task.blocks('volume').some((volume) => volume['efs_volume_configuration'] !== undefined),
      (task) =>
        task
          .blocks('volume')
          .flatMap((volume) => listOf(volume['efs_volume_configuration']).filter(isObject))
          .every((mount) => mount['transit_encryption'] === 'ENABLED')
          ? undefined
          : 'mounts a file system without TLS',
    ),
  ),
  check(
    'ecr-hardened',
    onEach(
      'aws_ecr_repository',
      all(
        is('image_tag_mutability', 'IMMUTABLE'),
        is('image_scanning_configuration.scan_on_push', true),
        is('encryption_configuration.encryption_type', 'KMS'),
        isCustomerKey('encryption_configuration.kms_key'),
      ),
    ),
  ),
];
