import { z } from 'zod';

/** A control that is on unless somebody says why not. */
export const optOut = z.discriminatedUnion(
  'enabled',
  [
    z.strictObject({ enabled: z.literal(true).describe('Whether it is on.') }),
    z.strictObject({
      enabled: z.literal(false).describe('Whether it is on.'),
      optOutReason: z
        .string()
        .min(10, 'must say why, in ten characters or more')
        .describe('Why it is off; the compliance report shows it.'),
    }),
  ],
  { error: () => 'gives no usable enabled; allowed: enabled: true, or enabled: false with an optOutReason' },
);
