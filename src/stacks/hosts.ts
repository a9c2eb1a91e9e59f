import type { EnvironmentContext } from "./environmentStack.ts";

/** Name of an API, fully qualified. */
export function apiHost({ environment }: EnvironmentContext, { host }: { readonly host: string }): string {
  return `${host}.${environment.domain}`;
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
