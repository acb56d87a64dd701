import { RecordsClient } from './records-client';

const EVERY_MS = 10_000;

function clientAt(start: number) {
  let now = start;
  const client = new RecordsClient({
    serviceName: 'records.example',
    certificateAuthority: '',
    now: () => now,
    destination: () => undefined,
    beside: () => undefined,
  });
  return { client, pass: (ms: number) => (now += ms) };
}

describe('a client of records', () => {
  it('asks every ten seconds, and at once after a longer time', async () => {
    const { client, pass } = clientAt(1_000_000);
    await client.turn();
    expect(client.nextAt).toBe(1_000_000 + EVERY_MS);
    pass(60_000);
    await client.turn();
    expect(client.nextAt).toBe(1_000_000 + 60_000);
  });

  it('asks no later than that where it was asked to ask in between', async () => {
    const { client, pass } = clientAt(1_000_000);
    await client.turn();
    for (let turn = 0; turn < 5; turn += 1) {
      pass(100);
      await client.turn();
    }
    expect(client.nextAt).toBe(1_000_000 + EVERY_MS);
    expect(client.requestsSince(0)).toHaveLength(6);
  });
});
