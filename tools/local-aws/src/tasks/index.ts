export { bundleService } from './bundle';
export { ClockFile, type ClockReading } from './clock-file';
export { runTask, startTask, TaskError, type Task, type TaskProps } from './task';
export { readTaskStart, type AwsAddress, type TaskStart } from './task-definition';
