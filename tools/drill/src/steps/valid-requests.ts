import { validAssertion } from '../deliveries/valid-requests';
import type { DrillSession, Step } from '../session';

/** Sees that everything that was asked from the first request to the last is what the models of the services take. */
export function validRequests(session: DrillSession): Step {
  return {
    title: 'Look at whether every request was valid',
    task: async (_, task) => {
      const assertion = validAssertion(await session.aws.findings());
      session.props.recorder.record(assertion);
      task.title = `Every request was looked at: ${assertion.detail.split('\n', 1).join('')}`;
    },
  };
}
