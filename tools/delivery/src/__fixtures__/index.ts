export { recordAsDeployed } from './record-as-deployed';
