export { graphFromDirectory } from "./directory/graphFromDirectory.ts";
export { readDocument } from "./document/readDocument.ts";
export { LIMITS, type Limits } from "./limits.ts";
export { graphFromPlan } from "./plan/graphFromPlan.ts";
export type {
  Change,
  ChangeAction,
  Edge,
  EdgeKind,
  GraphSource,
  Notice,
  Resource,
} from "./resource.ts";
export { ResourceGraph } from "./resourceGraph.ts";
export { graphFromStacks, type StackConfiguration } from "./stacks/graphFromStacks.ts";
export { graphFromState } from "./state/graphFromState.ts";
export { type Lookup, type ResourceValues, type UnknownReason, valueAt } from "./values.ts";
