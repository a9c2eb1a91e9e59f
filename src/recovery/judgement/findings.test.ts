import { describe, expect, it } from "vitest";
import { availabilityOf } from "../availability/availability.ts";
import { failureModes } from "../modes/modes.ts";
import { EAST, ORDERS, region, subject, WEST } from "../modes/testing/subjects.ts";
import { modelLosses } from "../simulation/results.ts";
import type { RecoverySubject, SubjectJourney } from "../subject/subject.ts";
import type { RecoveryFinding } from "./finding.ts";
import { recoveryFindings } from "./findings.ts";

function findings(given: RecoverySubject, homesReported: readonly string[] = []): readonly RecoveryFinding[] {
  const losses = modelLosses(failureModes(given), { samples: 1000 });
  return recoveryFindings({
    subject: given,
    losses,
    availability: availabilityOf(given, losses),
    homesReported,
  });
}
const codes = (given: RecoverySubject) => findings(given).map(({ code }) => code);
const promised = (objectives: Partial<SubjectJourney["objectives"]>) =>
  subject().journeys.map((journey) => ({ ...journey, objectives: { ...journey.objectives, ...objectives } }));

/** Hours to come back, tables only, nobody far away: nothing contradicts anything. */
const GENEROUS = promised({ rtoSeconds: 7200, latencyMs: 1000 });
const RDS = { ...ORDERS, engine: "rds-postgresql" as const };

/** Each with what breaks it and the nearest thing that does not. */
const CASES: readonly {
  readonly code: string;
  readonly says: string;
  readonly breaks: Partial<RecoverySubject>;
  readonly keeps: Partial<RecoverySubject>;
  readonly fix: string;
}[] = [
  {
    code: "recovery/no-way-back",
    says: "a store whose only copy is in one region",
    breaks: { stores: [{ ...ORDERS, regions: ["us-east-1"] }] },
    keeps: { stores: [{ ...ORDERS, regions: ["us-east-1", "us-west-2"] }] },
    fix: "Give orders-us a copy",
  },
  {
    code: "recovery/detection-against-rto",
    says: "names that are kept longer than the shop may be closed",
    breaks: { names: { ...subject().names, ttlSeconds: 7200 } },
    keeps: { names: { ...subject().names, ttlSeconds: 300 } },
    fix: "keep names for 60 s",
  },
  {
    code: "recovery/rto-late",
    says: "a recovery region without a cluster, against minutes",
    breaks: {
      regions: [EAST, { ...WEST, role: "recovery", compute: "none" }],
      journeys: promised({ rtoSeconds: 900, latencyMs: 1000 }),
    },
    keeps: { regions: [EAST, { ...WEST, role: "recovery", compute: "none" }] },
    fix: "pilot-light",
  },
  {
    code: "recovery/rto-may-be-late",
    says: "a promotion that is too slow once in twenty times",
    breaks: { stores: [RDS], journeys: promised({ rtoSeconds: 900, latencyMs: 1000 }) },
    keeps: { stores: [RDS] },
    fix: "aurora-postgresql",
  },
  {
    code: "recovery/unseen-by-health-may-be-late",
    says: "a service that fails unseen by health checks",
    breaks: { journeys: promised({ rtoSeconds: 1200, latencyMs: 1000 }) },
    keeps: {
      journeys: promised({ rtoSeconds: 1200, latencyMs: 1000 }),
      regions: [EAST, WEST].map((each) => ({ ...each, role: "recovery" as const })),
    },
    fix: "healthPath",
  },
  {
    code: "recovery/rpo-may-be-late",
    says: "a replica that is too far behind once in twenty times",
    breaks: { stores: [RDS], journeys: promised({ rtoSeconds: 7200, latencyMs: 1000, rpoSeconds: 60 }) },
    keeps: { stores: [ORDERS], journeys: promised({ rtoSeconds: 7200, latencyMs: 1000, rpoSeconds: 60 }) },
    fix: "aurora-postgresql",
  },
  {
    code: "recovery/backup-against-rpo",
    says: "backups a day apart, against an hour",
    breaks: {
      stores: [
        { ...ORDERS, regions: ["us-east-1"], backup: { everySeconds: 86_400, copiedTo: "us-west-2" } },
      ],
    },
    keeps: { stores: [ORDERS] },
    fix: "a copy in another region",
  },
  {
    code: "recovery/survivor-capacity",
    says: "a survivor that may not grow to the load of both at a spike",
    breaks: { regions: [EAST, WEST].map((each) => ({ ...each, nodes: { least: 3, most: 59 } })) },
    keeps: { regions: [EAST, WEST].map((each) => ({ ...each, nodes: { least: 3, most: 60 } })) },
    fix: "up to 60 nodes",
  },
  {
    code: "recovery/latency-against-distance",
    says: "200 ms for everybody from two regions",
    breaks: { journeys: promised({ rtoSeconds: 7200, latencyMs: 200 }) },
    keeps: { journeys: promised({ rtoSeconds: 7200, latencyMs: 500 }) },
    fix: "Say for whom",
  },
  {
    code: "recovery/availability",
    says: "more nines than a region that cannot be left has had",
    breaks: {
      regions: [region("us-east-1")],
      journeys: promised({ rtoSeconds: 7200, latencyMs: 1000, availabilityPercent: 99.9999 }),
    },
    keeps: { journeys: promised({ rtoSeconds: 7200, latencyMs: 1000, availabilityPercent: 99.9 }) },
    fix: "promise less",
  },
];
const TITLED = CASES.map((given) => [given.says, given.code, given] as const);

describe("what contradicts itself", () => {
  it.each(TITLED)("is found: %s (%s)", (_says, code, { breaks, fix }) => {
    const found = findings(subject({ journeys: GENEROUS, ...breaks })).filter((each) => each.code === code);
    expect(found.length).toBeGreaterThan(0);
    for (const { where, text, fix: remedy } of found) {
      expect(where).toMatch(/^(?:journeys|stores|regions)\./);
      expect(text).toMatch(/\d|Nothing/);
      expect(remedy).toMatch(/^[A-Z]/);
    }
    expect(found[0]?.fix).toContain(fix);
  });

  it.each(TITLED)("is not found where it is not: %s (%s)", (_says, code, { keeps }) => {
    expect(codes(subject({ journeys: GENEROUS, ...keeps }))).not.toContain(code);
  });

  it("is nothing at all on a generous day", () => {
    expect(findings(subject({ journeys: GENEROUS }))).toEqual([]);
  });

  it("is not looked for where no customer depends on it", () => {
    const broken = CASES[0]?.breaks ?? {};
    expect(findings(subject({ ...broken, production: false }))).toEqual([]);
  });

  it("fails no pipeline on what is only recalled, and one on what cannot be", () => {
    const late = findings(subject({ journeys: promised({ rtoSeconds: 60 }) }));
    expect(late.find(({ code }) => code === "recovery/rto-late")?.severity).toBe("warning");
    const lost = findings(subject({ stores: [{ ...ORDERS, regions: ["us-east-1"] }] }));
    expect(lost.find(({ code }) => code === "recovery/no-way-back")?.severity).toBe("error");
  });

  it("does not say again of a home what the configuration's rules say", () => {
    const given = subject({ stores: [{ ...ORDERS, regions: ["us-east-1"] }] });
    expect(findings(given, ["US"]).map(({ code }) => code)).not.toContain("recovery/no-way-back");
  });

  it("says that it did not look at the distance of regions that the table lacks", () => {
    const regions = [{ ...EAST }, { ...WEST }, region("ap-southeast-7", { home: "Asia" })];
    const given = subject({ regions, journeys: promised({ rtoSeconds: 7200, latencyMs: 200 }) });
    const found = findings(given).find(({ code }) => code === "recovery/latency-against-distance");
    expect(found?.text).toContain("Not looked at: ap-southeast-7");
  });
});
