import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ClientRequest } from 'node:http';
import { globalAgent } from 'node:https';
import { getProxyForUrl } from 'proxy-from-env';

/**
 * The agent for HTTPS of clients that must go through a proxy where the process says so, as Terraform and the AWS CLI do by themselves:
 * `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case. It tunnels, so the proxy sees names and no contents.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export class ProxyAgent extends Agent {
  readonly #proxies = new Map<string, HttpsProxyAgent<string>>();

  override connect(_request: ClientRequest, options: AgentConnectOpts) {
    const proxy = getProxyForUrl(`https://${options.host ?? ''}:${options.port}`);
    if (proxy === '') return globalAgent;
    const agent = this.#proxies.get(proxy) ?? new HttpsProxyAgent(proxy);
    this.#proxies.set(proxy, agent);
    return agent;
  }

  override destroy(): void {
    for (const agent of this.#proxies.values()) agent.destroy();
    super.destroy();
  }
}

/** Whether the process names a proxy for HTTPS at all. */
export const hasProxy = (variables: NodeJS.ProcessEnv): boolean =>
  ['HTTPS_PROXY', 'ALL_PROXY'].some(
    (name) => (variables[name] ?? variables[name.toLowerCase()] ?? '') !== '',
  );

/** What a Node handler of the AWS SDK takes for a proxy; nothing where the process names none. */
export const proxyHandlerOptions = (variables: NodeJS.ProcessEnv): { readonly httpsAgent?: ProxyAgent } =>
  hasProxy(variables) ? { httpsAgent: new ProxyAgent() } : {};
