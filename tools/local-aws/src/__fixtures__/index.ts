export { describeWithMoto } from './describe-with-moto';
export { ask } from './ask';
export * from './iam';
export { describeWithPostgres } from '../databases/__fixtures__/describe-with-postgres';
export * from '../databases/__fixtures__/pair';
