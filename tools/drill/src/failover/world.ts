import { controllerSessionArn } from '@healthcare-dr/failover-lambda/contract';
import type { Gateway } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import {
  byRole,
  egressAnchors,
  peerOf,
  ROLES,
  serviceNames,
  topologyOf,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import type { TrafficFacts } from '../traffic-facts';
import { askWitness, LOST, UP, WELL, type Moment } from '../traffic-situations';
import { certify, type Certificate } from './certificate';
import { LoadBalancer } from './load-balancer';
import { NameServer } from './name-server';
import { ServiceDouble } from './service-double';
import type { ServiceTasks } from './service-tasks';

const PRELOAD = require.resolve('./function-preload.cjs');

/** What the world is made from. */
export interface WorldProps {
  readonly environment: Environment;
  readonly gateway: Gateway;
  /** What Terraform made of DNS: what the witnesses say is resolved on it. */
  readonly facts: TrafficFacts;
  /** The time of day, virtual. */
  readonly now: () => number;
  /** The service itself, where it has data. @default - undefined: what answers in its place keeps nothing */
  readonly tasks: ServiceTasks | undefined;
  /** Absolute path of a folder for keys and certificates. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

interface Doubles {
  readonly certificate: Certificate;
  readonly services: Readonly<Record<Role, ServiceDouble | LoadBalancer>>;
  /** What stands outside both Regions. */
  readonly anchors: ServiceDouble;
}

/**
 * What is true around the controllers: which Region is lost, whose service answers, and which of the paths on which a controller
 * learns something are open. The functions are told nothing of it but where names lead.
 */
export class DrillWorld {
  #lost: Role | undefined;
  /** The Region whose NAT gateway is lost. */
  #shutIn: Role | undefined;
  #regionsAreCut = false;
  #nameServer: NameServer | undefined;
  readonly #regions: Readonly<Record<Role, Region>>;
  /** The sessions of the controllers' functions, whose ways it is to cut. */
  readonly #callers: Readonly<Record<Role, string>>;

  private constructor(
    private readonly props: WorldProps,
    private readonly doubles: Doubles,
  ) {
    this.#regions = byRole((role) => topologyOf(props.environment, role).region);
    this.#callers = byRole((role) => controllerSessionArn(namingOf(props.environment, role)));
  }

  /** All well. */
  static async open(props: WorldProps): Promise<DrillWorld> {
    const { environment, folder, signal, tasks, now } = props;
    const { service, regional } = serviceNames(environment);
    const certificate = await certify(
      [service, ...Object.values(regional), ...anchorHosts(environment)],
      folder,
      signal,
    );
    const before = (role: Role) =>
      tasks === undefined
        ? ServiceDouble.open(certificate)
        : LoadBalancer.open({
            certificate,
            target: tasks.portOf(role),
            healthCheck: tasks.healthChecks[role],
            now,
          });
    const [primary, dr, anchors] = await Promise.all([
      before('primary'),
      before('dr'),
      ServiceDouble.open(certificate),
    ]);
    const world = new DrillWorld(props, { certificate, services: { primary, dr }, anchors });
    world.#nameServer = await NameServer.open((name) => world.#textsOf(name));
    return world;
  }

  /** Ends every server. */
  async close(): Promise<void> {
    const { services, anchors } = this.doubles;
    await Promise.all(
      [services.primary, services.dr, anchors].map((each) =>
        each instanceof LoadBalancer ? each.close() : each.switchOff(),
      ),
    );
    await this.#nameServer?.close();
    this.#nameServer = undefined;
  }

  /** The Region that is lost. */
  get lost(): Role | undefined {
    return this.#lost;
  }

  /** Where clients verify the certificate of the service. */
  get certificateFile(): string {
    return this.doubles.certificate.certificateFile;
  }

  /** The port that stands for the load balancer of a Region. */
  portOf(role: Role): number {
    return this.doubles.services[role].port;
  }

  /** Lets each load balancer look at its targets, if it is time to. */
  async check(): Promise<void> {
    for (const service of Object.values(this.doubles.services))
      if (service instanceof LoadBalancer) await service.check();
  }

  /** The two sides, as clients and Route 53's checkers find them. */
  get sides(): Pick<Moment, Role> {
    return byRole((role) => (this.doubles.services[role].answers ? UP : LOST));
  }

  /**
   * Takes a Region away: its endpoints are dead, and its service answers nobody.
   *
   * @param role - of the primary's Region nobody gets an answer any more; of dr's, where the drill keeps its own records, the controllers
   */
  async lose(role: Role): Promise<void> {
    await this.darken(role);
    // The task of the Region is within it, and finds its own bucket as before.
    const inside =
      this.props.tasks === undefined ? {} : { exceptCallers: [this.props.tasks.sessionArns[role]] };
    const scope = role === 'primary' ? inside : { callers: Object.values(this.#callers) };
    const region = this.props.gateway.region(this.#regions[role]);
    region.blackOut('reset', scope);
    // Connections to databases, replication among them, have no caller.
    region.blackOut('reset', { services: ['rds-db'] });
  }

  /** The service of a Region answers nobody whose endpoints are dead by somebody else's hand. */
  async darken(role: Role): Promise<void> {
    this.#lost = role;
    await this.doubles.services[role].switchOff();
  }

  /** Ends that. @returns which Region it was */
  async lighten(): Promise<Role | undefined> {
    const role = this.#lost;
    this.#lost = undefined;
    if (role !== undefined) await this.doubles.services[role].switchOn();
    return role;
  }

  /** Brings back the Region that was lost. */
  async bringBack(): Promise<void> {
    const role = await this.lighten();
    if (role !== undefined) this.props.gateway.region(this.#regions[role]).heal();
  }

  /** The service of a Region answers nobody; all else there is well. */
  async stopService(role: Role): Promise<void> {
    const service = this.doubles.services[role];
    if (service instanceof LoadBalancer) service.setTargetsAnswer(false);
    else await service.switchOff();
  }

  async startService(role: Role): Promise<void> {
    const service = this.doubles.services[role];
    if (service instanceof LoadBalancer) service.setTargetsAnswer(true);
    else await service.switchOn();
  }

  /** A Region's NAT gateway is lost: its controller reaches the endpoints of its own Region alone, and the resolver. */
  loseNatGateway(role: Role): void {
    this.#shutIn = role;
    this.#cutPeerEndpoints(role);
  }

  /** Nothing passes from one Region to the other; all else does, in both. */
  cutRegions(): void {
    this.#regionsAreCut = true;
    for (const role of ROLES) this.#cutPeerEndpoints(role);
    this.props.gateway.link(this.#regions.primary, this.#regions.dr).blackOut('reset');
  }

  /** Every path is open again. */
  mendPaths(): void {
    this.#shutIn = undefined;
    this.#regionsAreCut = false;
    this.props.gateway.link(this.#regions.primary, this.#regions.dr).heal();
    for (const role of ROLES) if (role !== this.#lost) this.props.gateway.region(this.#regions[role]).heal();
  }

  #cutPeerEndpoints(role: Role): void {
    this.props.gateway
      .region(this.#regions[peerOf(role)])
      .blackOut('reset', { callers: [this.#callers[role]] });
  }

  /** The variables with which the function of a Region's controller lives in this world. */
  variablesOf(role: Role, clockOffsetMs: number): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
      NODE_EXTRA_CA_CERTS: this.doubles.certificate.certificateFile,
      DRILL_CLOCK_OFFSET_MS: String(Math.round(clockOffsetMs)),
      DRILL_SERVICES: JSON.stringify(this.#portsFrom(role)),
      ...(this.#nameServer === undefined ? {} : { DRILL_NAME_SERVER: this.#nameServer.address }),
    };
  }

  /** Where the names lead that a function asks over its NAT gateway. */
  #portsFrom(role: Role): Readonly<Record<string, number>> {
    if (this.#shutIn === role) return {};
    const { environment } = this.props;
    const { services, anchors } = this.doubles;
    const { regional } = serviceNames(environment);
    const peer = peerOf(role);
    return {
      ...Object.fromEntries(anchorHosts(environment).map((host) => [host, anchors.port])),
      [regional[role]]: services[role].port,
      ...(this.#regionsAreCut ? {} : { [regional[peer]]: services[peer].port }),
    };
  }

  /** What the records of a witness say by the model of Route 53: no other name is asked for. */
  #textsOf(name: string): readonly string[] | undefined {
    const { environment, facts } = this.props;
    const { witness } = serviceNames(environment);
    const role = ROLES.find((each) => witness[each] === name);
    return role && askWitness(role, { ...WELL, ...this.sides }, facts, environment).texts;
  }
}

const anchorHosts = (environment: Environment): readonly string[] =>
  egressAnchors(environment).map((url) => new URL(url).hostname);
