import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openProject, synthesizeUnit, unitsOf } from "../../actions/project.ts";
import { graphFromStacks, type Resource } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { COLLECTED, ORIGINS } from "./figure.ts";
import { figureOf, TERRAFORM_OVERHEAD, TIMINGS, UNTIMED } from "./table.ts";

const STOREFRONT = join(import.meta.dirname, "..", "..", "..", "examples", "storefront");
const ALL = [...TIMINGS, UNTIMED, TERRAFORM_OVERHEAD];

const resource = (type: string, known: Resource["values"]["known"] = {}): Resource => ({
  id: `${type}.one`,
  address: `${type}.one`,
  mode: "managed",
  type,
  name: "one",
  module: "",
  provider: "registry.terraform.io/hashicorp/aws",
  instances: "one",
  values: { known, unknown: {}, sensitive: [] },
  tags: {},
});

describe("the table of timings", () => {
  it("has every figure once", () => {
    const ids = ALL.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it.each(ALL.map((figure) => [figure.id, figure] as const))(
    "knows for %s how long it takes, in order and within two hours",
    (_, { floor = 0, typical, pessimistic }) => {
      expect(floor).toBeGreaterThanOrEqual(0);
      expect(typical).toBeGreaterThan(floor);
      expect(pessimistic).toBeGreaterThan(typical);
      expect(pessimistic).toBeLessThanOrEqual(7200);
    },
  );

  it("says of every figure where it comes from, with an address where somebody published it", () => {
    expect(COLLECTED).toMatch(/^\d{4}-\d{2}$/);
    for (const { origin } of ALL) {
      expect(ORIGINS).toContain(origin.kind);
      expect(origin.note).toMatch(/\S/);
      if (origin.kind === "read" || origin.kind === "observed") {
        expect(URL.parse(origin.url)?.protocol).toBe("https:");
      }
    }
  });

  it("takes as typical of an observed type what lies within its logs", () => {
    for (const { id, typical, origin } of ALL) {
      if (origin.kind !== "observed") continue;
      const seconds = [...(/logs: ([\d, ]+) s/.exec(origin.note)?.[1]?.matchAll(/\d+/g) ?? [])].map(Number);
      expect(seconds.length, id).toBeGreaterThanOrEqual(4);
      expect(typical, id).toBeGreaterThanOrEqual(Math.min(...seconds));
      expect(typical, id).toBeLessThanOrEqual(Math.max(...seconds));
    }
  });

  it("has the rest of a type behind its cases, so that a case can be reached", () => {
    for (const [type, figures] of Map.groupBy(TIMINGS, (figure) => figure.type)) {
      const withoutCase = figures.filter(({ when }) => when === undefined);
      expect(withoutCase, type).toHaveLength(1);
      expect(figures.at(-1), type).toBe(withoutCase[0]);
    }
  });
});

describe("figureOf", () => {
  it("tells the first of a pair from its copy, and a standby from none", () => {
    const of = (type: string, known: Resource["values"]["known"]) => figureOf(resource(type, known)).id;
    expect(of("aws_db_instance", { multi_az: true })).toBe("aws_db_instance/multi-az");
    expect(of("aws_db_instance", { multi_az: true, replicate_source_db: "arn" })).toBe(
      "aws_db_instance/copy",
    );
    expect(of("aws_db_instance", {})).toBe("aws_db_instance");
    expect(of("aws_rds_cluster", { global_cluster_identifier: "g", master_username: "m" })).toBe(
      "aws_rds_cluster",
    );
    expect(of("aws_rds_cluster", { global_cluster_identifier: "g" })).toBe("aws_rds_cluster/copy");
    expect(of("aws_vpc_endpoint", { vpc_endpoint_type: "Interface" })).toBe("aws_vpc_endpoint/interface");
    expect(of("aws_vpc_endpoint", {})).toBe("aws_vpc_endpoint");
  });

  it("never answers nothing for a type that nobody has timed", () => {
    expect(figureOf(resource("aws_quantum_ledger"))).toBe(UNTIMED);
  });
});

describe("the example platform", () => {
  let types: ReadonlyMap<string, Resource>;
  beforeAll(async () => {
    const { platform } = await openProject(STOREFRONT, new ManualClock(Date.UTC(2026, 10, 1)));
    const stacks = unitsOf(platform).flatMap((unit) => synthesizeUnit(platform, unit).stacks);
    types = new Map(graphFromStacks(stacks, { name: "all" }).resources.map((each) => [each.type, each]));
  });

  it("is made of types that are all in the table", () => {
    expect(types.size).toBeGreaterThan(80);
    const missing = [...types.values()].filter((each) => figureOf(each) === UNTIMED);
    expect(missing.map(({ type }) => type)).toEqual([]);
  });
});
