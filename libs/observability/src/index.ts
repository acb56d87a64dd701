export { Observability, type ObservabilityProps } from './observability';
export { RUNBOOKS, type Runbook } from './runbooks';
