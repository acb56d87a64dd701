/**
 * The version of what a controller writes down and answers: journal, history, notifications and outcomes.
 *
 * - 1 (the deployments before it had a number): events, reasons and refusals were sentences
 * - 2: codes and parameters
 *
 * A reader takes every version up to its own, and says so of a newer one. A code that is added does not raise it: a reader
 * shows a code that it does not know as it stands.
 */
export const PROTOCOL_VERSION = 2;
