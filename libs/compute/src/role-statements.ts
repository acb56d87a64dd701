import type { TierStack } from '@healthcare-dr/platform';
import type { RoleStatement, Trust } from '@healthcare-dr/platform/service-role';
import { repositoryArn } from './image';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, with its guard against a confused deputy. */
export const taskTrust = ({ naming, environment }: TierStack): Trust => ({
  sid: 'TasksOfThisAccount',
  service: 'ecs-tasks.amazonaws.com',
  condition: {
    StringEquals: { 'aws:SourceAccount': environment.accountId },
    ArnLike: { 'aws:SourceArn': naming.arn('ecs', '*') },
  },
});

/** A key, used through one service of the Region alone. */
export const through = (service: string, region: string) => ({
  StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
});

/** What ECS needs to start any task of the tier: its log, and the image where the account's own registry has it. */
export function startStatements({ naming }: TierStack, image: string, logGroupName: string): RoleStatement[] {
  const repository = repositoryArn(image);
  return [
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: naming.arn('logs', `log-group:${logGroupName}:*`),
    },
    ...(repository === undefined ? [] : pullStatements(repository)),
  ];
}

const pullStatements = (repository: string): RoleStatement[] => [
  {
    Sid: 'PullImage',
    Effect: 'Allow',
    // The last one lets a pull-through cache take the image from upstream when it is first asked for.
    Action: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchImportUpstreamImage',
    ],
    Resource: repository,
  },
  // AWS binds it to no resource.
  { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
];
