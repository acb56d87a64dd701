import { statementsOf, type EnvironmentModel, type Resource, type Statement } from '../model';

/** Where a resource holds a policy. */
const POLICIES: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_resource_policy: 'policy_document',
  aws_iam_policy: 'policy',
  aws_s3_bucket_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
};

/** What asks of a log group by its ARN without `:*`: the tagging calls, and no other. */
const TAGS_LOG_GROUPS = /^logs:(?:TagResource|UntagResource|ListTagsForResource)$/i;

/** A form that IAM takes and that no request has. */
interface DeadForm {
  /** Whether the statement names a resource so. */
  readonly isIn: (resource: string, statement: Statement) => boolean;
  readonly instead: string;
}

const DEAD_FORMS: readonly DeadForm[] = [
  {
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    isIn: (resource, { actions }) =>
      resource.includes(':log-group:') &&
      !resource.endsWith(':*') &&
      !resource.includes(':log-stream:') &&
      actions.some((action) => action.startsWith('logs:') && !TAGS_LOG_GROUPS.test(action)),
    instead: 'a log group ends in :* for all but the tagging calls',
  },
  {
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
    isIn: (resource) => /^arn:[^:]+:rds:[^:]+:[^:]*:global-cluster:/.test(resource),
    instead: 'a global cluster stands in no Region',
  },
  {
    isIn: (resource) => /^arn:[^:]+:(?:iam|route53):[^:]+:/.test(resource),
    instead: 'IAM and Route 53 have no Regions',
  },
  {
    isIn: (resource) => /^arn:[^:]+:s3:(?:[^:]+:|:[^:]+:)/.test(resource),
    instead: 'a bucket has neither Region nor account',
  },
];

/**
 * Resources in policies by an ARN of a form that AWS never asks for: the statement is taken, allows nothing, and is missed when it is needed.
 */
export function arnFormProblems(model: EnvironmentModel): string[] {
  return model.ofType(...Object.keys(POLICIES)).flatMap((holder) => problemsOf(model, holder));
}

function problemsOf(model: EnvironmentModel, holder: Resource): string[] {
  const where = `${holder.stack.name}: ${holder.address}`;
  const statements = statementsOf(model, holder, holder.at(POLICIES[holder.type] ?? ''));
  if (statements === undefined) return [`${where}: its policy cannot be read.`];
  return statements.flatMap((statement) =>
    [...statement.resources, ...statement.notResources].flatMap((resource) =>
      DEAD_FORMS.filter(({ isIn }) => isIn(resource, statement)).map(
        ({ instead }) => `${where}: ${resource} is what no request names: ${instead}.`,
      ),
    ),
  );
}
