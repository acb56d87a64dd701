import { z } from 'zod';

/** What the failover controller may do, and when. */
export const failoverSchema = z.strictObject({}).prefault({});
