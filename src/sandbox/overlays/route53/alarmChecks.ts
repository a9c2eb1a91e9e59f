import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  child,
  element,
  fields,
  isXml,
  parseXml,
  setChild,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

/** What Route 53 takes a check for whose alarm has no data: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export type InSilence = "Healthy" | "Unhealthy" | "LastKnownStatus";

/** The alarm that a health check follows. */
export interface FollowedAlarm {
  readonly name: string;
  readonly region: string;
  readonly inSilence: InSilence;
}

/** ARNs of the routing controls that checks follow, by account and id of the check. */
export const controlChecksOf = perSandbox(() => new Map<string, string>());

/** By account and id of the check. The emulator keeps nothing of them. */
export const alarmChecksOf = perSandbox(() => new Map<string, FollowedAlarm>());

/** Health checks of alarms and of routing controls: what they follow is kept here and shown where the emulator shows a check. */
export async function alarmCheckCall(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  switch (call.action) {
    case "CreateHealthCheck":
    case "UpdateHealthCheck":
    case "GetHealthCheck":
    case "ListHealthChecks":
    case "DeleteHealthCheck":
      break;
    default:
      return undefined;
  }
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const checks = alarmChecksOf(world);
  const asked = /\/healthcheck\/([^/?]+)/.exec(call.target)?.[1] ?? "";
  const controls = controlChecksOf(world);
  if (call.action === "DeleteHealthCheck") {
    for (const followed of [checks, controls]) followed.delete(`${call.account} ${asked}`);
  }
  if (!isXml(reply)) return reply;
  const root = parseXml(reply.body);
  const shown = [...walk(root)].filter(({ name }) => name === "HealthCheck");
  for (const check of shown) {
    const key = `${call.account} ${textAt(check, "Id") ?? ""}`;
    remember(checks, key, call);
    const control = call.action === "CreateHealthCheck" ? controlIn(call) : undefined;
    if (control !== undefined) controls.set(key, control);
    show(check, checks.get(key), controls.get(key));
  }
  return shown.length === 0 ? reply : xmlReply(call, reply.status, root);
}

function remember(checks: Map<string, FollowedAlarm>, key: string, call: AwsCall): void {
  if (call.action !== "CreateHealthCheck" && call.action !== "UpdateHealthCheck") return;
  const asked = followedIn(call);
  const before = checks.get(key);
  const name = asked?.name ?? before?.name;
  const region = asked?.region ?? before?.region;
  if (name === undefined || region === undefined) return;
  checks.set(key, { name, region, inSilence: asked?.inSilence ?? before?.inSilence ?? "LastKnownStatus" });
}

/** What a call says of the alarm, as far as it says anything. */
export function followedIn(call: AwsCall): Partial<FollowedAlarm> | undefined {
  if (!call.body.toString().trimStart().startsWith("<")) return undefined;
  const root = parseXml(call.body);
  const config = child(root, "HealthCheckConfig") ?? root;
  const alarm = child(config, "AlarmIdentifier");
  const inSilence = textAt(config, "InsufficientDataHealthStatus");
  const [name, region] = alarm === undefined ? [] : [textAt(alarm, "Name"), textAt(alarm, "Region")];
  return {
    ...(name === undefined ? {} : { name }),
    ...(region === undefined ? {} : { region }),
    ...(inSilence === undefined ? {} : { inSilence: inSilence as InSilence }),
  };
}

/** ARN of the routing control that a call names. */
function controlIn(call: AwsCall): string | undefined {
  if (!call.body.toString().trimStart().startsWith("<")) return undefined;
  const root = parseXml(call.body);
  return textAt(child(root, "HealthCheckConfig") ?? root, "RoutingControlArn");
}

/** Of a check that follows an alarm or a control there is no port and no interval to be shown. */
function show(check: XmlElement, alarm: FollowedAlarm | undefined, control: string | undefined): void {
  const config = child(check, "HealthCheckConfig");
  if (config === undefined || (alarm === undefined && control === undefined)) return;
  for (const name of ["Port", "RequestInterval", "FailureThreshold", "MeasureLatency", "EnableSNI"]) {
    setChild(config, name, undefined);
  }
  if (control !== undefined) config.children.push(element("RoutingControlArn", control));
  if (alarm === undefined) return;
  config.children.push(
    element("AlarmIdentifier", fields({ Region: alarm.region, Name: alarm.name })),
    element("InsufficientDataHealthStatus", alarm.inSilence),
  );
}
