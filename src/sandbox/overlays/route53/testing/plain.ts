import type { DnsRecord, HealthCheck } from "../view.ts";

/** For tests: a record about which nothing is said but what is given. */
export function plainRecord(name: string, more: Partial<DnsRecord>): DnsRecord {
  return {
    name,
    type: "A",
    ttlSeconds: 0,
    values: [],
    setIdentifier: undefined,
    weight: undefined,
    region: undefined,
    failover: undefined,
    multivalue: false,
    geographic: false,
    healthCheckId: undefined,
    alias: undefined,
    ...more,
  };
}

/** For tests: a check that asks every ten seconds, three times, unless something else is given. */
export function plainCheck(id: string, more: Partial<HealthCheck>): HealthCheck {
  return {
    id,
    account: "123456789012",
    type: "HTTPS",
    fqdn: undefined,
    port: 443,
    path: "/healthz",
    interval: 10,
    threshold: 3,
    inverted: false,
    disabled: false,
    children: [],
    childThreshold: 0,
    regions: [],
    alarm: undefined,
    control: undefined,
    ...more,
  };
}
