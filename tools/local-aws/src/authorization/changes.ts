/** What begins the name of an operation that changes nothing; of REST, the method. */
const READS = /^(?:BatchGet|Describe|Get|List|Lookup|Query|Scan|Search|Simulate|View|GET |HEAD )/;

/** Services without whose resources' policies, keys or names nothing is decided. */
const SOURCES: ReadonlySet<string> = new Set([
  'backup',
  'dynamodb',
  'ec2',
  'iam',
  'kms',
  'lambda',
  'rds',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
]);

/** Operations of these services that write much and change no fact. */
const DATA: Readonly<Record<string, RegExp>> = {
  dynamodb: /Item|Transact/,
  kms: /^(?:Decrypt|Encrypt|GenerateDataKey)/,
  lambda: /\/invocations/,
  sns: /^Publish/,
  sqs: /Message/,
};

/** Whether a request may have changed what is decided by; one too many only costs a look. */
export function changesFacts(service: string, operation: string, path: string): boolean {
  if (!SOURCES.has(service) || READS.test(operation)) return false;
  // What is written into a bucket changes nothing of the bucket.
  if (service === 's3' && path.split('/').filter((part) => part !== '').length > 1) return false;
  return DATA[service]?.test(operation) !== true;
}

/** Whether facts may have changed without a request: what RDS does by itself, such as the snapshot of a managed failover. */
export function needsNewFacts(service: string, operation: string): boolean {
  return service === 'rds' && !READS.test(operation);
}
