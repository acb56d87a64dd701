import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const TASK = 'aws_ecs_task_definition';
const CONTAINER = { name: 'app', user: '1000:1000', readonlyRootFilesystem: true };

const task = (...containers: Record<string, unknown>[]) => ({
  network_mode: 'awsvpc',
  container_definitions: JSON.stringify(containers),
});
/** What no container may be, the second one either. */
const containers = (
  good: Record<string, unknown>,
  bad: Record<string, Record<string, unknown>>,
): CheckFixture =>
  single(TASK, task({ ...CONTAINER, ...good }), {
    'not to be read': { network_mode: 'awsvpc', container_definitions: '${jsonencode([])}' },
    none: task(),
    ...Object.fromEntries(
      Object.entries(bad).map(([what, attributes]) => [
        what,
        task(CONTAINER, { ...CONTAINER, ...attributes }),
      ]),
    ),
  });

const variable = (name: string, value: string) => ({
  environment: [
    { name: 'PORT', value: '8080' },
    { name, value },
  ],
});
const exec = (
  attributes: Record<string, unknown> = {},
  logs: Record<string, unknown> = { cloud_watch_encryption_enabled: true },
) => ({
  configuration: {
    execute_command_configuration: {
      kms_key_id: KEY_ARN,
      logging: 'OVERRIDE',
      log_configuration: logs,
      ...attributes,
    },
  },
});
const REPOSITORY = {
  image_tag_mutability: 'IMMUTABLE',
  image_scanning_configuration: { scan_on_push: true },
  encryption_configuration: [{ encryption_type: 'KMS', kms_key: KEY_ARN }],
};
const volume = (encryption: string | undefined) => ({
  volume: [
    { name: 'v', efs_volume_configuration: [{ file_system_id: 'fs-1', transit_encryption: encryption }] },
  ],
});

/** What each check must accept and refuse. */
export const ECS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'ecs-readonly-rootfs': containers(
    {},
    { writable: { readonlyRootFilesystem: false }, 'not said': { readonlyRootFilesystem: undefined } },
  ),
  'ecs-host-mode-user': {
    ...containers(
      {},
      { root: { user: 'root' }, 'root by id': { user: '0:0' }, 'not said': { user: undefined } },
    ),
    bad: {
      ...containers(
        {},
        { root: { user: 'root' }, 'root by id': { user: '0:0' }, 'not said': { user: undefined } },
      ).bad,
      'the host’s network': { [TASK]: { x: { ...task(CONTAINER), network_mode: 'host' } } },
    },
  },
  'ecs-not-privileged': containers({ privileged: false }, { privileged: { privileged: true } }),
  'ecs-no-host-pid': single(TASK, {}, { host: { pid_mode: 'host' } }),
  'ecs-container-insights': single(
    'aws_ecs_cluster',
    { setting: [{ name: 'containerInsights', value: 'enabled' }] },
    { absent: {}, disabled: { setting: { name: 'containerInsights', value: 'disabled' } } },
  ),
  'ecs-exec-logging': single('aws_ecs_cluster', exec(), {
    absent: {},
    'not logged': exec({ logging: 'NONE' }),
    'AWS’s key': exec({ kms_key_id: undefined }),
    'not encrypted': exec({}, {}),
  }),
  'ecs-roles-differ': single(
    TASK,
    { execution_role_arn: 'a', task_role_arn: 'b' },
    {
      same: { execution_role_arn: 'a', task_role_arn: 'a' },
      'no task role': { execution_role_arn: 'a' },
      'no execution role': { task_role_arn: 'b' },
    },
  ),
  'ecs-fargate-platform': single(
    'aws_ecs_service',
    { platform_version: 'LATEST' },
    { pinned: { platform_version: '1.3.0' } },
  ),
  'ecs-no-public-ip': single(
    'aws_ecs_service',
    { network_configuration: { assign_public_ip: false } },
    { public: { network_configuration: [{ assign_public_ip: true }] } },
  ),
  'ecs-no-plaintext-secrets': containers(variable('DB_SECRET_ARN', 'arn:aws:secretsmanager:x'), {
    'by its name': variable('DB_PASSWORD', 'hunter2'),
    'an access key': variable('NOTE', 'AKIAIOSFODNN7EXAMPLE'),
    'a private key': variable('NOTE', '-----BEGIN RSA PRIVATE KEY-----'),
  }),
  'ecs-efs-transit-encryption': single(TASK, volume('ENABLED'), {
    'not said': volume(undefined),
    'one of two': { volume: [...volume('ENABLED').volume, ...volume('DISABLED').volume] },
  }),
  'ecr-hardened': single('aws_ecr_repository', REPOSITORY, {
    'mutable tags': { ...REPOSITORY, image_tag_mutability: 'MUTABLE' },
    'not scanned': { ...REPOSITORY, image_scanning_configuration: { scan_on_push: false } },
    'AWS’s own': { ...REPOSITORY, encryption_configuration: [{ encryption_type: 'AES256' }] },
    'AWS’s key': { ...REPOSITORY, encryption_configuration: [{ encryption_type: 'KMS' }] },
  }),
};
