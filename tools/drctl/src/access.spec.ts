import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { dev, FakeAws, named } from './__fixtures__/aws';
import { assertCaller, assertRegions } from './access';

describe('the Region', () => {
  it.each(['AWS_REGION', 'AWS_DEFAULT_REGION'])('of %s must be one of the pair', (name) => {
    expect(() => assertRegions(dev, { [name]: 'us-east-1' })).toThrow(
      `${name} is 'us-east-1'; environment 'dev' does not stand there.\n  Allowed: eu-west-2, eu-west-1, or none`,
    );
    expect(() => assertRegions(dev, { [name]: 'eu-west-1' })).not.toThrow();
  });

  it.each(['https://rds.us-east-1.amazonaws.com', 'nowhere'])('of the endpoint %s is refused', (endpoint) => {
    expect(() => assertRegions(dev, { AWS_ENDPOINT_URL: endpoint })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(endpoint) }),
    );
  });

  it('takes a local AWS', () => {
    expect(() => assertRegions(dev, { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' })).not.toThrow();
  });
});

describe('the caller', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = new FakeAws();
  });
  afterEach(() => aws.restore());

  it('is who AWS says, by dr alone if the primary is dark', async () => {
    aws.sides.primary.dark = true;
    await expect(assertCaller(aws.pair())).resolves.toBe('arn:aws:iam::111111111111:user/operator');
  });

  it('is who the primary says if dr is dark', async () => {
    aws.sides.dr.dark = true;
    await expect(assertCaller(aws.pair())).resolves.toBe('arn:aws:iam::111111111111:user/operator');
  });

  it('of another account is refused', async () => {
    aws.sides.dr.account = '999999999999';
    await expect(assertCaller(aws.pair())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        "These credentials are of account 999999999999 (arn:aws:iam::999999999999:user/operator); environment 'dev' lives in 111111111111.",
      ),
    });
  });

  it('that nobody can name is told so', async () => {
    aws.sides.primary.dark = true;
    aws.sides.dr.dark = true;
    await expect(assertCaller(aws.pair())).rejects.toThrow('Neither eu-west-1 nor eu-west-2 says who we are');
  });

  it.each([
    ['CredentialsProviderError', 'There are no AWS credentials.'],
    ['ExpiredToken', 'The AWS credentials have expired'],
    ['ExpiredTokenException', 'The AWS credentials have expired'],
    ['InvalidClientTokenId', 'AWS does not accept these credentials'],
  ])('with %s is told in words', async (name, words) => {
    mockClient(STSClient).on(GetCallerIdentityCommand).rejects(named(name));
    await expect(assertCaller(aws.pair())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(words),
    });
  });
});
