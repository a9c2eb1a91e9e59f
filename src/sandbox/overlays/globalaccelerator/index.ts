import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { listIn, recordIn, textIn } from "../settingsDesk.ts";
import { type Accelerators, acceleratorsOf, type Settings } from "./state.ts";

export { type AcceleratedRegion, regionsBehind } from "./regions.ts";

/** Global Accelerator's settings. */
export function globalAcceleratorOverlay(): Overlay {
  return {
    name: "globalaccelerator-settings",
    service: "globalaccelerator",
    grade: "validated",
    models:
      "Accelerators, listeners and endpoint groups as they were put, one group for a region, and what must be gone or " +
      "disabled before its parent is deleted; tags. Deployed at once. Whoever asks for its name is led to the nearest " +
      "healthy region by medians of 2022. Leaves out connections, shares of traffic but for none, custom routing, flow " +
      "logs and addresses of one's own.",
    handle: async (call, world) => {
      const state = acceleratorsOf(world);
      const [, verb = "", kind = ""] =
        /^(Create|Describe|Update|Delete)(Accelerator|Listener|EndpointGroup)$/.exec(call.action) ?? [];
      if (kind !== "") return settingsCall(call, world, state, verb, kind);
      return otherCall(call, state);
    },
  };
}

function settingsCall(
  call: AwsCall,
  world: World,
  state: Accelerators,
  verb: string,
  kind: string,
): AwsReply {
  const body = jsonBody(call);
  const arnField = `${kind}Arn`;
  if (verb === "Create") return create(call, world, state, kind, body);
  const arn = textIn(body[arnField]);
  const known = state.kept.get(arn);
  if (known === undefined) return fail(call, `${kind}NotFoundException`, `There is no ${arn}`);
  if (verb === "Delete") {
    if ([...state.kept.keys()].some((each) => each.startsWith(`${arn}/`)))
      return fail(
        call,
        `Associated${kind === "Accelerator" ? "Listener" : "EndpointGroup"}FoundException`,
        `${arn} is in use`,
      );
    if (kind === "Accelerator" && known.Enabled === true)
      return fail(call, "AcceleratorNotDisabledException", `${arn} is enabled`);
    state.kept.delete(arn);
    return jsonReply(call, {});
  }
  if (verb === "Update") {
    const { IdempotencyToken, ...changes } = body;
    state.kept.set(arn, shown(kind, { ...known, ...changes }));
  }
  return jsonReply(call, { [kind]: state.kept.get(arn) });
}

function create(call: AwsCall, world: World, state: Accelerators, kind: string, body: Settings): AwsReply {
  const parent = kind === "Listener" ? textIn(body.AcceleratorArn) : textIn(body.ListenerArn);
  if (kind !== "Accelerator" && !state.kept.has(parent))
    return fail(
      call,
      `${kind === "Listener" ? "Accelerator" : "Listener"}NotFoundException`,
      `There is no ${parent}`,
    );
  const siblings = [...state.kept].filter(([each]) => each.startsWith(`${parent}/endpoint-group/`));
  if (
    kind === "EndpointGroup" &&
    siblings.some(([, { EndpointGroupRegion }]) => EndpointGroupRegion === body.EndpointGroupRegion)
  )
    return fail(
      call,
      "EndpointGroupAlreadyExistsException",
      `${parent} has a group in ${textIn(body.EndpointGroupRegion)}`,
    );
  state.made += 1;
  const hash = createHash("sha256").update(`${call.account} ${state.made}`).digest("hex");
  const id = hash.slice(0, 16);
  const arn =
    kind === "Accelerator"
      ? `arn:aws:globalaccelerator::${call.account}:accelerator/${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 16)}-${hash.slice(16, 20)}-${hash.slice(20, 32)}`
      : `${parent}/${kind === "Listener" ? "listener" : "endpoint-group"}/${id}`;
  const { IdempotencyToken, Tags, AcceleratorArn, ListenerArn, ...settings } = body;
  const now = world.clock.now() / 1000;
  const facts =
    kind === "Accelerator"
      ? {
          Enabled: true,
          IpAddressType: "IPV4",
          DnsName: `a${id}.awsglobalaccelerator.com`,
          Status: "DEPLOYED",
          CreatedTime: now,
          LastModifiedTime: now,
          IpSets: [{ IpFamily: "IPv4", IpAddressFamily: "IPv4", IpAddresses: ["192.0.2.10", "192.0.2.11"] }],
        }
      : {};
  state.kept.set(arn, shown(kind, { ...facts, ...settings, [`${kind}Arn`]: arn }));
  state.tags.set(
    arn,
    new Map(listIn(Tags).map((tag) => [textIn(recordIn(tag).Key), textIn(recordIn(tag).Value)])),
  );
  return jsonReply(call, { [kind]: state.kept.get(arn) });
}

/** Endpoints are put as configurations and shown as descriptions, with their health. */
function shown(kind: string, settings: Settings): Settings {
  if (kind !== "EndpointGroup") return settings;
  const { EndpointConfigurations, ...rest } = settings;
  if (EndpointConfigurations === undefined) return settings;
  return {
    ...rest,
    EndpointDescriptions: listIn(EndpointConfigurations).map((each) => ({
      ...recordIn(each),
      HealthState: "HEALTHY",
    })),
  };
}

function otherCall(call: AwsCall, state: Accelerators): AwsReply | undefined {
  const body = jsonBody(call);
  const tags = state.tags.get(textIn(body.ResourceArn)) ?? new Map<string, string>();
  switch (call.action) {
    case "DescribeAcceleratorAttributes":
    case "UpdateAcceleratorAttributes":
      return jsonReply(call, { AcceleratorAttributes: { FlowLogsEnabled: false } });
    case "ListCrossAccountResources":
      return jsonReply(call, { CrossAccountResources: [] });
    case "ListTagsForResource":
      return jsonReply(call, { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
    case "TagResource":
      for (const tag of listIn(body.Tags)) tags.set(textIn(recordIn(tag).Key), textIn(recordIn(tag).Value));
      state.tags.set(textIn(body.ResourceArn), tags);
      return jsonReply(call, {});
    case "UntagResource":
      for (const key of listIn(body.TagKeys)) tags.delete(textIn(key));
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function fail(call: AwsCall, code: string, message: string): AwsReply {
  return errorReply(call, { status: 400, code, message });
}
