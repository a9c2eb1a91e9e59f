import { Buffer } from "node:buffer";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import {
  type Cluster,
  type Clusters,
  notFound,
  type Shape,
  seconds,
  type Update,
  uuidFrom,
} from "./records.ts";

/** One call with all that its answer needs. */
export interface Desk {
  readonly call: AwsCall;
  readonly world: World;
  readonly clusters: Clusters;
  readonly body: Shape;
  /** Parts of the path, decoded: `/clusters/{name}/addons/{addon}` gives four. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export function deskOf(call: AwsCall, world: World, clusters: Clusters): Desk {
  const { pathname, searchParams } = new URL(call.target, "http://sandbox");
  const path = pathname.split("/").slice(1).map(decodeURIComponent);
  return { call, world, clusters, body: jsonBody(call), path, query: searchParams };
}

export function reply(desk: Desk, shape: Shape, status = 200): AwsReply {
  return jsonReply(desk.call, shape, status);
}

/** The cluster that the path names. Throws EKS's own error when there is none. */
export function clusterOf(desk: Desk): Cluster {
  const name = desk.path[1] ?? "";
  const cluster = desk.clusters.find(desk.call, name);
  if (cluster === undefined) throw notFound(`No cluster found for name: ${name}.`);
  return cluster;
}

/** `arn:aws:eks:<region>:<account>:<resource>`. */
export function arnOf({ call }: Desk, resource: string): string {
  return `arn:aws:eks:${call.signedRegion}:${call.account}:${resource}`;
}

/** Writes down a change, and answers it as EKS does: to be asked for again by its id. */
export function started(
  desk: Desk,
  cluster: Cluster,
  type: string,
  changed: Shape,
  durationMs = 0,
): { readonly update: Update; readonly reply: AwsReply } {
  const now = desk.world.clock.now();
  const update: Update = {
    id: uuidFrom([desk.call.id, type, now]),
    type,
    params: Object.entries(changed)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ({
        type: `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
    createdAt: seconds(desk.world.clock),
    until: now + durationMs,
  };
  cluster.updates.set(update.id, update);
  return { update, reply: reply(desk, { update: shapeOfUpdate(desk, update) }) };
}

export function shapeOfUpdate({ world }: Desk, update: Update): Shape {
  return {
    id: update.id,
    type: update.type,
    params: update.params,
    createdAt: update.createdAt,
    status: update.until > world.clock.now() ? "InProgress" : "Successful",
    errors: [],
  };
}

/** A page that holds everything: EKS's lists are short here. */
export function listed(desk: Desk, name: string, all: readonly unknown[]): AwsReply {
  return reply(desk, { [name]: all, nextToken: null });
}

/** The call as the emulator should get it, with another body. */
export function withBody(call: AwsCall, body: Shape): AwsCall {
  const bytes = Buffer.from(JSON.stringify(body));
  return { ...call, body: bytes, headers: { ...call.headers, "content-length": String(bytes.length) } };
}
