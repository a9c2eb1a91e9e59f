import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { organizationsIn } from "../organizations/index.ts";
import { described, found, homeOf, nameIn, type Trail, TrailState } from "./state.ts";

/** CloudTrail, whole: the emulator knows no trail by its ARN, which is how Terraform speaks of one in several regions. */
export function cloudTrailOverlay(): Overlay {
  const state = new TrailState();
  return {
    name: "cloudtrail-trails",
    service: "cloudtrail",
    grade: "validated",
    models:
      "Trails with their home region, seen from every region when they record all, and from every account when they " +
      "record the organization; whether they record, what they select, tags. Leaves out the events themselves, files and digests.",
    handle: async (call, world) => answer(call, world, state),
  };
}

function answer(call: AwsCall, world: World, state: TrailState): AwsReply | undefined {
  const body = jsonBody(call);
  switch (call.action) {
    case "CreateTrail":
      return create(call, state, body);
    case "DescribeTrails": {
      const names = Array.isArray(body.trailNameList) ? body.trailNameList.map(String) : undefined;
      const seen = seenBy(call, world, state);
      const wanted =
        names === undefined ? seen : seen.filter((trail) => names.some((name) => isNamed(trail, name)));
      return jsonReply(call, { trailList: wanted.map(described) });
    }
    case "ListTrails": {
      const seen = seenBy(call, world, state);
      const Trails = seen.map(({ arn, name, region }) => ({ TrailARN: arn, Name: name, HomeRegion: region }));
      return jsonReply(call, { Trails });
    }
    case "GetTrail":
      return read(call, state, body.Name, (trail) => ({ Trail: described(trail) }));
    case "GetTrailStatus":
      return read(call, state, body.Name, ({ loggingSince }) =>
        loggingSince === undefined
          ? { IsLogging: false }
          : { IsLogging: true, StartLoggingTime: loggingSince / 1000 },
      );
    case "GetEventSelectors":
      return read(call, state, body.TrailName, ({ arn, selectors }) => ({ TrailARN: arn, ...selectors }));
    case "GetInsightSelectors":
      return insights(call, state, body.TrailName);
    case "ListTags": {
      const ids = Array.isArray(body.ResourceIdList) ? body.ResourceIdList.map(String) : [];
      const ResourceTagList = ids.map((ResourceId) => {
        const tags = found(state, call, ResourceId)?.tags ?? new Map();
        return { ResourceId, TagsList: [...tags].map(([Key, Value]) => ({ Key, Value })) };
      });
      return jsonReply(call, { ResourceTagList });
    }
    default:
      return change(call, world, state, body);
  }
}

/** A member of an organization sees its trail too, under the management account's ARN. */
function seenBy({ account, signedRegion }: AwsCall, world: World, state: TrailState): Trail[] {
  return state.seenFrom(account, signedRegion, organizationsIn(world).managementOf(account));
}

type Body = Readonly<Record<string, unknown>>;

function create(call: AwsCall, state: TrailState, body: Body): AwsReply {
  const name = String(body.Name ?? "");
  const { account, signedRegion: region } = call;
  const arn = `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
  if (state.trails.has(arn)) {
    const message = `Trail ${name} already exists for customer: ${account}`;
    return errorReply(call, { status: 400, code: "TrailAlreadyExistsException", message });
  }
  const trail: Trail = {
    arn,
    name,
    account,
    region,
    settings: settingsIn(body),
    tags: new Map(tagsIn(body.TagsList)),
    // What a trail selects that was told nothing: all management events.
    selectors: { EventSelectors: [managementEvents()] },
    insights: [],
    loggingSince: undefined,
  };
  state.trails.set(arn, trail);
  return jsonReply(call, described(trail));
}

function managementEvents() {
  return {
    ReadWriteType: "All",
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  };
}

/** Everything that changes a trail, which only its home region may. */
function change(call: AwsCall, world: World, state: TrailState, body: Body): AwsReply | undefined {
  const named = body.Name ?? body.TrailName ?? body.ResourceId;
  const trail = found(state, call, String(named ?? ""));
  if (trail === undefined) return unknown(call, named);
  if (trail.region !== call.signedRegion) {
    const message = `The trail's home region is ${trail.region}: change it there`;
    return errorReply(call, { status: 400, code: "InvalidHomeRegionException", message });
  }
  switch (call.action) {
    case "UpdateTrail":
      Object.assign(trail.settings, settingsIn(body));
      return jsonReply(call, described(trail));
    case "DeleteTrail":
      state.trails.delete(trail.arn);
      return jsonReply(call, {});
    case "StartLogging":
      trail.loggingSince = world.clock.now();
      return jsonReply(call, {});
    case "StopLogging":
      trail.loggingSince = undefined;
      return jsonReply(call, {});
    case "PutEventSelectors": {
      const { EventSelectors, AdvancedEventSelectors } = body;
      trail.selectors =
        AdvancedEventSelectors === undefined ? { EventSelectors } : { AdvancedEventSelectors };
      return jsonReply(call, { TrailARN: trail.arn, ...trail.selectors });
    }
    case "PutInsightSelectors":
      trail.insights = Array.isArray(body.InsightSelectors) ? body.InsightSelectors : [];
      return jsonReply(call, { TrailARN: trail.arn, InsightSelectors: trail.insights });
    case "AddTags":
      for (const [key, value] of tagsIn(body.TagsList)) trail.tags.set(key, value);
      return jsonReply(call, {});
    case "RemoveTags":
      for (const [key] of tagsIn(body.TagsList)) trail.tags.delete(key);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function read(call: AwsCall, state: TrailState, named: unknown, view: (trail: Trail) => object): AwsReply {
  const trail = found(state, call, String(named ?? ""));
  return trail === undefined ? unknown(call, named) : jsonReply(call, view(trail));
}

function insights(call: AwsCall, state: TrailState, named: unknown): AwsReply {
  const trail = found(state, call, String(named ?? ""));
  if (trail === undefined) return unknown(call, named);
  if (trail.insights.length > 0) {
    return jsonReply(call, { TrailARN: trail.arn, InsightSelectors: trail.insights });
  }
  const message = `Trail ${trail.arn} does not have Insights enabled`;
  return errorReply(call, { status: 400, code: "InsightNotEnabledException", message });
}

function unknown(call: AwsCall, named: unknown): AwsReply {
  const message = `Unknown trail: ${String(named ?? "")} for the user: ${call.account}`;
  return errorReply(call, { status: 400, code: "TrailNotFoundException", message });
}

function isNamed(trail: Trail, named: string): boolean {
  return trail.arn === named || (homeOf(named) === undefined && trail.name === nameIn(named));
}

/** Settings under the names by which trails are described. */
function settingsIn(body: Body): Record<string, unknown> {
  const { Name, TagsList, EnableLogFileValidation, ...rest } = body;
  return {
    ...rest,
    ...(EnableLogFileValidation === undefined ? {} : { LogFileValidationEnabled: EnableLogFileValidation }),
  };
}

function tagsIn(list: unknown): (readonly [string, string])[] {
  const tags = (Array.isArray(list) ? list : []) as readonly { Key?: string; Value?: string }[];
  return tags.map(({ Key = "", Value = "" }) => [Key, Value] as const);
}
