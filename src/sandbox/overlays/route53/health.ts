import type { World } from "../../overlay.ts";
import { metricDataOf } from "../cloudwatch/metricData.ts";
import { closedByRule } from "../elasticloadbalancing/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { stateSeenByRoute53 } from "../recoverycontrol/index.ts";
import type { FollowedAlarm } from "./alarmChecks.ts";
import { type DnsRecord, type HealthCheck, plainName, type Route53View, recordsOf } from "./view.ts";

export interface Health {
  readonly healthy: boolean;
  readonly reason: string;
}

/**
 * Seconds after which an alias that evaluates its target's health sees that a load balancer is gone or
 * back. AWS documents no figure. Taken as Route 53's fast health check of three failures; recalled, not sourced.
 */
export const ALIAS_TARGET_SECONDS = 30;

const LOAD_BALANCER =
  /\.([a-z]{2}(?:-[a-z]+)+-\d)\.elb\.amazonaws\.com$|\.elb\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/;

/** Region of a load balancer's own name (application: `x.REGION.elb.`, network: `x.elb.REGION.`). */
export function regionOfBalancer(name: string): string | undefined {
  const match = LOAD_BALANCER.exec(plainName(name));
  return match?.[1] ?? match?.[2];
}

/**
 * The status of a health check now.
 *
 * Endpoint: checkers run in several regions and are data plane, so that the loss of one region does not
 * stop them; the status changes after `threshold` probes in a row, `interval` seconds apart, both ways.
 * Alarm: the values of its metric, read by themselves; in silence as the check says, at first healthy. What was known last
 * is known although the alarm's region is lost, and what is put there meanwhile is not.
 * Routing control: healthy while it is on, some seconds after that was set, whatever regions are lost.
 * Calculated: healthy when enough children are. Disabled: always healthy. Inverted: the opposite.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 * and the API reference of HealthCheckConfig (read 2026-11).
 */
export function healthOf(check: HealthCheck, view: Route53View, world: World, depth = 0): Health {
  if (check.disabled) return inverted(check, { healthy: true, reason: "disabled, hence healthy" });
  if (check.type === "CALCULATED") return inverted(check, calculated(check, view, world, depth));
  if (check.control !== undefined) return inverted(check, routed(check.control, world));
  if (check.alarm !== undefined) return inverted(check, followed(check, check.alarm, world));
  return inverted(check, endpoint(check, view, world));
}

function inverted(check: HealthCheck, health: Health): Health {
  if (!check.inverted) return health;
  return { healthy: !health.healthy, reason: `inverted: ${health.reason}` };
}

/** On is healthy, whatever the control is called. */
function routed(arn: string, world: World): Health {
  const state = stateSeenByRoute53(world, arn);
  const says = `the routing control ${arn.split("/").at(-1)}`;
  return state === undefined
    ? { healthy: false, reason: `${says} is gone` }
    : { healthy: state === "On", reason: `${says} is ${state}` };
}

/** A period without a value is silence: one value is followed by it at once. */
function followed(
  { account }: HealthCheck,
  { name, region, inSilence }: FollowedAlarm,
  world: World,
): Health {
  const state = metricDataOf(world).lastState({ account, region }, name, world.clock.now());
  const says = `the alarm ${name} of ${region}`;
  if (state === undefined) {
    return { healthy: inSilence !== "Unhealthy", reason: `${says} has had no data` };
  }
  if (inSilence !== "LastKnownStatus")
    return { healthy: inSilence === "Healthy", reason: `${says} is silent` };
  return { healthy: state === "OK", reason: `${says} was last in ${state}` };
}

function calculated(check: HealthCheck, view: Route53View, world: World, depth: number): Health {
  const children = check.children.flatMap((id) => view.checks.get(id) ?? []);
  const healthy = children.filter(
    (each) => depth < 16 && healthOf(each, view, world, depth + 1).healthy,
  ).length;
  return {
    healthy: healthy >= check.childThreshold,
    reason: `${healthy} of ${check.children.length} children healthy, ${check.childThreshold} needed`,
  };
}

function endpoint(check: HealthCheck, view: Route53View, world: World): Health {
  if (check.fqdn === undefined) return { healthy: true, reason: "not followed: it checks no name" };
  const balancers = balancersBehind(check.fqdn, view);
  if (balancers.length === 0) {
    return {
      healthy: true,
      reason: `not followed: ${check.fqdn} leads to no load balancer of a known region`,
    };
  }
  const seconds = check.interval * check.threshold;
  const states = balancers.map(({ dnsName, region }): Health => {
    const health = regionHealth(region, seconds, world);
    const asked = { dnsName, port: check.port, path: check.path, seconds };
    return health.healthy && check.type.startsWith("HTTP") && closedByRule(world, asked)
      ? { healthy: false, reason: `a rule of ${dnsName} answers ${check.path} as unhealthy` }
      : health;
  });
  return states.find((state) => state.healthy) ?? states[0] ?? { healthy: true, reason: "" };
}

/** All load balancers that a name can lead to, whatever the routing. */
function balancersBehind(
  name: string,
  view: Route53View,
  seen = new Set<string>(),
): { readonly dnsName: string; readonly region: string }[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const region = regionOfBalancer(name);
  if (region !== undefined) return [{ dnsName: name, region }];
  const targets = recordsOf(view, name).flatMap((record) => targetsOf(record));
  return targets.flatMap((target) => balancersBehind(target, view, seen));
}

function targetsOf(record: DnsRecord): string[] {
  if (record.alias !== undefined)
    return record.type === "A" || record.type === "AAAA" ? [record.alias.name] : [];
  return record.type === "CNAME" ? record.values.map(plainName) : [];
}

/** When each region was lost, as far as somebody looked while it was. */
const outagesOf = perSandbox(() => new Map<string, number>());

/** Is the region seen as up by somebody who needs `seconds` to believe a change? */
export function regionHealth(region: string, seconds: number, world: World): Health {
  const known = outagesOf(world);
  const changedAt = world.regionChangedAt(region);
  if (changedAt === undefined) return { healthy: true, reason: `${region} is up` };
  // Route 53 looks from all over the internet, which a partition between regions does not touch.
  if (world.isLost(region) && !world.isGone(region))
    return { healthy: true, reason: `${region} is partitioned` };
  const since = (world.clock.now() - changedAt) / 1000;
  if (world.isGone(region)) {
    known.set(region, changedAt);
    return since >= seconds
      ? { healthy: false, reason: `${region} is lost, seen ${seconds} s after it went` }
      : { healthy: true, reason: `${region} is lost since ${since} s, seen after ${seconds} s` };
  }
  const lostAt = known.get(region);
  const wasSeen = lostAt === undefined || (changedAt - lostAt) / 1000 >= seconds;
  return wasSeen && since < seconds
    ? { healthy: false, reason: `${region} is back since ${since} s, believed after ${seconds} s` }
    : { healthy: true, reason: `${region} is up` };
}
