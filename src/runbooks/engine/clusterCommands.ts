import type { RegionClients } from "../../aws/index.ts";
import type { Json, JsonObject } from "../../lib/index.ts";
import type { ApiCall } from "../runbook.ts";
import { jsonError } from "./plainCommands.ts";

type ClusterCommand = (clients: RegionClients, given: JsonObject, call: ApiCall) => Promise<Json>;

/** Calls of routing-control clusters: what a machine on AWS has its function ask for it, asked from here. */
export const CLUSTER_CALLS: Readonly<Record<string, ClusterCommand>> = Object.fromEntries(
  ["ListRoutingControls", "GetRoutingControlState", "UpdateRoutingControlStates"].map((action) => [
    `route53-recovery-cluster:${action}`,
    command(action),
  ]),
);

/** `given`: what the state machine hands to its function. */
function command(action: string): ClusterCommand {
  return async ({ clusters }, given, { cluster }) => {
    if (cluster === undefined) throw new RangeError(`${action} names no cluster`);
    const answer = await clusters.send({
      parameter: cluster.parameter,
      action,
      input: given.Input as JsonObject,
      ...(cluster.without === undefined ? {} : { without: cluster.without }),
    });
    if (answer.status >= 300) throw jsonError(answer);
    return answer.body === "" ? {} : (JSON.parse(answer.body) as Json);
  };
}
