import { z } from 'zod';

/** The service and its container. */
export const serviceSchema = z.strictObject({}).prefault({});
