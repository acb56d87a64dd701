import { dirname, join } from 'node:path';

/** Where the second plan of a stack is saved: beside its synthesized `file`. */
export function secondPlanOf(file: string): string {
  return join(dirname(file), 'second.tfplan');
}
