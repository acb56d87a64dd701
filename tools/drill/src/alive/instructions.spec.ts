import { localAwsEnvironment } from '@healthcare-dr/local-aws';
import { topologyOf } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { instructions } from './instructions';

const environment = fixtureEnvironment('dev');
const endpoint = 'http://127.0.0.1:40123';
const text = instructions(
  {
    aws: { endpoint, environment: localAwsEnvironment(endpoint) },
    environment,
  },
  { primary: 1001, dr: 1002 },
);

describe('what a person is told who can try things by hand', () => {
  it('leads drctl to this endpoint and no other', () => {
    expect(text).toContain(`export AWS_ENDPOINT_URL=${endpoint}\n`);
    expect(text).toContain('export ENVIRONMENT_SUFFIX=dev\n');
    expect(text).toContain('AWS_PROFILE');
    expect(text).toContain('npm run drctl -- status');
  });

  it('has the commands that lose the primary Region and bring it back', () => {
    const { region } = topologyOf(environment, 'primary');
    expect(text).toContain(`curl -X PUT ${endpoint}/_gateway/faults/${region} -d '{"kind":"black-out"`);
    expect(text).toContain(`curl -X DELETE ${endpoint}/_gateway/faults/${region}\n`);
  });

  it('leads to the service of each Region', () => {
    expect(text).toMatch(/127\.0\.0\.1:1001.*# eu-west-2/);
    expect(text).toMatch(/127\.0\.0\.1:1002.*# eu-west-1/);
  });
});
