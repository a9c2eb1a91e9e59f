import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { KeptTags } from "../keptTags.ts";

type Body = Readonly<Record<string, unknown>>;

interface KeptExport {
  readonly definition: Body;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface DataExportsState {
  readonly exports: Map<string, KeptExport>;
  readonly tags: KeptTags;
}

/** Exports of the bill, which the emulator does not have. */
export function dataExportsOverlay(): Overlay {
  const state: DataExportsState = { exports: new Map(), tags: new KeptTags() };
  return {
    name: "data-exports",
    service: "bcm-data-exports",
    grade: "modelled",
    models:
      "Exports of the bill with their tags, as settings. Leaves out deliveries: no file ever comes, and what AWS adds to a table's settings by itself.",
    handle: async (call, world) => answer(call, world, state),
  };
}

function answer(call: AwsCall, world: World, state: DataExportsState): AwsReply | undefined {
  const body = jsonBody(call);
  const arn = String(body.ExportArn ?? body.ResourceArn ?? "");
  const known = state.exports.get(arn);
  switch (call.action) {
    case "CreateExport":
      return create(call, world, state, body);
    case "ListExports":
      return jsonReply(call, {
        Exports: [...state.exports]
          .filter(([each]) => each.split(":")[4] === call.account)
          .map(([ExportArn, kept]) => ({
            ExportArn,
            ExportName: kept.definition.Name,
            ExportStatus: statusOf(kept),
          })),
      });
    case "GetExport":
      return known === undefined
        ? missing(call, arn)
        : jsonReply(call, { Export: known.definition, ExportStatus: statusOf(known) });
    case "UpdateExport":
      if (known === undefined) return missing(call, arn);
      state.exports.set(arn, {
        definition: { ...(body.Export as Body), ExportArn: arn },
        createdAt: known.createdAt,
        updatedAt: world.clock.now(),
      });
      return jsonReply(call, { ExportArn: arn });
    case "DeleteExport":
      if (known === undefined) return missing(call, arn);
      state.exports.delete(arn);
      state.tags.forget(arn);
      return jsonReply(call, { ExportArn: arn });
    case "ListTagsForResource":
      return known === undefined ? missing(call, arn) : jsonReply(call, { ResourceTags: state.tags.of(arn) });
    case "TagResource":
      state.tags.add(arn, body.ResourceTags);
      return jsonReply(call, {});
    case "UntagResource":
      state.tags.remove(arn, body.ResourceTagKeys);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function create(call: AwsCall, world: World, state: DataExportsState, body: Body): AwsReply {
  const definition = body.Export as Body;
  const id = `00000000-0000-4000-9000-${call.id.toString(16).padStart(12, "0")}`;
  const ExportArn = `arn:aws:bcm-data-exports:us-east-1:${call.account}:export/${String(definition.Name)}-${id}`;
  const now = world.clock.now();
  state.exports.set(ExportArn, {
    definition: { ...definition, ExportArn },
    createdAt: now,
    updatedAt: now,
  });
  state.tags.add(ExportArn, body.ResourceTags);
  return jsonReply(call, { ExportArn });
}

function statusOf({ createdAt, updatedAt }: KeptExport): Body {
  return { StatusCode: "HEALTHY", CreatedAt: iso(createdAt), LastUpdatedAt: iso(updatedAt) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function missing(call: AwsCall, arn: string): AwsReply {
  return errorReply(call, {
    status: 400,
    code: "ResourceNotFoundException",
    message: `Export ${arn} was not found`,
  });
}
