export { namesNow, regionOfBalancer, resolveName } from "./route53/index.ts";
