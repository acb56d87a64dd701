import { TerraformError } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { explained, unplayedTypes } from './unplayed';

/** What Terraform and its provider print of operations that moto lacks, and of one that was refused. */
const OUTPUT = `aws_dynamodb_table.ok: Creation complete after 2s [id=x]

Error: creating Backup Framework (f): operation error Backup: CreateFramework, https response error StatusCode: 404, RequestID: , deserialization failed, failed to decode response body, invalid character '<' looking for beginning of value

  with aws_backup_framework.f,
  on main.tf.json line 2, in resource.aws_backup_framework.f.control:
   2: "resource":{"aws_backup_framework":{"f":{"name":"f"}}}

Error: creating EC2 Network Insights Path: operation error EC2: CreateNetworkInsightsPath, exceeded maximum number of attempts, 2, https response error StatusCode: 500, RequestID: , error while fetching xml error response code: XML syntax error on line 2: unquoted or missing attribute value in element

  with aws_ec2_network_insights_path.p,
  on main.tf.json line 8, in resource.aws_ec2_network_insights_path.p:

╷
│ Error: creating Grafana Workspace: operation error grafana: CreateWorkspace, https response error StatusCode: 501, RequestID:
│
│   with aws_grafana_workspace.g,
╵
Error: creating S3 Bucket (x): operation error S3: CreateBucket, https response error StatusCode: 409, BucketAlreadyExists

  with aws_s3_bucket.b,
  on main.tf.json line 9, in resource.aws_s3_bucket.b:
`;
const REFUSED = OUTPUT.slice(OUTPUT.lastIndexOf('Error: '));

const failed = (stdout: string) =>
  new TerraformError('apply', 'primary-broker', {
    exitCode: 1,
    stdout,
    stderr: '',
    interrupted: false,
    durationMs: 1,
  });

it('finds the types whose operations the local AWS lacks, and no other', () => {
  expect(unplayedTypes(OUTPUT)).toEqual([
    'aws_backup_framework',
    'aws_ec2_network_insights_path',
    'aws_grafana_workspace',
  ]);
  expect(unplayedTypes(REFUSED)).toEqual([]);
});

it('says which types they are, and where to leave the tier out', () => {
  const error = failed(OUTPUT);
  const explanation = explained(error, 'primary-broker');
  expect(explanation).toBeInstanceOf(UserError);
  expect(explanation).toMatchObject({
    message: expect.stringContaining(
      'The local AWS cannot play aws_backup_framework, aws_ec2_network_insights_path, aws_grafana_workspace of primary-broker.',
    ) as string,
    cause: error,
  });
  expect(String(explanation)).toContain(
    'apps/primary/broker/stack.ts and apps/dr/broker/stack.ts: notDrilled',
  );
});

it('leaves any other failure as it is', () => {
  const [refused, other] = [failed(REFUSED), new Error('moto is gone')];
  expect(explained(refused, 'primary-broker')).toBe(refused);
  expect(explained(other, 'primary-broker')).toBe(other);
});
