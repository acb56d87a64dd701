import type { EventProblem, FieldProblem } from '../protocol';

const FIELD_PROBLEMS: Readonly<Record<FieldProblem['problem'], (field: string) => string>> = {
  unknown: (field) => `there is no field '${field}'`,
  'not-a-boolean': (field) => `${field} must be true or false`,
  'not-a-text': (field) => `${field} must be a text`,
};

/** What of an event is not understood. */
export function formatEventProblem(problem: EventProblem): string {
  switch (problem.code) {
    case 'not-an-object':
      return 'the event is no object';
    case 'records-not-a-list':
      return 'Records is no list';
    case 'records-empty':
      return 'Records is empty';
    case 'unknown-shape':
      return 'the event has none of the known shapes';
    case 'record-not-sns':
      return 'a record is no message of SNS';
    case 'message-not-json':
      return 'a message of SNS is no JSON';
    case 'message-not-an-object':
      return 'a message of SNS is no JSON object';
    case 'message-unknown':
      return 'a message of SNS is neither an alarm nor an event of RDS';
    case 'alarm-incomplete':
      return 'an alarm has no name or no state';
    case 'event-bridge-unknown':
      return 'an event of EventBridge is neither of RDS nor of an alarm';
    case 'rds-event-without-id':
      return 'an event of RDS has no id';
    case 'operation-unknown':
      return `the operation is none of ${problem.allowed.join(', ')}`;
    case 'command-invalid':
      return `the command '${problem.operation}' cannot be taken: ${problem.fields
        .map(({ field, problem: what }) => FIELD_PROBLEMS[what](field))
        .join(', ')}`;
  }
}
