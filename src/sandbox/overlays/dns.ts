export { resolveName } from "./route53/index.ts";
