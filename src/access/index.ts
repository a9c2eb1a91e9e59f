export { type Answer, type Asked, type Candidate, whoCan } from "./asking/whoCan.ts";
export type { Expectation, Subject } from "./expectations/expectation.ts";
export { judge, type Row } from "./expectations/judge.ts";
export { type LeastPrivilege, leastPrivilege, type WildcardReason } from "./leastPrivilege/leastPrivilege.ts";
export { AWS_REASONS, OWN_REASONS } from "./leastPrivilege/reasons.ts";
export type { Wildcard } from "./leastPrivilege/wildcards.ts";
export { arnFields, shown } from "./matching/arn.ts";
export { HOLE } from "./matching/pattern.ts";
export { type AccessModel, type AccessNotice, type AccessOptions, readAccess } from "./model/accessModel.ts";
