export { describeWithTerraform } from './describe-with-terraform';
export { LocalDelivery, type StateResource } from './local-delivery';
export { recordAsDeployed } from './record-as-deployed';
