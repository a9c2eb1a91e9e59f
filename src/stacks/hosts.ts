import type { Environment } from "../config/index.ts";
import type { EnvironmentContext } from "./environmentStack.ts";

/** Name of an API, fully qualified. */
export function apiHost({ environment }: EnvironmentContext, { host }: { readonly host: string }): string {
  return `${host}.${environment.domain}`;
}

/** Where customers are sent from the domain's other name, both fully qualified; undefined where they are not. */
export function canonicalHosts({
  platform,
  environment,
}: EnvironmentContext): { readonly to: string; readonly from: readonly string[] } | undefined {
  const { canonicalHost } = platform.edge;
  if (canonicalHost === undefined) return undefined;
  const { domain } = environment;
  if (canonicalHost === "@") return { to: domain, from: [`www.${domain}`] };
  return { to: `${canonicalHost}.${domain}`, from: [domain] };
}

/** The name of a public service, fully qualified: `@` is the domain itself. */
export function fullName(host: string, { domain }: Pick<Environment, "domain">): string {
  return host === "@" ? domain : `${host}.${domain}`;
}

/** Names that customers use, fully qualified. */
export function publicHosts({ platform, environment }: EnvironmentContext): readonly string[] {
  const hosts = platform.services
    .filter((service) => service.public)
    .flatMap(({ host }) => (host === undefined ? [] : [fullName(host, environment)]));
  return [...new Set(hosts)].sort();
}

/** The host of the first service that customers reach, in the order of the configuration: what canaries ask for. */
export function firstHost({ platform, environment }: EnvironmentContext): string | undefined {
  const host = platform.services.find((service) => service.public && service.host !== undefined)?.host;
  return host === undefined ? undefined : fullName(host, environment);
}
