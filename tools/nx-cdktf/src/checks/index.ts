export { readResult, RESULTS_FOLDER, writeResult } from './results';
export * from './totals';
