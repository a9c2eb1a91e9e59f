import type { EnvironmentContext } from "./environmentStack.ts";

/** Names that customers use, fully qualified. */
export function publicHosts({ platform, environment }: EnvironmentContext): readonly string[] {
  const { domain } = environment;
  const hosts = platform.services
    .filter((service) => service.public && service.host !== undefined)
    .map((service) => (service.host === "@" ? domain : `${service.host}.${domain}`));
  return [...new Set(hosts)].sort();
}
