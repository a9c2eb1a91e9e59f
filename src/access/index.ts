export { type Answer, type Asked, type Candidate, whoCan } from "./asking/whoCan.ts";
export { arnFields, shown } from "./matching/arn.ts";
export { HOLE } from "./matching/pattern.ts";
export { type AccessModel, type AccessNotice, type AccessOptions, readAccess } from "./model/accessModel.ts";
