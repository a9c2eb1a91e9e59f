import { type Schedule, type ServerlessFunction, withFunctions } from "../config/index.ts";
import {
  ApiLogging,
  type Artifacts,
  EventTrigger,
  liveArn,
  RegionFunction,
  RestApi,
  type ScheduledRun,
  Schedules,
  StateMachine,
  Undelivered,
} from "../constructs/index.ts";
import type { JsonObject } from "../lib/index.ts";
import { cacheVariables } from "./cacheNames.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { storeTags } from "./facts.ts";
import { apiHost } from "./hosts.ts";
import { proxyVariables } from "./proxies.ts";
import { certificateOf, keyOf, networkOf, type RegionContext } from "./regionStack.ts";
import {
  eventDriven,
  hasDeliveries,
  heardKinds,
  isInside,
  isUnattended,
  ownerTags,
  scheduleIn,
} from "./serverlessFacts.ts";

/** What runs in the region without machines: functions with what starts them, workflows, schedules. */
export function serverless(
  stack: EnvironmentStack,
  context: RegionContext,
  { artifacts, webAclArn }: { readonly artifacts: Artifacts; readonly webAclArn: string },
): void {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  const { functions, workflows } = platform.serverless;
  const keyArn = keyOf(stack, context, region.name);
  const undelivered = hasDeliveries(platform)
    ? new Undelivered(stack, "undelivered", {
        naming,
        region: region.name,
        keyArn,
        rules: eventDriven(platform),
        heard: heardKinds(platform),
        tags,
      })
    : undefined;
  const runs: ScheduledRun[] = [];
  const runIn = (name: string, targetArn: string, schedule: Schedule | undefined) => {
    if (schedule === undefined) return;
    const { at, timezone, windowMinutes } = schedule;
    runs.push({ name, targetArn, at, timezone, windowMinutes, ...scheduleIn(environment, region, schedule) });
  };
  const made = new Map<string, RegionFunction>();
  for (const each of functions) {
    const built = regionFunction(stack, context, { each, artifacts, undelivered });
    made.set(each.name, built);
    runIn(each.name, built.liveArn, each.schedule);
    if (each.events !== undefined && undelivered !== undefined) {
      new EventTrigger(stack, `${each.name}-events`, {
        naming,
        name: each.name,
        target: built,
        pattern: patternOf(each.events),
        undeliveredArn: undelivered.queueArn,
        tags: ownerTags(each),
      });
    }
  }
  apis(stack, context, { made, webAclArn });
  for (const each of workflows) {
    const machine = new StateMachine(stack, `workflow-${each.name}`, {
      naming,
      name: each.name,
      type: each.type === "express" ? "EXPRESS" : "STANDARD",
      definition: withFunctions(each.definition, (name) => liveArn(naming, name, region.name)) as JsonObject,
      keyArn,
      protect: environment.protect,
      tags: ownerTags(each),
    });
    runIn(each.name, machine.arn, each.schedule);
  }
  if (runs.length > 0 && undelivered !== undefined) {
    new Schedules(stack, "schedules", { naming, runs, undeliveredArn: undelivered.queueArn, tags });
  }
}

function apis(
  stack: EnvironmentStack,
  context: RegionContext,
  { made, webAclArn }: { readonly made: ReadonlyMap<string, RegionFunction>; readonly webAclArn: string },
): void {
  const { platform, environment, region } = context;
  const { naming } = stack;
  const { apis: all, functions } = platform.serverless;
  if (all.length === 0) return;
  const logging = new ApiLogging(stack, "api-logging", { naming });
  const timeouts = new Map(functions.map(({ name, timeoutSeconds }) => [name, timeoutSeconds]));
  for (const each of all) {
    const { target } = new RestApi(stack, `api-${each.name}`, {
      naming,
      region: region.name,
      name: each.name,
      host: apiHost(context, each),
      certificateArn: certificateOf(stack, context),
      authoriser: each.authoriser,
      routes: each.routes.map((route) => ({ ...route, timeoutSeconds: timeouts.get(route.function) ?? 0 })),
      throttle: each.throttle,
      plans: each.plans,
      functions: Object.fromEntries([...made].map(([name, { name: inAws }]) => [name, inAws])),
      webAclArn,
      keyArn: keyOf(stack, context, region.name),
      after: [logging.resource],
      protect: environment.protect,
      tags: ownerTags(each),
    });
    const output = apiOutput(each.name);
    stack.publish(`${output}_dns_name`, target.dnsName, `Regional name of the API ${each.name}`);
    stack.publish(`${output}_zone_id`, target.zoneId, "Zone of that name, for alias records");
  }
}

/** `partners` to `api_partners`. */
export function apiOutput(name: string): string {
  return `api_${name.replaceAll("-", "_")}`;
}

function regionFunction(
  stack: EnvironmentStack,
  context: RegionContext,
  {
    each,
    artifacts,
    undelivered,
  }: { each: ServerlessFunction; artifacts: Artifacts; undelivered: Undelivered | undefined },
): RegionFunction {
  const { platform, environment, region } = context;
  const network = networkOf(stack, context);
  const classes = environment.stores
    .filter(({ store }) => each.stores.includes(store))
    .flatMap((store) => storeTags(context, store, region.name).dataClass ?? []);
  return new RegionFunction(stack, `function-${each.name}`, {
    naming: stack.naming,
    name: each.name,
    runtime: each.runtime,
    handler: each.handler,
    memoryMib: each.memoryMib,
    timeoutSeconds: each.timeoutSeconds,
    ...(each.concurrency === undefined ? {} : { concurrency: each.concurrency }),
    code: { bucket: artifacts.bucket, key: artifacts.placeholderKey },
    variables: {
      PLATFORM: platform.name,
      ENVIRONMENT: environment.name,
      HOME_NAME: region.home,
      ...proxyVariables(context, each),
      ...cacheVariables(context, each),
    },
    keyArn: keyOf(stack, context, region.name),
    // The group by which databases and caches know services.
    ...(isInside(environment, each)
      ? { vpc: { subnetIds: network.privateSubnetIds(), securityGroupIds: [network.groupId("nodes")] } }
      : {}),
    ...(isUnattended(each) && undelivered !== undefined ? { undeliveredArn: undelivered.queueArn } : {}),
    // PCI DSS 4.0.1 10.5.1 asks for twelve months where card numbers are handled.
    ...(classes.includes("cardholder") ? { logDays: 365 } : {}),
    protect: environment.protect,
    tags: ownerTags(each),
  });
}

function patternOf({ source, detailType, detail }: NonNullable<ServerlessFunction["events"]>): JsonObject {
  return {
    source,
    ...(detailType === undefined ? {} : { "detail-type": detailType }),
    ...(detail === undefined ? {} : { detail }),
  };
}
