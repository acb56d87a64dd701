/** Why an event that called the function is not understood. None says what the event held: that may be anybody's data. */
export type EventProblem =
  | { readonly code: 'not-an-object' }
  | { readonly code: 'records-not-a-list' }
  | { readonly code: 'records-empty' }
  | { readonly code: 'unknown-shape' }
  | { readonly code: 'record-not-sns' }
  | { readonly code: 'message-not-json' }
  | { readonly code: 'message-not-an-object' }
  | { readonly code: 'message-unknown' }
  | { readonly code: 'alarm-incomplete' }
  | { readonly code: 'event-bridge-unknown' }
  | { readonly code: 'rds-event-without-id' }
  | { readonly code: 'operation-unknown'; readonly allowed: readonly string[] }
  | {
      readonly code: 'command-invalid';
      readonly operation: string;
      readonly fields: readonly FieldProblem[];
    };

/** What is wrong with a field of a command. The name of an unknown field is of the command's author, who reads it. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: 'unknown' | 'not-a-boolean' | 'not-a-text';
}
