import { createHash } from "node:crypto";
import type { AwsReply } from "../call.ts";
import type { Overlay } from "../overlay.ts";
import { askJson, jsonBody } from "../wire/index.ts";
import {
  answer,
  recordIn,
  refuse,
  type SettingsDesk,
  settingsDesk,
  TagBook,
  textIn,
} from "./settingsDesk.ts";

/** A mapping as Lambda describes it, without its tags. */
type Mapping = Readonly<Record<string, unknown>> & { readonly UUID: string };

interface State {
  readonly tags: TagBook;
  /** By account and region, then by id. */
  readonly places: Map<string, Map<string, Mapping>>;
}

/** Queues that start functions. */
export function eventSourceMappings(): Overlay {
  const state: State = { tags: new TagBook(), places: new Map() };
  return {
    name: "lambda-event-sources",
    service: "lambda",
    grade: "validated",
    models:
      "Queues that start functions: the function or alias as it was named, one mapping for a queue and a function, their settings and tags. Leaves out taking messages: no code runs here.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      if (call.action.endsWith("EventSourceMapping")) return await mapping(desk, state);
      if (call.action === "ListEventSourceMappings")
        return answer(desk, { EventSourceMappings: all(desk, state) });
      return tagged(desk, state);
    },
  };
}

function here({ place }: SettingsDesk, { places }: State): Map<string, Mapping> {
  const known = places.get(place) ?? new Map<string, Mapping>();
  places.set(place, known);
  return known;
}

function all(desk: SettingsDesk, state: State): readonly Mapping[] {
  const [queue, name] = ["EventSourceArn", "FunctionName"].map((key) => desk.query.get(key));
  return [...here(desk, state).values()].filter(
    (each) =>
      (queue == null || each.EventSourceArn === queue) &&
      (name == null ||
        each.FunctionArn === name ||
        functionOf(textIn(each.FunctionArn)) === functionOf(name)),
  );
}

/** Name of the function that is named by name or ARN, with or without a qualifier. */
export function functionOf(named: string): string {
  return (named.startsWith("arn:") ? named.split(":")[6] : named.split(":")[0]) ?? "";
}

async function mapping(desk: SettingsDesk, state: State): Promise<AwsReply> {
  const { call, body } = desk;
  const mappings = here(desk, state);
  if (call.action === "CreateEventSourceMapping") return await create(desk, state);
  const known = mappings.get(desk.path[2] ?? "");
  if (known === undefined) {
    return refuse(desk, "ResourceNotFoundException", "The resource you requested does not exist.", 404);
  }
  switch (call.action) {
    case "UpdateEventSourceMapping": {
      const { FunctionName, Enabled, ...rest } = body;
      const changed = {
        ...known,
        ...rest,
        ...(FunctionName === undefined ? {} : { FunctionArn: arnOf(desk, textIn(FunctionName)) }),
        ...(Enabled === undefined ? {} : { State: Enabled === true ? "Enabled" : "Disabled" }),
      };
      mappings.set(known.UUID, changed);
      return answer(desk, changed);
    }
    case "DeleteEventSourceMapping":
      mappings.delete(known.UUID);
      return answer(desk, { ...known, State: "Deleting" });
    default:
      return answer(desk, known);
  }
}

/** The function's ARN with what was named of it: Lambda keeps the alias. */
function arnOf({ call }: SettingsDesk, named: string): string {
  return named.startsWith("arn:")
    ? named
    : `arn:aws:lambda:${call.signedRegion}:${call.account}:function:${named}`;
}

async function create(desk: SettingsDesk, state: State): Promise<AwsReply> {
  const { call, world, body } = desk;
  const { FunctionName, EventSourceArn, Enabled, Tags, ...settings } = body;
  const FunctionArn = arnOf(desk, textIn(FunctionName));
  const queue = textIn(EventSourceArn).split(":")[5] ?? "";
  const place = { account: call.account, region: call.signedRegion };
  const name = functionOf(FunctionArn);
  const found = await world.ask({
    ...place,
    service: "lambda",
    method: "GET",
    target: `/2015-03-31/functions/${encodeURIComponent(name)}`,
  });
  if (found.status >= 300)
    return refuse(desk, "ResourceNotFoundException", `Function not found: ${FunctionArn}`, 404);
  if ((await askJson(world, place, "sqs", "GetQueueUrl", { QueueName: queue })) === undefined) {
    return refuse(
      desk,
      "InvalidParameterValueException",
      `The queue ${textIn(EventSourceArn)} does not exist.`,
    );
  }
  const twin = [...here(desk, state).values()].find(
    (each) => each.EventSourceArn === EventSourceArn && functionOf(textIn(each.FunctionArn)) === name,
  );
  if (twin !== undefined) {
    return refuse(
      desk,
      "ResourceConflictException",
      `An event source mapping with SQS arn ("${textIn(EventSourceArn)}") and function ("${name}") already exists. Please update or delete the existing mapping with UUID ${twin.UUID}`,
      409,
    );
  }
  const UUID = idOf(`${desk.place} ${textIn(EventSourceArn)} ${FunctionArn}`);
  const arn = `arn:aws:lambda:${call.signedRegion}:${call.account}:event-source-mapping:${UUID}`;
  const made: Mapping = {
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    ...settings,
    UUID,
    EventSourceArn: textIn(EventSourceArn),
    EventSourceMappingArn: arn,
    FunctionArn,
    LastModified: Math.floor(world.clock.now() / 1000),
    State: Enabled === false ? "Disabled" : "Enabled",
    StateTransitionReason: "USER_INITIATED",
  };
  here(desk, state).set(UUID, made);
  state.tags.set(arn, recordIn(Tags));
  return answer(desk, made);
}

function idOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Tags of mappings; those of functions are the emulator's. */
function tagged(desk: SettingsDesk, { tags }: State): AwsReply | undefined {
  const arn = desk.path[2] ?? "";
  if (!arn.includes(":event-source-mapping:")) return undefined;
  switch (desk.call.action) {
    case "ListTags":
      return answer(desk, { Tags: tags.of(arn) });
    case "TagResource":
      tags.set(arn, { ...tags.of(arn), ...recordIn(jsonBody(desk.call).Tags) });
      return answer(desk, {});
    case "UntagResource": {
      const gone = desk.query.getAll("tagKeys");
      tags.set(arn, Object.fromEntries(Object.entries(tags.of(arn)).filter(([key]) => !gone.includes(key))));
      return answer(desk, {});
    }
    default:
      return undefined;
  }
}
