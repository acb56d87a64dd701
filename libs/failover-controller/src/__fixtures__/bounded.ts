import type { Bounded } from '../adapters/clients';

/** A client of a fixed Region, with a bound that no test reaches. */
export function bounded<Client>(
  Class: new (given: {
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  }) => Client,
): Bounded<Client> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { client: new Class({ region: 'eu-west-1', credentials }), limitMs: 5_000 };
}

/** An error under a name of AWS. */
export const fault = (name: string) => Object.assign(new Error('no'), { name });
