/** Starts a local AWS, says in one line of JSON where it is, and waits to be killed. */
import { startLocalAws } from '../local-aws';

async function main(): Promise<void> {
  const { endpoint, moto } = await startLocalAws({ accountId: '123456789012' });
  console.log(JSON.stringify({ endpoint, pid: moto.pid }));
}

void main();
