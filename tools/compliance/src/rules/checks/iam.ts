import { check, type Check, type ControlFinding } from '../check';
import { absent, judged, onEach, onEachWhere, type Judge } from '../judge';
import type { EnvironmentModel } from '@healthcare-dr/testing';
import {
  allows,
  coversAction,
  isForEveryResource,
  limitsCaller,
  statementsOf,
  type Statement,
} from '@healthcare-dr/testing';
import {
  actionsOf,
  CREDENTIALS,
  ESCALATION,
  EXFILTRATION,
  needsEveryResource,
  onPolicies,
  onStatements,
  PERMISSIONS,
  unboundActions,
  writes,
} from './iam-policies';

const ATTACHMENTS = [
  'aws_iam_role_policy_attachment',
  'aws_iam_policy_attachment',
  'aws_iam_user_policy_attachment',
  'aws_iam_group_policy_attachment',
];

const noAttachment =
  (policy: string) =>
  (model: EnvironmentModel): ControlFinding[] =>
    model
      .ofType(...ATTACHMENTS)
      .map((attachment) =>
        judged(attachment, () =>
          attachment.text('policy_arn').endsWith(`/${policy}`) ? `attaches ${policy}` : undefined,
        ),
      );

const isBareWildcard = (action: string) => /^(?:\*|\*:\*)$/.test(action);

const escalations = (statements: readonly Statement[]): string[] =>
  ESCALATION.filter((actions) =>
    actions.every((action) => statements.some((statement) => unboundActions([action])(statement).length > 0)),
  ).map((actions) => actions.join(' with '));

/** Actions on every resource without a condition. */
const unconditional = (statement: Statement, offends: (action: string) => boolean): string[] =>
  isForEveryResource(statement) && statement.conditions.length === 0
    ? statement.notActions.length > 0
      ? [...actionsOf(statement)]
      : statement.actions.filter(offends)
    : [];

const judgeTrust: Judge = (role, model) => {
  const statements = statementsOf(model, role, role.at('assume_role_policy'));
  if (statements === undefined || statements.length === 0) return 'has a trust policy that cannot be read';
  const trusted = statements.filter(allows).flatMap((statement) =>
    statement.principals
      .filter(
        ({ kind, id }) =>
          id === '*' || (kind === 'AWS' && /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$/.test(id)),
      )
      .filter(({ id }) => id === '*' || !limitsCaller(statement))
      .map(({ id }) => id),
  );
  return trusted.length === 0 ? undefined : `trusts ${trusted.join(', ')}`;
};

const GITHUB = 'token.actions.githubusercontent.com';

const judgeGithubTrust: Judge = (role, model) => {
  const statements = (statementsOf(model, role, role.at('assume_role_policy')) ?? []).filter(
    (statement) => allows(statement) && statement.principals.some(({ id }) => id.includes(GITHUB)),
  );
  for (const { conditions } of statements) {
    const valuesOf = (key: string) =>
      conditions
        .filter(
          ({ operator, key: name }) =>
            name === `${GITHUB}:${key}` && /^String(?:Equals|Like)$/.test(operator),
        )
        .flatMap(({ values }) => values);
    if (!valuesOf('aud').includes('sts.amazonaws.com')) return 'does not pin the audience of the token';
    const subjects = valuesOf('sub');
    // A repository is pinned once owner and name hold no wildcard and something follows them.
    if (
      subjects.length === 0 ||
      !subjects.every((subject) => /^repo:[^*:/]+\/[^*:/]+:[^*]+$/.test(subject))
    ) {
      return 'does not pin the subject of the token to a repository and a branch, tag or environment';
    }
  }
  return undefined;
};

/** Identity policies and trust: who may do what. */
export const IAM_CHECKS: readonly Check[] = [
  check(
    'iam-no-inline',
    onEach(
      ['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
      (resource) => {
        const inline = resource.type !== 'aws_iam_role' || resource.blocks('inline_policy').length > 0;
        return inline ? 'is an inline policy: make it an aws_iam_policy and attach it' : undefined;
      },
    ),
  ),
  check('iam-no-admin', (model) => [
    ...onStatements(
      (statement) =>
        statement.notActions.length > 0 && isForEveryResource(statement)
          ? actionsOf(statement)
          : statement.actions.filter(isBareWildcard),
      'allows',
    )(model),
    ...noAttachment('AdministratorAccess')(model),
  ]),
  check('iam-no-service-wildcards', (model) => [
    ...onStatements(
      ({ actions }) => actions.filter((action) => /^[\w-]+:\*$/.test(action) || isBareWildcard(action)),
      'allows',
    )(model),
    ...noAttachment('IAMFullAccess')(model),
  ]),
  check(
    'iam-no-privilege-escalation',
    onPolicies((statements) => {
      const found = escalations(statements);
      return found.length === 0 ? undefined : `lets its holder gain rights by ${found.join('; ')}`;
    }),
  ),
  check(
    'iam-no-credentials-exposure',
    onStatements(unboundActions(CREDENTIALS), 'hands out credentials for every resource'),
  ),
  check(
    'iam-no-data-exfiltration',
    onStatements(unboundActions(EXFILTRATION), 'reads data of every resource'),
  ),
  check(
    'iam-no-permissions-mgmt',
    onStatements(unboundActions(PERMISSIONS), 'manages permissions of every resource'),
  ),
  check(
    'iam-no-unconstrained-write',
    onStatements((statement) => unconditional(statement, writes), 'writes to every resource'),
  ),
  check(
    'iam-no-star-resource',
    onStatements(
      (statement) =>
        isForEveryResource(statement)
          ? actionsOf(statement).filter(
              (action) => statement.notActions.length > 0 || !needsEveryResource(action),
            )
          : [],
      'names every resource for',
    ),
  ),
  check('iam-assume-role-narrow', onEach('aws_iam_role', judgeTrust)),
  check(
    'iam-passrole-filtered',
    onStatements((statement) => {
      if (!coversAction(statement, 'iam:PassRole')) return [];
      const bound = statement.conditions.some(({ key }) => key.toLowerCase() === 'iam:passedtoservice');
      return bound && !isForEveryResource(statement) ? [] : ['iam:PassRole'];
    }, 'passes roles without naming them and iam:PassedToService'),
  ),
  check(
    'iam-github-oidc',
    onEachWhere('aws_iam_role', (role) => role.text('assume_role_policy').includes(GITHUB), judgeGithubTrust),
  ),
  check(
    'iam-no-users',
    absent(
      ['aws_iam_user', 'aws_iam_group', 'aws_iam_access_key', 'aws_iam_user_login_profile'],
      'people and pipelines assume roles',
    ),
  ),
  check(
    'iam-s3-narrow',
    onStatements(
      ({ actions, resources, notResources }) =>
        [...resources, ...notResources].some((arn) => arn === '*' || /^arn:aws[a-z-]*:s3:::\*/.test(arn))
          ? actions.filter((action) => action.startsWith('s3:'))
          : [],
      'names every bucket for',
    ),
  ),
  check('iam-marketplace', onStatements(unboundActions(['aws-marketplace:Subscribe']), 'allows')),
  check(
    'kms-iam-blocked-actions',
    onStatements((statement) => {
      const everyKey =
        isForEveryResource(statement) ||
        statement.resources.some((arn) => /^arn:aws[a-z-]*:kms:[^:]*:[^:]*:(?:key\/)?\*$/.test(arn));
      return everyKey
        ? ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'].filter((action) =>
            coversAction(statement, action),
          )
        : [];
    }, 'may use every key for'),
  ),
];
