import type { Upstream } from '../gateway/exchange';
import { Account, parseFacts } from './facts';

const FACTS_PATH = '/moto-api/authorization-facts';

/**
 * Reads all that decides who may do what, as it stands now.
 *
 * @param upstream - where the extension `authorization_facts` answers
 * @throws Error if it does not
 */
export async function readAccount({ host, port }: Upstream): Promise<Account> {
  const response = await fetch(`http://${host}:${port}${FACTS_PATH}`);
  if (!response.ok) throw new Error(`${FACTS_PATH} answers with status ${response.status}`);
  return new Account(parseFacts(await response.json()));
}
