import { z } from "zod";
import { TriremeError } from "../lib/index.ts";
import type { AwsReply } from "./call.ts";
import type { ClientsOptions } from "./clients/model.ts";
import { REGION_FAULTS } from "./faults.ts";
import type { RawRequest } from "./identify.ts";
import type { LostPart } from "./parts.ts";
import type { Sandbox } from "./sandbox.ts";

/** Where the control API lives on the gateway's port. No bucket name may begin with an underscore. */
export const CONTROL_PREFIX = "/_trireme/";

/** What the control API acts on. */
export type ControlSurface = Sandbox;

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, for example eu-west-1");
const regionBody = z.strictObject({ region });
const lossBody = z.strictObject({ region, fault: z.enum(REGION_FAULTS).default("gone") });
const caller = z.enum(["planning", "runbook", "application", "sandbox", "other"]);
const faultBody = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, "1 to 60 lower-case letters, digits and hyphens"),
  match: z.strictObject({
    region: region.optional(),
    service: z.string().min(1).optional(),
    action: z.string().min(1).optional(),
    plane: z.enum(["control", "data"]).optional(),
    fromOutside: region.optional(),
    sparing: caller.optional(),
  }),
  effect: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("reset") }),
    z.strictObject({ kind: z.literal("hang"), seconds: z.number().min(1).max(3600) }),
    z.strictObject({ kind: z.literal("delay"), seconds: z.number().min(0.001).max(60) }),
    z.strictObject({ kind: z.literal("throttle") }),
    z.strictObject({
      kind: z.literal("error"),
      status: z.number().int().min(400).max(599),
      code: z.string().regex(/^[A-Za-z.]{1,80}$/, "an error code of AWS, such as InternalFailure"),
    }),
  ]),
  times: z.number().int().min(1).max(1_000_000).optional(),
});
const engine = z.enum(["aurora-postgresql", "rds-postgresql", "dynamodb", "redis", "s3"]);
const partBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("zone"), region, zone: z.string().min(1) }),
  z.strictObject({
    kind: z.literal("instance"),
    region,
    identifier: z.string().min(1),
    zone: z.string().min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal("service"),
    region,
    service: z.string().min(1),
    api: z.string().min(1).optional(),
    engines: z.array(engine),
    entry: z.boolean(),
  }),
]);
const idBody = z.strictObject({ id: z.string().min(1) });
const clockBody = z.strictObject({
  seconds: z
    .number()
    .min(0)
    .max(366 * 86_400),
});
const dnsBody = z.strictObject({
  name: z.string().min(1).max(255),
  type: z.enum(["A", "CNAME"]),
  clientRegion: region,
});
const id = z.string().min(1).max(255);
const clientsBody = z.strictObject({
  account: z.string().regex(/^\d{12}$/, "12 digits"),
  seed: z.string(),
  clientRegions: z.array(region).max(40),
  services: z.array(z.strictObject({ name: id, host: id.optional(), stores: z.array(id) })).max(200),
  stores: z
    .array(
      z.strictObject({
        id,
        engine,
        name: id,
        members: z.record(region, id),
        ranges: z.record(region, z.array(z.cidrv4()).max(20)).optional(),
      }),
    )
    .max(200),
  everySeconds: z.number().min(0.05).max(3600),
  entries: z
    .record(region, z.strictObject({ balancer: id.optional(), zones: z.record(z.string(), z.string()) }))
    .optional(),
});
const filterBody = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  region: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  caller: caller.optional(),
  last: z.coerce.number().int().min(0).optional(),
});

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

type Handler = (request: RawRequest, surface: ControlSurface) => Promise<unknown>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  "GET status": (_request, surface) => surface.status(),
  "GET calls": (request, surface) => surface.calls(withoutUndefined(filterBody.parse(queryOf(request)))),
  "POST lose-region": async (request, surface) => {
    const { region, fault } = lossBody.parse(bodyOf(request));
    await surface.loseRegion(region, fault);
    return {};
  },
  "GET faults": (_request, surface) => surface.faults(),
  "POST set-fault": async (request, surface) => {
    const { match, times, ...rule } = faultBody.parse(bodyOf(request));
    await surface.setFault({
      ...rule,
      match: withoutUndefined(match),
      ...(times === undefined ? {} : { times }),
    });
    return {};
  },
  "POST clear-fault": async (request, surface) => ({
    cleared: await surface.clearFault(idBody.parse(bodyOf(request)).id),
  }),
  "POST restore-region": async (request, surface) => {
    await surface.restoreRegion(regionBody.parse(bodyOf(request)).region);
    return {};
  },
  "POST lose-part": async (request, surface) => {
    await surface.losePart(partOf(request));
    return {};
  },
  "POST restore-part": async (request, surface) => ({
    restored: await surface.restorePart(partOf(request)),
  }),
  "POST advance-clock": async (request, surface) => {
    await surface.advanceClock(clockBody.parse(bodyOf(request)).seconds);
    return {};
  },
  "POST resolve-name": (request, surface) => surface.resolveName(dnsBody.parse(bodyOf(request))),
  "POST start-clients": async (request, surface) => {
    await surface.startClients(clientsOf(request));
    return {};
  },
  "GET clients": async (_request, surface) => ({ report: await surface.clients() }),
  "POST stop-clients": async (_request, surface) => {
    await surface.stopClients();
    return {};
  },
};

/**
 * Answers a request of the control API. It steers the sandbox, so a web page must not reach it: a
 * request that a browser sends from a page (it carries an Origin) and one that came by another name
 * than the loopback's (a name that was made to point here) are refused.
 */
export async function control(request: RawRequest, surface: ControlSurface): Promise<AwsReply> {
  if (request.headers.origin !== undefined)
    return refused(403, "origin-refused", "Requests with an Origin are refused");
  if (!LOOPBACK_HOST.test(request.headers.host ?? "")) {
    return refused(403, "host-refused", "The control API answers on the loopback address only");
  }
  const verb = request.target.slice(CONTROL_PREFIX.length).split("?")[0] ?? "";
  const handler = HANDLERS[`${request.method} ${verb}`];
  if (handler === undefined) return refused(404, "unknown-verb", `There is no ${request.method} ${verb}`);
  try {
    return json(200, await handler(request, surface));
  } catch (error) {
    if (error instanceof z.ZodError) return refused(400, "control-input-rejected", z.prettifyError(error));
    if (error instanceof SyntaxError) return refused(400, "control-input-rejected", error.message);
    if (error instanceof TriremeError) return refused(409, error.code, error.message, error.fix);
    return refused(500, "sandbox-failed", error instanceof Error ? error.message : String(error));
  }
}

function refused(status: number, code: string, message: string, fix?: string): AwsReply {
  return json(status, { code, message, ...(fix === undefined ? {} : { fix }) });
}

function json(status: number, value: unknown): AwsReply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function bodyOf(request: RawRequest): unknown {
  return JSON.parse(request.body.toString("utf8"));
}

function queryOf(request: RawRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.target.split("?")[1] ?? ""));
}

/** Of JSON, so that what may be absent is absent, and never undefined. */
function partOf(request: RawRequest): LostPart {
  return partBody.parse(bodyOf(request)) as LostPart;
}

function clientsOf(request: RawRequest): ClientsOptions {
  return clientsBody.parse(bodyOf(request)) as ClientsOptions;
}

/** Leaves out the keys that were not given, as exact optional properties demand. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
