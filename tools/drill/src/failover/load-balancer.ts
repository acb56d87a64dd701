import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { Certificate } from './certificate';
import { SwitchedServer } from './switched-server';

/** How a load balancer asks its targets, as its target group says. */
export interface HealthCheck {
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** After so many answers in a row a target is healthy, or unhealthy. */
  readonly healthyAfter: number;
  readonly unhealthyAfter: number;
}

/** What a {@link LoadBalancer} is made from. */
export interface LoadBalancerProps {
  /** Of the names under which clients ask. */
  readonly certificate: Certificate;
  /** The port of the one task that stands for all of the Region. */
  readonly target: number;
  readonly healthCheck: HealthCheck;
  /** The time of day, virtual. */
  readonly now: () => number;
}

/** How long a task may take to answer a client, in real milliseconds. */
const IDLE_TIMEOUT_MS = 20_000;

/** The load balancer of a Region before its service: TLS to clients and to the task, and clients only for a target that is healthy. */
export class LoadBalancer {
  readonly #server: SwitchedServer;
  #healthy = true;
  /** How many checks in a row said the opposite. */
  #against = 0;
  #checkedAt = Number.NEGATIVE_INFINITY;
  /** Whether its targets answer. */
  #targetsAnswer = true;
  // It encrypts to its targets, and does not verify them, as Elastic Load Balancing does.
  readonly #agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

  private constructor(private readonly props: LoadBalancerProps) {
    this.#server = new SwitchedServer(props.certificate, (asked, response) => this.#forward(asked, response));
  }

  static async open(props: LoadBalancerProps): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(props);
    await balancer.switchOn();
    return balancer;
  }

  get port(): number {
    return this.#server.port;
  }

  /** Whether a client gets an answer of the service. */
  get answers(): boolean {
    return this.#server.isOn && this.#healthy;
  }

  /** Can be reached again, on the port it had. */
  switchOn(): Promise<void> {
    return this.#server.switchOn();
  }

  /** Refuses connections, and ends those that there are. */
  switchOff(): Promise<void> {
    return this.#server.switchOff();
  }

  /** Its targets answer nobody any more, or again: it takes as many checks to notice as its target group says. */
  setTargetsAnswer(answer: boolean): void {
    this.#targetsAnswer = answer;
  }

  /** Asks its target whether it is well, if it is time to. */
  async check(): Promise<void> {
    const { now, healthCheck } = this.props;
    if (now() - this.#checkedAt < healthCheck.intervalMs) return;
    this.#checkedAt = now();
    const isWell = await this.#isWell();
    this.#against = isWell === this.#healthy ? 0 : this.#against + 1;
    if (this.#against < (this.#healthy ? healthCheck.unhealthyAfter : healthCheck.healthyAfter)) return;
    this.#healthy = isWell;
    this.#against = 0;
  }

  async close(): Promise<void> {
    await this.switchOff();
    this.#agent.destroy();
  }

  async #isWell(): Promise<boolean> {
    const { target: port, healthCheck } = this.props;
    if (!this.#targetsAnswer) return false;
    const { path, timeoutMs: timeout } = healthCheck;
    const asked = request({ host: '127.0.0.1', port, path, agent: this.#agent, timeout });
    asked.once('timeout', () => asked.destroy(new Error('timed out')));
    try {
      asked.end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode === 200;
    } catch {
      return false;
    }
  }

  #forward(asked: IncomingMessage, response: ServerResponse): void {
    const end = (status: number) => {
      if (!response.headersSent) response.writeHead(status);
      response.end();
    };
    if (!this.#healthy) return end(503);
    if (!this.#targetsAnswer) return end(502);
    const { method, url: path, headers } = asked;
    const onward = request(
      {
        host: '127.0.0.1',
        port: this.props.target,
        method,
        path,
        headers,
        agent: this.#agent,
        timeout: IDLE_TIMEOUT_MS,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.once('timeout', () => onward.destroy(new Error('timed out')));
    onward.once('error', () => end(502));
    asked.pipe(onward);
  }
}
