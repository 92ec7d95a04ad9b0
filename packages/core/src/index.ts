/** Core: assembles calls, looks counterparties up, decides routes. */

export {
  type NumberKind,
  NumberPlan,
  type NumberPlanSettings,
  type PlannedNumber,
} from './numberplan/plan.ts';
export { CoreService } from './service.ts';
