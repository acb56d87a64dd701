import { z } from 'zod';

const minutes = z
  .custom<number>((value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 180, {
    error: (issue) => `is ${String(issue.input)}; allowed: whole minutes, 1 to 180`,
  })
  .default(15);

/** How long Terraform waits for AWS to finish one create, update or delete before it gives up, in minutes. */
export const timeoutsSchema = z
  .strictObject({ createMinutes: minutes, updateMinutes: minutes, deleteMinutes: minutes })
  .prefault({});
