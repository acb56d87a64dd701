import { FUNCTION_VARIABLES as variables } from '../__fixtures__/function-variables';
import { EnvironmentError, readEnvironment } from './environment';

const problemsOf = (change: Readonly<Record<string, string | undefined>>): readonly string[] => {
  try {
    readEnvironment({ ...variables, ...change });
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
};

describe('readEnvironment', () => {
  it('tells where the controller stands', () => {
    expect(readEnvironment(variables)).toMatchObject({
      site: { environment: 'dev', role: 'dr', region: 'eu-west-1', peerRegion: 'eu-west-2' },
      journalTable: 'healthcare-failover-journal-dev',
      probeUrl: 'https://eu-west-2.app.dev.healthcare.example/',
      witnessNames: {
        primary: 'witness-eu-west-2.app.dev.healthcare.example',
        dr: 'witness-eu-west-1.app.dev.healthcare.example',
      },
      egressAnchors: ['https://sts.us-east-2.amazonaws.com/', 'https://sts.eu-central-1.amazonaws.com/'],
    });
  });

  it.each(Object.keys(variables))('misses %s by name', (name) => {
    expect(problemsOf({ [name]: undefined })[0]).toMatch(new RegExp(`^${name} is not set \\(allowed: `));
    expect(problemsOf({ [name]: '' })[0]).toMatch(new RegExp(`^${name} is not set`));
  });

  it('says all that is wrong at once', () => {
    expect(() => readEnvironment({})).toThrow(
      /ENVIRONMENT is not set.*ECS_SERVICE is not set.*Deploy the failover-lambda/,
    );
  });

  it.each([
    ['ROLE', 'standby', "ROLE is 'standby' (allowed: primary or dr)"],
    [
      'OWN_CLUSTER_ARN',
      'healthcare-aurora-dev',
      "OWN_CLUSTER_ARN is 'healthcare-aurora-dev' (allowed: the ARN of a cluster)",
    ],
    ['PROBE_URL', 'http://app.example/', "PROBE_URL is 'http://app.example/' (allowed: an https URL)"],
    [
      'EGRESS_ANCHORS',
      'https://sts.us-east-2.amazonaws.com/',
      "EGRESS_ANCHORS is 'https://sts.us-east-2.amazonaws.com/' (allowed: two or more https URLs, separated by commas)",
    ],
    ['BACKUP_TOPIC_ARN', variables.TOPIC_ARN, 'BACKUP_TOPIC_ARN stands in eu-west-1, a Region of the pair'],
    [
      'BACKUP_TOPIC_ARN',
      'arn:aws:sns:eu-west-2:111111111111:healthcare-notifications-dev',
      'BACKUP_TOPIC_ARN stands in eu-west-2, a Region of the pair',
    ],
    ['PEER_REGION', 'eu-west-1', "PEER_REGION is 'eu-west-1', which is AWS_REGION too"],
    ['OWN_CLUSTER_ARN', variables.PEER_CLUSTER_ARN, 'OWN_CLUSTER_ARN stands in eu-west-2, not in AWS_REGION'],
    [
      'PEER_CLUSTER_ARN',
      variables.OWN_CLUSTER_ARN,
      'PEER_CLUSTER_ARN stands in eu-west-1, not in PEER_REGION',
    ],
  ])('refuses %s=%s', (name, value, problem) => {
    expect(problemsOf({ [name]: value })).toContain(problem);
  });
});
