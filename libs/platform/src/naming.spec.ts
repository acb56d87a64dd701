import { MAX_SUFFIX_LENGTH, REGION_ZONES, UserError } from '@healthcare-dr/topology';
import { Naming, NAME_KINDS, stateBackend, type NameKind } from './naming';

const naming = new Naming({ suffix: 'dev', accountId: '111111111111', region: 'eu-west-2' });

const LONGEST_SUFFIX = 'p'.repeat(MAX_SUFFIX_LENGTH);
const [LONGEST_REGION = ''] = Object.keys(REGION_ZONES).toSorted((a, b) => b.length - a.length);
const longest = new Naming({ suffix: LONGEST_SUFFIX, accountId: '111111111111', region: LONGEST_REGION });

/** What the API of each kind takes, said a second time, from the AWS API reference. */
const LIMITS: Record<NameKind, { maxLength: number; pattern: RegExp }> = {
  resource: { maxLength: 128, pattern: /^[a-z][a-z0-9-]*$/ },
  loadBalancer: { maxLength: 32, pattern: /^(?!internal-)[a-zA-Z0-9](-?[a-zA-Z0-9])*$/ },
  database: { maxLength: 63, pattern: /^[a-zA-Z](-?[a-zA-Z0-9])*$/ },
  function: { maxLength: 64, pattern: /^[a-zA-Z0-9-_]+$/ },
  queue: { maxLength: 80, pattern: /^[a-zA-Z0-9-_]+$/ },
  role: { maxLength: 64, pattern: /^[\w+=,.@-]+$/ },
  policy: { maxLength: 128, pattern: /^[\w+=,.@-]+$/ },
  trail: { maxLength: 128, pattern: /^[a-zA-Z0-9](?!.*[._-]{2})[a-zA-Z0-9._-]*[a-zA-Z0-9]$/ },
  dashboard: { maxLength: 255, pattern: /^[a-zA-Z0-9-_]+$/ },
  bucket: { maxLength: 63, pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/ },
  keyAlias: { maxLength: 256, pattern: /^alias\/(?!aws\/)[a-zA-Z0-9:/_-]+$/ },
  restoreTestingPlan: { maxLength: 50, pattern: /^[a-zA-Z0-9_]+$/ },
};

/** The most characters `what` may have for this kind under the longest suffix and Region name. */
const roomFor = (kind: NameKind) => LIMITS[kind].maxLength - (longest.name(kind, 'w').length - 1);

describe('a name', () => {
  it.each<[NameKind, string]>([
    ['resource', 'healthcare-data-dev'],
    ['loadBalancer', 'healthcare-data-dev'],
    ['database', 'healthcare-data-dev'],
    ['function', 'healthcare-data-dev'],
    ['queue', 'healthcare-data-dev'],
    ['role', 'healthcare-data-eu-west-2-dev'],
    ['policy', 'healthcare-data-eu-west-2-dev'],
    ['trail', 'healthcare-data-eu-west-2-dev'],
    ['dashboard', 'healthcare-data-eu-west-2-dev'],
    ['bucket', 'healthcare-data-111111111111-eu-west-2-dev'],
    ['keyAlias', 'alias/healthcare-data-dev'],
    ['restoreTestingPlan', 'healthcare_data_dev'],
  ])('of kind %s is unique where its namespace asks for it', (kind, expected) => {
    expect(naming.name(kind, 'data')).toBe(expected);
  });

  it.each(NAME_KINDS)('of kind %s fits its API to the last character', (kind) => {
    const room = roomFor(kind);
    const name = longest.name(kind, 'w'.repeat(room));
    expect(name).toHaveLength(LIMITS[kind].maxLength);
    expect(name).toMatch(LIMITS[kind].pattern);
    expect(name.endsWith(LONGEST_SUFFIX)).toBe(true);
  });

  it.each(NAME_KINDS)('of kind %s one character longer is refused, and told by how much', (kind) => {
    const room = roomFor(kind);
    const { maxLength } = LIMITS[kind];
    expect(() => longest.name(kind, 'w'.repeat(room + 1))).toThrow(
      new RegExp(
        `${kind} name '.*' has ${maxLength + 1} characters[^]*at most ${maxLength}[^]*to ${room} characters`,
      ),
    );
  });

  it.each<[NameKind, number]>([
    ['loadBalancer', 8],
    ['bucket', 11],
    ['role', 25],
    ['restoreTestingPlan', 26],
  ])('of kind %s keeps room for a word under the longest suffix and Region name', (kind, characters) => {
    expect(roomFor(kind)).toBeGreaterThanOrEqual(characters);
  });

  it.each(['Data', 'data_set', '-data', 'data--set', 'data.set', ''])("refuses '%s'", (what) => {
    expect(() => naming.name('bucket', what)).toThrow(UserError);
  });
});

describe('names beside the kinds', () => {
  it('put a log group into the folder of its service', () => {
    expect(naming.logGroup('vpc', 'flow-logs')).toBe('/aws/vpc/healthcare-flow-logs-dev');
  });

  it('put a contract parameter under environment and tier', () => {
    expect(naming.parameter('networking', 'albSecurityGroupId')).toBe(
      '/healthcare-dr/dev/networking/alb-security-group-id',
    );
  });

  it('give ARNs in this Region, and IAM’s without one', () => {
    expect(naming.arn('logs', 'log-group:x')).toBe('arn:aws:logs:eu-west-2:111111111111:log-group:x');
    expect(naming.iamArn('role/x')).toBe('arn:aws:iam::111111111111:role/x');
  });

  it('keep each side’s state in a bucket of its own', () => {
    const scope = { suffix: 'dev', accountId: '111111111111' };
    expect(stateBackend({ ...scope, region: 'eu-west-2' })).toEqual({
      bucket: 'healthcare-tfstate-111111111111-eu-west-2-dev',
      keyAlias: 'alias/healthcare-tfstate-dev',
    });
    expect(stateBackend({ ...scope, region: 'eu-west-1' }).bucket).toBe(
      'healthcare-tfstate-111111111111-eu-west-1-dev',
    );
  });
});
