import type { AlarmInput, AlarmScope } from './alarm-input';
import { auditInputs } from './audit-inputs';
import { controllerInputs } from './controller-inputs';
import { databaseInputs } from './database-inputs';
import { protectionInputs } from './protection-inputs';
import { serviceInputs } from './service-inputs';

/** What each alarm of a Region is for. An alarm that is not among them is nobody's, and the drill fails on it. */
export const alarmInputs = (side: AlarmScope): AlarmInput[] => [
  ...databaseInputs(side),
  ...serviceInputs(side),
  ...protectionInputs(side),
  ...controllerInputs(side),
  ...auditInputs(side),
];
