import { orphansOf } from './orphans';

const resource = (values: object) => ({
  address: 'aws_x.x',
  type: 'aws_x',
  name: 'x',
  values: values as Record<string, unknown>,
});

describe('orphansOf', () => {
  it('names what no state knows, by ARN or by the id that an ARN ends with', () => {
    const arns = [
      'arn:aws:kms:eu-west-2:1:key/known',
      'arn:aws:kms:eu-west-2:1:key/orphan',
      'arn:aws:ec2:eu-west-2:1:vpc/vpc-1',
      'arn:aws:s3:::bucket',
    ];
    const state = [
      resource({ arn: 'arn:aws:kms:eu-west-2:1:key/known', id: 'known' }),
      resource({ id: 'vpc-1' }),
      resource({ id: 'bucket' }),
    ];

    expect(orphansOf(arns, state)).toEqual(['arn:aws:kms:eu-west-2:1:key/orphan']);
  });
});
