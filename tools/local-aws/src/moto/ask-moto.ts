import type { Upstream } from '../gateway/exchange';

/**
 * Asks an extension of moto past the gateway.
 *
 * @param path - its address, such as `/moto-api/authorization-facts`
 * @returns its answer, which was JSON
 * @throws Error if it does not answer, or refuses
 */
export async function askMoto({ host, port }: Upstream, path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(`http://${host}:${port}${path}`, init);
  if (!response.ok) throw new Error(`${path} answers with status ${response.status}`);
  return response.json();
}
