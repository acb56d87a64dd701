import { z } from 'zod';

/** Who is told. */
export const notificationsSchema = z.strictObject({}).prefault({});
