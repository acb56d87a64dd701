import { z } from 'zod';

/** Under which names the service is reached. */
export const dnsSchema = z.strictObject({
  /** The domain of the hosted zone. */
  domainName: z.string(),
  /**
   * `given`: a public hosted zone of this domain exists in the account and is found by its name. `create`: the dns tier makes
   * one, which somebody must then delegate to.
   */
  hostedZone: z.enum(['given', 'create'], {
    error: (issue) => `is '${String(issue.input)}'; allowed: given, create`,
  }),
});
