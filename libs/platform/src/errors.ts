import { UserError, type UserErrorDetails } from '@healthcare-dr/topology';
import type { IConstruct } from 'constructs';

/** A construct was given props it cannot work with. The message begins with the construct's path. */
export class ValidationError extends UserError {
  constructor(details: UserErrorDetails, scope: IConstruct) {
    super({ ...details, problem: `[${scope.node.path}] ${details.problem}` });
  }
}
