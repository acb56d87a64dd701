import type { RequestFindings } from '@healthcare-dr/local-aws';
import type { Assertion } from '../assertion-recorder';

const lines = (counts: Readonly<Record<string, number>>, what: string): string[] =>
  Object.entries(counts).map(([name, count]) => `${what} ${name} (${count})`);

/**
 * That no request so far, of Terraform, the controller or a tool, is one that the model of its service refuses. Patterns that do not match
 * are no refusal, and are listed, as are operations without a model and what could not be read.
 */
export function validAssertion({ read, refused, patterns, unmodelled, unread }: RequestFindings): Assertion {
  const operations = Object.keys(read).length;
  return {
    id: 'requests-valid',
    title: 'Every request is one that the model of its service takes',
    ok: operations > 0 && Object.keys(refused).length === 0,
    detail: [
      `${operations} operations were read`,
      ...lines(refused, 'refused:'),
      ...lines(patterns, 'another pattern:'),
      ...lines(unmodelled, 'without a model:'),
      ...lines(unread, 'not read:'),
    ].join('\n'),
  };
}
