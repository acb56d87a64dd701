import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import type { Naming } from '@healthcare-dr/platform';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { DrillSession } from '../session';
import { mutatedFunction, type SourceChange } from './mutated-source';

/** Looks at a world in which the deployed controller of dr has one thing changed in its code, and makes it what it was. */
export async function withController<T>(
  session: DrillSession,
  naming: Naming,
  change: SourceChange,
  look: () => Promise<T>,
): Promise<T> {
  const stack = session.stacksOf('dr').find(({ name }) => name === 'dr-failover-lambda');
  if (stack === undefined) throw new Error('There is no stack dr-failover-lambda to take the function of.');
  const ZipFile = await mutatedFunction(session.props.workspaceRoot, change);
  const FunctionName = controllerFunctionName(naming);
  const client = new LambdaClient(clientConfiguration(session.aws.environment, session.regionOf('dr')));
  try {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    return await look();
  } finally {
    const deployed = readFileSync(join(dirname(stack.file), 'function.zip'));
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: deployed }));
    client.destroy();
  }
}
