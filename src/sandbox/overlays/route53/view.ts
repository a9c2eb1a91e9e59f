import type { World } from "../../overlay.ts";
import { child, parseXml, textAt, type XmlElement } from "../../wire/index.ts";
import { alarmChecksOf, controlChecksOf, type FollowedAlarm } from "./alarmChecks.ts";

/** Names are in lower case and without the final dot. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
  readonly setIdentifier: string | undefined;
  readonly weight: number | undefined;
  /** Of a latency record. */
  readonly region: string | undefined;
  readonly failover: "PRIMARY" | "SECONDARY" | undefined;
  readonly multivalue: boolean;
  /** Routing that is not modelled: geolocation, geoproximity, CIDR. */
  readonly geographic: boolean;
  readonly healthCheckId: string | undefined;
  readonly alias: { readonly name: string; readonly evaluateTargetHealth: boolean } | undefined;
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly records: readonly DnsRecord[];
}

export interface HealthCheck {
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly fqdn: string | undefined;
  readonly port: number;
  /** Of a check over HTTP or HTTPS, without its query. */
  readonly path: string;
  /** Seconds between two probes of one checker. */
  readonly interval: number;
  /** Probes in a row that change the status. */
  readonly threshold: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly children: readonly string[];
  /** Children that must be healthy. */
  readonly childThreshold: number;
  /** Regions of the checkers; empty means all. */
  readonly regions: readonly string[];
  /** Undefined for a check of something else than an alarm. */
  readonly alarm: FollowedAlarm | undefined;
  /** ARN of the routing control that it follows. */
  readonly control: string | undefined;
}

/** What an account's Route 53 holds: public zones with their records, and health checks. */
export interface Route53View {
  readonly zones: readonly Zone[];
  readonly checks: ReadonlyMap<string, HealthCheck>;
}

const API = "/2013-04-01";

/** Reads everything anew from the emulator: a handful of calls, so that no copy can grow stale. */
export async function readRoute53(world: World, account: string): Promise<Route53View> {
  const zones = await listAll(world, account, `${API}/hostedzone`, "HostedZones");
  const open = zones.filter((zone) => textAt(zone, "Config", "PrivateZone") !== "true");
  const checks = await listAll(world, account, `${API}/healthcheck`, "HealthChecks");
  return {
    zones: await Promise.all(
      open.map(async (zone) => {
        const id = (textAt(zone, "Id") ?? "").replace("/hostedzone/", "");
        const records = (await readRecordSets(world, account, id)).map(recordOf);
        return { id, name: plainName(textAt(zone, "Name") ?? ""), records };
      }),
    ),
    checks: new Map(
      checks.map((node) => {
        const check = checkOf(node, account);
        const key = `${account} ${check.id}`;
        const [alarm, control] = [alarmChecksOf(world).get(key), controlChecksOf(world).get(key)];
        return [check.id, { ...check, alarm, control }];
      }),
    ),
  };
}

/** The record sets of a zone as the emulator writes them. */
export async function readRecordSets(world: World, account: string, zoneId: string): Promise<XmlElement[]> {
  return listAll(world, account, `${API}/hostedzone/${zoneId}/rrset?maxitems=10000`, "ResourceRecordSets");
}

async function listAll(world: World, account: string, target: string, list: string): Promise<XmlElement[]> {
  const reply = await world.ask({ account, service: "route53", region: "us-east-1", method: "GET", target });
  if (reply.status !== 200) return [];
  return child(parseXml(reply.body), list)?.children ?? [];
}

/** Lower case, no final dot, `\052` back to the star that it stands for. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "").replace("\\052", "*");
}

export function recordOf(node: XmlElement): DnsRecord {
  const alias = child(node, "AliasTarget");
  const weight = textAt(node, "Weight");
  const failover = textAt(node, "Failover");
  return {
    name: plainName(textAt(node, "Name") ?? ""),
    type: textAt(node, "Type") ?? "",
    ttlSeconds: Number(textAt(node, "TTL") ?? "0"),
    values: (child(node, "ResourceRecords")?.children ?? []).map((value) => textAt(value, "Value") ?? ""),
    setIdentifier: textAt(node, "SetIdentifier"),
    weight: weight === undefined ? undefined : Number(weight),
    region: textAt(node, "Region"),
    failover: failover === "PRIMARY" || failover === "SECONDARY" ? failover : undefined,
    multivalue: textAt(node, "MultiValueAnswer") === "true",
    geographic: ["GeoLocation", "GeoProximityLocation", "CidrRoutingConfig"].some((name) =>
      child(node, name),
    ),
    healthCheckId: textAt(node, "HealthCheckId"),
    alias:
      alias === undefined
        ? undefined
        : {
            name: plainName(textAt(alias, "DNSName") ?? ""),
            evaluateTargetHealth: textAt(alias, "EvaluateTargetHealth") === "true",
          },
  };
}

function checkOf(node: XmlElement, account: string): Omit<HealthCheck, "alarm" | "control"> {
  const config = child(node, "HealthCheckConfig") ?? node;
  const list = (name: string) => (child(config, name)?.children ?? []).map((item) => item.text);
  const fqdn = textAt(config, "FullyQualifiedDomainName");
  return {
    id: textAt(node, "Id") ?? "",
    account,
    type: textAt(config, "Type") ?? "",
    fqdn: fqdn === undefined || fqdn === "" ? undefined : plainName(fqdn),
    port: Number(
      textAt(config, "Port") ?? ((textAt(config, "Type") ?? "").startsWith("HTTPS") ? "443" : "80"),
    ),
    path: (textAt(config, "ResourcePath") ?? "/").split("?")[0] ?? "/",
    interval: Number(textAt(config, "RequestInterval") ?? "30"),
    threshold: Number(textAt(config, "FailureThreshold") ?? "3"),
    inverted: textAt(config, "Inverted") === "true",
    disabled: textAt(config, "Disabled") === "true",
    children: list("ChildHealthChecks"),
    childThreshold: Number(textAt(config, "HealthThreshold") ?? "0"),
    regions: list("Regions"),
  };
}

/** The zone that answers for a name: of those that contain it, the one with the longest name. */
export function zoneOf(view: Route53View, name: string): Zone | undefined {
  return view.zones
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** Records of a name, of all types; those of the wildcard above it when it has none of its own. */
export function recordsOf(view: Route53View, name: string): readonly DnsRecord[] {
  const zone = zoneOf(view, name);
  if (zone === undefined) return [];
  const own = zone.records.filter((record) => record.name === name);
  if (own.length > 0) return own;
  const wildcard = `*.${name.slice(name.indexOf(".") + 1)}`;
  return zone.records.filter((record) => record.name === wildcard);
}
