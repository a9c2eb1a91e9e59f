import { createHash } from "node:crypto";
import type { Overlay } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Saved queries of Logs Insights, as settings. */
export function logQueriesOverlay(): Overlay {
  /** By account and region, then by id. */
  const places = new Map<string, Map<string, Fields>>();
  return {
    name: "logs-saved-queries",
    service: "logs",
    grade: "echoed",
    models:
      "Saved queries of Logs Insights, kept and found again. Leaves out running them, and everything else.",
    async handle(call, world) {
      const key = `${call.account} ${call.signedRegion}`;
      const kept = places.get(key) ?? new Map<string, Fields>();
      places.set(key, kept);
      const body = jsonBody(call);
      switch (call.action) {
        case "PutQueryDefinition": {
          const { name, queryString, logGroupNames } = body;
          const made = createHash("sha256")
            .update(`${key} ${String(name)}`)
            .digest("hex")
            .slice(0, 32);
          const queryDefinitionId =
            typeof body.queryDefinitionId === "string"
              ? body.queryDefinitionId
              : made.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
          const lastModified = world.clock.now();
          kept.set(queryDefinitionId, { queryDefinitionId, name, queryString, logGroupNames, lastModified });
          return jsonReply(call, { queryDefinitionId });
        }
        case "DescribeQueryDefinitions": {
          const prefix = String(body.queryDefinitionNamePrefix ?? "");
          const found = [...kept.values()].filter(({ name }) => String(name).startsWith(prefix));
          return jsonReply(call, { queryDefinitions: found });
        }
        case "DeleteQueryDefinition": {
          const success = kept.delete(String(body.queryDefinitionId));
          if (success) return jsonReply(call, { success });
          const message = "The specified query definition does not exist";
          return errorReply(call, { status: 400, code: "ResourceNotFoundException", message });
        }
        default:
          return undefined;
      }
    },
  };
}
