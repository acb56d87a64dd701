/** An action of the controller's policy that its own code never needs, and what Lambda needs it for. */
export interface LambdaOnly {
  /** The statement. */
  readonly sid: string;
  readonly action: string;
  readonly reason: string;
}

const of = (sid: string, reason: string, ...actions: readonly string[]): LambdaOnly[] =>
  actions.map((action) => ({ sid, action, reason }));

/**
 * What Lambda itself does with the controller's role; nothing here makes these calls. Whatever else is in the policy, the controller's
 * own calls need.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export const LAMBDA_ONLY: readonly LambdaOnly[] = [
  ...of(
    'Observe',
    'Lambda attaches the function to its subnets',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
  ),
  ...of(
    'JoinTheVpc',
    'Lambda attaches the function to its subnets',
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:UnassignPrivateIpAddresses',
  ),
  ...of('WriteLogs', 'Lambda delivers the log', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  ...of('Trace', 'Lambda’s X-Ray daemon sends traces', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'),
  ...of('KeepFailedEvents', 'Lambda sends what failed to the dead-letter queue', 'sqs:SendMessage'),
];

/** What Lambda needs an action of a statement for; `undefined` for one that is not Lambda's alone. */
export const lambdaReason = (sid: string | undefined, action: string): string | undefined =>
  LAMBDA_ONLY.find((only) => only.sid === sid && only.action === action)?.reason;
