import { type Naming, nameOf, roleArn } from "../naming.ts";

/** Role with which RDS Proxy reads the passwords of its users. */
export const PROXY_ROLE = "database-proxy";

/** A store's proxy, the same name in every region. At most 63 characters, as a cluster's. */
export function proxyName(naming: Naming, store: string): string {
  return nameOf(naming, store);
}

/** ARN of the role, known before it exists. */
export function proxyRoleArn(naming: Naming): string {
  return roleArn(naming, PROXY_ROLE);
}

/** What every secret of a proxy's user is named after: nothing else has a slash behind it. */
export function proxySecretPrefix(naming: Naming): string {
  return `${nameOf(naming, "proxy")}/`;
}
