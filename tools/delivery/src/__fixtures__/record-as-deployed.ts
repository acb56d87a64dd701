import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientConfiguration, RECORD_VERSION } from '@healthcare-dr/deployment-records';
import type { DeliverySession } from '../deploy/session';
import { readInputs } from '../stacks/inputs';
import type { SynthesizedStack } from '../stacks/synthesized-stack';

/** What an environment looks like whose stacks have been deployed: a value of every parameter that they read, and the record of each. */
export async function recordAsDeployed(
  session: DeliverySession,
  stacks: readonly SynthesizedStack[],
): Promise<void> {
  const reads = stacks.flatMap((stack) => stack.reads);
  for (const region of new Set(reads.map((read) => read.region))) {
    const ssm = new SSMClient(clientConfiguration(session.options.variables, region));
    for (const name of new Set(reads.filter((read) => read.region === region).map((read) => read.name)))
      await ssm.send(
        new PutParameterCommand({ Name: name, Value: 'value', Type: 'String', Overwrite: true }),
      );
    ssm.destroy();
  }
  session.parameters.forget();
  const now = new Date().toISOString();
  for (const stack of stacks) {
    const { inputs, hash } = await readInputs(stack, session.lockFile, session.parameters);
    await session.recordsOf(stack).write(
      {
        schemaVersion: RECORD_VERSION,
        stack: stack.name,
        environment: stack.environment,
        status: 'succeeded',
        hash,
        inputs,
        dependsOn: [...stack.dependsOn],
        planDigest: null,
        startedAt: now,
        finishedAt: now,
        run: { id: 'before', by: 'a spec', where: 'here', commit: null, dirty: false },
      },
      undefined,
    );
  }
  session.parameters.forget();
}
