import { Client, type ClientConfig } from 'pg';

/** Runs something in a session of its own, and ends it whatever comes of it. */
export async function withClient<T>(
  connection: ClientConfig,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(connection);
  // A session that ends by itself fails the query that runs in it, and not the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
