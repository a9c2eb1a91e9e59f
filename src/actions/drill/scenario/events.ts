import { z } from "zod";

/** Seconds of the sandbox's clock from the moment at which the scenario begins; at most a day. */
const at = z.number().min(0).max(86_400);
/** For how long. Without it: until the end, when everything is given back. */
const seconds = z.number().min(1).max(86_400).optional();
const name = z.string().min(1);

/** What is done by people: a runbook of the library, about a region, a zone or a store. */
const runbooks = {
  region: ["regional-failover", "failback", "old-writer-fence", "traffic-shift", "traffic-return"],
  zone: ["zone-evacuation", "zone-return"],
  store: ["store-failover"],
} as const;

const answer = z.enum(["yes", "no"]).optional();
const kind = z.literal("run");

export const eventSchema = z.discriminatedUnion("kind", [
  /** Nothing in the region answers. */
  z.strictObject({ at, kind: z.literal("region-lost"), region: name }),
  /** `half`: what runs in it goes on, and nothing in it can be made or changed. */
  z.strictObject({
    at,
    kind: z.literal("region-returns"),
    region: name,
    as: z.enum(["full", "half"]).optional(),
  }),
  /** The region is up, and its control plane turns every call away. */
  z.strictObject({
    at,
    kind: z.literal("region-degrades"),
    region: name,
    with: z.enum(["errors", "throttling", "no-answer"]).optional(),
    seconds,
  }),
  /** Cut off from the other regions; it goes on for those inside it and those who come by the internet. */
  z.strictObject({ at, kind: z.literal("partition"), region: name }),
  /** The instance that writes to the store then, its region being up. */
  z.strictObject({ at, kind: z.literal("writer-lost"), store: name, seconds }),
  z.strictObject({ at, kind: z.literal("zone-lost"), zone: name, seconds }),
  z.strictObject({ at, kind: z.literal("dependency-fails"), dependency: name, region: name, seconds }),
  /** So many calls, or all of that time, meet the service's own word for too many requests. */
  z.strictObject({
    at,
    kind: z.literal("throttle"),
    region: name.optional(),
    service: name.optional(),
    times: z.number().int().min(1).max(10_000).optional(),
    seconds,
  }),
  /** Every answer comes so many milliseconds later, in real time. */
  z.strictObject({
    at,
    kind: z.literal("latency"),
    region: name.optional(),
    service: name.optional(),
    milliseconds: z.number().min(1).max(5000),
    seconds,
  }),
  z.discriminatedUnion("runbook", [
    z.strictObject({ at, kind, runbook: z.enum(runbooks.region), region: name, answer }),
    z.strictObject({ at, kind, runbook: z.enum(runbooks.zone), zone: name, answer }),
    z.strictObject({
      at,
      kind,
      runbook: z.enum(runbooks.store),
      store: name,
      to: name.optional(),
      answer,
    }),
  ]),
]);

/** What a file of a scenario holds. */
export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  /** By which it is known in the history of drills. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "1 to 60 lower-case letters, digits and hyphens"),
  /** For whoever reads it. */
  about: z.string().min(1).optional(),
  environment: name.optional(),
  events: z.array(eventSchema).min(1).max(100),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioEvent = Scenario["events"][number];
export type RunEvent = Extract<ScenarioEvent, { kind: "run" }>;
export type LossEvent = Exclude<ScenarioEvent, RunEvent>;

export const EVENT_KINDS = [
  "region-lost",
  "region-returns",
  "region-degrades",
  "partition",
  "writer-lost",
  "zone-lost",
  "dependency-fails",
  "throttle",
  "latency",
  "run",
] as const satisfies readonly ScenarioEvent["kind"][];

export const RUNBOOKS = [...runbooks.region, ...runbooks.zone, ...runbooks.store];

/** Runbooks after which something writes or is entered elsewhere. */
export const LEAVING: ReadonlySet<string> = new Set([
  "regional-failover",
  "traffic-shift",
  "zone-evacuation",
  "store-failover",
]);

export function isRun(event: ScenarioEvent): event is RunEvent {
  return event.kind === "run";
}

/** One line of what happens, as the record and the terminal have it. */
export function eventText(event: ScenarioEvent): string {
  const during = "seconds" in event && event.seconds !== undefined ? ` for ${event.seconds} s` : "";
  switch (event.kind) {
    case "region-lost":
      return `${event.region} is lost`;
    case "region-returns":
      return event.as === "half"
        ? `${event.region} returns half way: what runs goes on, nothing can be changed`
        : `${event.region} returns`;
    case "region-degrades":
      return `the control plane of ${event.region} answers with ${event.with ?? "errors"}${during}`;
    case "partition":
      return `${event.region} is cut off from the others`;
    case "writer-lost":
      return `the writer of ${event.store} is lost${during}`;
    case "zone-lost":
      return `${event.zone} is lost${during}`;
    case "dependency-fails":
      return `${event.dependency} fails in ${event.region}${during}`;
    case "throttle":
      return `${callsOf(event)} are throttled${event.times === undefined ? "" : `, ${event.times} of them`}${during}`;
    case "latency":
      return `${callsOf(event)} are answered ${event.milliseconds} ms later${during}`;
    case "run":
      return `${event.runbook} of ${"region" in event ? event.region : "zone" in event ? event.zone : event.store}${"to" in event && event.to !== undefined ? ` to ${event.to}` : ""}${event.answer === "no" ? ", the operator declines" : ""}`;
  }
}

function callsOf({
  region,
  service,
}: {
  readonly region?: string | undefined;
  readonly service?: string | undefined;
}): string {
  return `${service === undefined ? "all calls" : `calls to ${service}`}${region === undefined ? "" : ` in ${region}`}`;
}
