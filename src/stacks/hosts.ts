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

/** Names that customers use, fully qualified. */
export function publicHosts({ platform, environment }: EnvironmentContext): readonly string[] {
  const { domain } = environment;
  const hosts = platform.services
    .filter((service) => service.public && service.host !== undefined)
    .map((service) => (service.host === "@" ? domain : `${service.host}.${domain}`));
  return [...new Set(hosts)].sort();
}

/** The host of the first service that customers reach, in the order of the configuration: what canaries ask for. */
export function firstHost({ platform, environment }: EnvironmentContext): string | undefined {
  const host = platform.services.find((service) => service.public && service.host !== undefined)?.host;
  if (host === undefined) return undefined;
  return host === "@" ? environment.domain : `${host}.${environment.domain}`;
}
