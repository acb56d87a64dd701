import { z } from 'zod';

/** When somebody is told. */
export const alarmsSchema = z.strictObject({}).prefault({});
