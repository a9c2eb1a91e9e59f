import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import {
  element,
  errorReply,
  type Form,
  fields,
  items,
  list,
  listOf,
  parseForm,
  queryReply,
  type XmlElement,
} from "../../wire/index.ts";

interface Stream {
  /** What was asked for, parameter by parameter. */
  form: Form;
  readonly madeAt: number;
  changedAt: number;
  readonly tags: Map<string, string>;
}

/** Streams of metrics, as settings. */
export function metricStreamsOverlay(): Overlay {
  /** By ARN. */
  const streams = new Map<string, Stream>();
  return {
    name: "cloudwatch-metric-streams",
    service: "cloudwatch",
    grade: "validated",
    models:
      "Streams of metrics with their filters and tags, as settings, running at once. Leaves out what they send.",
    async handle(call, world) {
      return answer(call, world, streams);
    },
  };
}

function answer(call: AwsCall, world: World, streams: Map<string, Stream>): AwsReply | undefined {
  const form = parseForm(call.body);
  const here = `arn:aws:cloudwatch:${call.signedRegion}:${call.account}:metric-stream/`;
  const arn = form.get("ResourceARN") ?? `${here}${form.get("Name") ?? ""}`;
  const known = streams.get(arn);
  switch (call.action) {
    case "PutMetricStream": {
      const now = world.clock.now();
      if (known === undefined) streams.set(arn, { form, madeAt: now, changedAt: now, tags: tagsIn(form) });
      // Tags are given to new streams only.
      else Object.assign(known, { form, changedAt: now });
      return queryReply(call, [element("Arn", arn)]);
    }
    case "GetMetricStream":
      return known === undefined ? missing(call) : queryReply(call, view(arn, known));
    case "ListMetricStreams": {
      const found = [...streams].filter(([each]) => each.startsWith(here));
      return queryReply(call, [
        element(
          "Entries",
          listOf(
            "member",
            found.map(([each, stream]) => view(each, stream)),
          ),
        ),
      ]);
    }
    case "DeleteMetricStream":
      streams.delete(arn);
      return queryReply(call, []);
    case "ListTagsForResource":
    case "TagResource":
    case "UntagResource":
      return known === undefined ? undefined : tagged(call, form, known);
    default:
      return undefined;
  }
}

function missing(call: AwsCall): AwsReply {
  return errorReply(call, {
    status: 404,
    code: "ResourceNotFoundException",
    message: "The metric stream was not found",
  });
}

function tagsIn(form: Form): Map<string, string> {
  return new Map(
    [...items(form, "Tags").values()].map((tag) => [tag.get("Key") ?? "", tag.get("Value") ?? ""]),
  );
}

function tagged(call: AwsCall, form: Form, { tags }: Stream): AwsReply {
  if (call.action === "TagResource") for (const [key, value] of tagsIn(form)) tags.set(key, value);
  if (call.action === "UntagResource") for (const key of list(form, "TagKeys")) tags.delete(key);
  if (call.action !== "ListTagsForResource") return queryReply(call, []);
  const members = [...tags].map(([Key, Value]) => fields({ Key, Value }));
  return queryReply(call, [element("Tags", listOf("member", members))]);
}

function view(arn: string, { form, madeAt, changedAt }: Stream): XmlElement[] {
  const filters = (name: string) =>
    listOf(
      "member",
      [...items(form, name).values()].map((each) => fields({ Namespace: each.get("Namespace") })),
    );
  return fields({
    Arn: arn,
    Name: form.get("Name"),
    IncludeFilters: filters("IncludeFilters"),
    ExcludeFilters: filters("ExcludeFilters"),
    FirehoseArn: form.get("FirehoseArn"),
    RoleArn: form.get("RoleArn"),
    State: "running",
    CreationDate: new Date(madeAt).toISOString(),
    LastUpdateDate: new Date(changedAt).toISOString(),
    OutputFormat: form.get("OutputFormat"),
    IncludeLinkedAccountsMetrics: form.get("IncludeLinkedAccountsMetrics") ?? false,
  });
}
