import type { AwsReply } from "../../call.ts";
import { type Desk, reply } from "./desk.ts";
import { notFound, type Shape, shapeOf } from "./records.ts";

/** The shape whose ARN the path names, of all that a cluster holds. Undefined: not ours, the emulator's. */
function tagged(desk: Desk): Shape | undefined {
  const arn = desk.path.slice(1).join("/");
  for (const name of desk.clusters.names(desk.call)) {
    const cluster = desk.clusters.find(desk.call, name);
    if (cluster === undefined) continue;
    const shapes = [
      cluster.shape,
      ...[...cluster.nodeGroups.values()].map(({ shape }) => shape),
      ...cluster.addons.values(),
      ...[...cluster.entries.values()].map(({ shape }) => shape),
      ...cluster.associations.values(),
    ];
    const found = shapes.find((shape) =>
      [shape.arn, shape.nodegroupArn, shape.addonArn, shape.accessEntryArn, shape.associationArn].includes(
        arn,
      ),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

export function tagCall(desk: Desk): AwsReply | undefined {
  const shape = tagged(desk);
  if (shape === undefined) {
    // Fargate profiles are the emulator's.
    if (desk.path.join("/").includes(":fargateprofile/")) return undefined;
    throw notFound("The specified resource ARN could not be found");
  }
  const tags = shapeOf(shape.tags);
  if (desk.call.action === "ListTagsForResource") return reply(desk, { tags });
  const gone = desk.query.getAll("tagKeys");
  const kept = Object.entries(tags).filter(([key]) => !gone.includes(key));
  shape.tags = { ...Object.fromEntries(kept), ...shapeOf(desk.body.tags) };
  return reply(desk, {});
}
