import { z } from 'zod';
import { wholeNumber } from '../fields';

const minutes = wholeNumber(1, 180, { unit: 'minutes', allowed: 'whole minutes, 1 to 180' }).default(15);

/** How long Terraform waits for AWS to finish one create, update or delete before it gives up, in minutes. */
export const timeoutsSchema = z
  .strictObject({
    createMinutes: minutes.describe('For a create, in minutes.'),
    updateMinutes: minutes.describe('For an update, in minutes.'),
    deleteMinutes: minutes.describe('For a delete, in minutes.'),
  })
  .prefault({});
