/**
 * Route 53's documentation does not say what happens, or says that it cannot be predicted. The model answers nothing then: a
 * guess that a test believes is worse than no test.
 */
export class UndocumentedError extends Error {
  constructor(message: string) {
    super(`${message} Route 53's documentation does not say what is answered then.`);
    this.name = 'UndocumentedError';
  }
}
