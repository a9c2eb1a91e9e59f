import { z } from "zod";
import type { InputProblem } from "../../lib/index.ts";
import { DRILL_KINDS, DRILL_OUTCOMES, type DrillRecord, RECORD_VERSION } from "./record.ts";

const text = z.string().min(1);
const count = z.number().int().min(0);
/** Seconds; of what was before a loss they are negative. */
const moment = z.number();
const seconds = z.number().min(0);

const plan = z.strictObject({
  add: count,
  change: count,
  replace: count,
  destroy: count,
  unplannable: z.array(z.strictObject({ id: text, reason: text })),
});

const writes = z.strictObject({ writes: count, seconds });

const found = z.strictObject({
  lookedFor: count,
  found: count,
  lost: writes,
  diverged: writes,
  late: writes,
});

const modelled = z.strictObject({
  p50: seconds,
  p95: seconds,
  p99: seconds,
  objectiveSeconds: seconds,
  recalled: z.array(text),
});

const notDone = z.strictObject({ code: text, what: text, why: text, fix: text });

const fence = z.strictObject({
  oldWriter: text,
  newWriter: text,
  cutAt: moment,
  at: moment.optional(),
  how: text,
  acknowledgedAfterCut: count,
});

const moments = z.strictObject({
  afterApply: text.optional(),
  afterLoss: text.optional(),
  afterFailover: text.optional(),
  afterReturn: text.optional(),
  afterFailback: text.optional(),
});

/** What a line of the history is. A key that is not here is a mistake, on whichever side. */
export const drillRecordSchema = z.strictObject({
  version: z.literal(RECORD_VERSION),
  at: z.iso.datetime(),
  platform: text,
  environment: text,
  kind: z.enum(DRILL_KINDS),
  lost: text,
  outcome: z.enum(DRILL_OUTCOMES),
  proven: z.boolean(),
  resources: z.strictObject({ emitted: count, applied: count, of: count, stacks: z.array(text) }),
  timeline: z.array(
    z.strictObject({ step: text, region: text, plane: text, start: moment, end: moment, outcome: text }),
  ),
  calls: z.strictObject({ byFailover: count, toLostRegion: count, toFallenControlPlanes: count }).optional(),
  writers: z.record(text, moments),
  writersOverTime: z.record(
    text,
    z.array(z.strictObject({ region: text, start: moment, end: moment.optional() })),
  ),
  fenced: z.record(text, z.array(fence)),
  dataLoss: z.record(
    text,
    z.strictObject({
      grade: z.literal("modelled"),
      lagSeconds: seconds,
      afterFailover: found.optional(),
      atEnd: found,
    }),
  ),
  notCounted: z.record(text, text).optional(),
  journeys: z
    .record(
      text,
      z.strictObject({
        verdict: z.enum(["untouched", "degraded", "recovers", "lost"]),
        notes: z.array(text),
      }),
    )
    .optional(),
  restored: z
    .strictObject({ as: text, rows: z.strictObject({ lookedFor: count, found: count }).optional() })
    .optional(),
  events: z
    .array(z.strictObject({ at: seconds, began: seconds, kind: text, what: text, outcome: text.optional() }))
    .optional(),
  verdict: z
    .strictObject({
      writtenTwice: z.enum(["no", "yes", "not-seen"]),
      fence: z.enum(["held", "broken", "not-needed"]),
      calledWhatWasAway: z.enum(["no", "yes", "nothing-was-away", "not-seen"]),
    })
    .optional(),
  planBefore: plan.optional(),
  planAfterFailover: z
    .strictObject({ survivors: plan, global: plan, lostAfterReturn: plan.optional() })
    .optional(),
  planAfterFailback: plan.optional(),
  rpo: z.record(text, modelled),
  rto: z.record(text, modelled),
  took: z.strictObject({
    failover: seconds.optional(),
    failback: seconds.optional(),
    untilServed: z.record(text, seconds.nullable()),
  }),
  notDone: z.array(notDone),
});

/** What `drill … --json` prints. */
export const drillResultSchema = drillRecordSchema.extend({
  since: z
    .strictObject({
      at: z.iso.datetime(),
      changes: z.array(
        z.strictObject({ what: text, before: z.string(), now: z.string(), worse: z.boolean() }),
      ),
    })
    .optional(),
  history: text,
});

/** What keeps a value from being a record, each with its place in it; none for a record. */
export function recordProblems(value: unknown): readonly InputProblem[] {
  const judged = drillRecordSchema.safeParse(value);
  if (judged.success) return [];
  if (!hasVersion(value)) {
    return [
      {
        code: "drill/old-record",
        where: "version",
        given: shown(value, ["version"]),
        wanted: `${RECORD_VERSION}`,
        fix: "Another Trireme wrote it. Move the file away, whole: the next drill begins a new one.",
      },
    ];
  }
  return judged.error.issues.map((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : undefined;
    const path = unknown === undefined ? issue.path : [...issue.path, unknown[0] ?? ""];
    return {
      code: "drill/damaged-record",
      where: path.map(String).join("."),
      given: shown(value, path),
      wanted: unknown === undefined ? issue.message : "no such key",
      fix: "Take the line out, or put the value right; the others stay as they are.",
    };
  });
}

function hasVersion(value: unknown): value is Pick<DrillRecord, "version"> {
  return (
    typeof value === "object" && value !== null && "version" in value && value.version === RECORD_VERSION
  );
}

function shown(value: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return "nothing";
    at = (at as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  const whole = at === undefined ? "nothing" : JSON.stringify(at);
  return whole.length > 80 ? `${whole.slice(0, 77)}...` : whole;
}
