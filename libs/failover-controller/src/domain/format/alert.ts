import type { Assessment } from '../evidence';
import type { AlertCode } from '../watch';

const SIGNALS: Readonly<Record<string, string>> = {
  probe: 'the probe of the service',
  checkers: "Route 53's checkers",
  controlPlane: "the RDS API of the writer's Region",
  replication: 'the replication',
  egress: 'the way out of the own Region',
};

/** What the evidence of a round amounts to. */
export function formatAssessment(assessment: Assessment): string {
  switch (assessment) {
    case 'well':
      return 'nothing speaks against the Region of the writer';
    case 'service-down':
      return 'the service is down, and AWS answers in its Region';
    case 'database-down':
      return 'the database is not available, and AWS answers in its Region';
    case 'clients-diverted':
      return 'the service answers, and the checkers by which clients are routed do not reach it';
    case 'unreachable':
      return 'the Region serves clients, but is not reached from here, or nothing is replicated any more';
    case 'isolated':
      return 'the way out of the own Region is closed: nothing can be said of the other one';
    case 'isolated-peer-unhealthy':
      return 'the way out of the own Region is closed, and the checkers do not reach the service';
    case 'isolated-peer-lost':
      return 'the way out of the own Region is closed; the checkers do not reach the service and nothing is replicated';
    case 'lost':
      return 'the Region is lost, by every vantage point';
    case 'lost-replicating':
      return 'the Region is lost by every vantage point but replication: its database still writes';
    case 'undetermined':
      return 'signals speak against the Region, and others are unknown';
  }
}

/** What an alert says. */
export function formatAlert(code: AlertCode): string {
  if (code === 'own-view-unknown') return 'the own view of the global cluster is unknown';
  if (code === 'peer-holds-traffic')
    return 'the own cluster writes, and the other Region has not let go of traffic: clients are kept away from it';
  if (isAssessment(code)) return formatAssessment(code);
  const signal = code.slice(code.indexOf('/') + 1);
  return `nothing is known from ${SIGNALS[signal] ?? signal}`;
}

const isAssessment = (code: AlertCode): code is AlertCode & Assessment => !code.includes('/');

/** What is to be done about an alert, with the command. */
export function formatAlertStep(code: AlertCode, replicates: boolean, environment: string): string {
  const drctl = `npm run drctl -- --environment ${environment}`;
  const override = `To fail over against the evidence: ${drctl} failover --override "<why>".`;
  const acknowledge = `To stop these pages: ${drctl} acknowledge.`;
  const choice = replicates ? `To move the writer without loss: ${drctl} switchover. ${override}` : override;
  switch (code) {
    case 'service-down':
    case 'database-down':
    case 'clients-diverted':
      return `Nothing is failed over by itself. ${choice} ${acknowledge}`;
    case 'unreachable':
    case 'undetermined':
      return `Nothing is failed over by itself. Look whether clients are served. ${override} ${acknowledge}`;
    case 'isolated-peer-lost':
    case 'lost-replicating':
      return `Nothing is failed over by itself. To fail over: ${drctl} failover. ${acknowledge}`;
    case 'isolated-peer-unhealthy':
      return `No automatic failover is possible from here. ${override} ${acknowledge}`;
    case 'lost':
      return `The controller is paused, cannot read its policy or hold switch, or waits for an operation that somebody else asked for: look at the global cluster. To let it act where it is paused: ${drctl} resume. ${acknowledge}`;
    case 'peer-holds-traffic':
      return `Clients are served here for as long as this lasts. Look why the other Region's controller does not let go: ${drctl} status.`;
    case 'own-view-unknown':
      return `No failover is possible until the own view is back. ${acknowledge}`;
    default:
      return `No automatic failover is possible until this is resolved. To see all signals: ${drctl} status.`;
  }
}
