import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { CallError } from '../domain/errors';
import type { ConfigurationPort } from '../domain/ports';
import { call, within } from './call';
import type { Bounded } from './clients';

/** What the adapter needs: the names of both parameters. */
export interface ConfigurationAdapterProps {
  readonly ssm: Bounded<SSMClient>;
  readonly policyParameter: string;
  readonly holdParameter: string;
}

/** SSM Parameter Store of the controller's own Region. Nothing is kept between calls: a hold counts from the moment it is set. */
export function configurationAdapter(props: ConfigurationAdapterProps): ConfigurationPort {
  const { client, limitMs } = props.ssm;
  const read = async (name: string): Promise<string> => {
    const { Parameter } = await call('ssm:GetParameter', within(limitMs), (options) =>
      client.send(new GetParameterCommand({ Name: name, WithDecryption: true }), options),
    );
    const value = Parameter?.Value;
    if (value === undefined || value === '')
      throw new CallError('ssm:GetParameter', 'invalid', `the parameter ${name} has no value`);
    return value;
  };
  return { readPolicy: () => read(props.policyParameter), readHold: () => read(props.holdParameter) };
}
