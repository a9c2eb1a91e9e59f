import { describe, expect, it } from "vitest";
import { ResourceGraph } from "../../graph/index.ts";
import { seededStreams } from "../../lib/index.ts";
import { figureOf, TERRAFORM_OVERHEAD } from "../timing/table.ts";
import { provisioningFindings } from "./findings.ts";
import { type PredictionOptions, predictProvisioning } from "./predict.ts";
import { type Given, graph } from "./testing/graphs.ts";

const network = { id: "network", scope: { kind: "region", region: "eu-west-1" }, dependsOn: [] } as const;
const compute = {
  id: "compute",
  scope: { kind: "region", region: "eu-west-1" },
  dependsOn: ["network"],
} as const;
const CLUSTER: readonly Given[] = [
  { stack: "network", type: "aws_vpc", name: "v" },
  { stack: "network", type: "aws_nat_gateway", name: "n", needs: ["network:aws_vpc.v"] },
  { stack: "compute", type: "aws_eks_cluster", name: "c" },
  { stack: "compute", type: "aws_eks_node_group", name: "g", needs: ["compute:aws_eks_cluster.c"] },
  { stack: "compute", type: "aws_ecr_repository", name: "r" },
];

const predicted = (more: Partial<PredictionOptions> = {}, given = CLUSTER) =>
  predictProvisioning({
    environment: "test",
    graph: graph(given),
    stacks: [network, compute],
    objectiveSeconds: 1800,
    ...more,
  });

const figuresOf = (given: readonly Given[]) => graph(given).resources.map(figureOf);

describe("predictProvisioning", () => {
  it("lays the chain of resources through both stacks, Terraform's own time between, without a gap", () => {
    const { paths } = predicted();
    expect(paths.p50.map(({ stack, address }) => `${stack}:${address}`)).toEqual([
      "network:terraform",
      "network:aws_vpc.v",
      "network:aws_nat_gateway.n",
      "compute:terraform",
      "compute:aws_eks_cluster.c",
      "compute:aws_eks_node_group.g",
    ]);
    paths.p50.forEach(({ begin, seconds }, at) => {
      const next = paths.p50[at + 1];
      if (next !== undefined) expect(next.begin).toBeCloseTo(begin + seconds, 0);
    });
  });

  it("adds the path of a sample up to that sample's makespan", () => {
    const { paths, total } = predicted();
    for (const quantile of ["p50", "p95"] as const) {
      const sum = paths[quantile].reduce((seconds, step) => seconds + step.seconds, 0);
      expect(Math.abs(sum - total[quantile].seconds)).toBeLessThan(2);
    }
  });

  it("lies near the sum of the typical along a lone chain, and its p95 below the sum of the pessimistic", () => {
    const chain = CLUSTER.filter(({ name }) => name !== "r");
    const figures = [...figuresOf(chain), TERRAFORM_OVERHEAD, TERRAFORM_OVERHEAD];
    const { total } = predicted({ samples: 4000 }, chain);
    const typical = figures.reduce((sum, figure) => sum + figure.typical, 0);
    const pessimistic = figures.reduce((sum, figure) => sum + figure.pessimistic, 0);
    expect(Math.abs(total.p50.seconds - typical) / typical).toBeLessThan(0.06);
    expect(total.p95.seconds).toBeGreaterThan(typical);
    expect(total.p95.seconds).toBeLessThan(pessimistic);
  });

  it("has the median and the 95th percentile of a single resource where the table has them", () => {
    const { stacks } = predicted({ samples: 20_000 }, [
      { stack: "compute", type: "aws_eks_cluster", name: "c" },
    ]);
    const takes = stacks.find(({ stack }) => stack === "compute")?.takes;
    expect(Math.abs((takes?.p50.seconds ?? 0) - 617 - 13)).toBeLessThan(10);
    expect(Math.abs((takes?.p95.seconds ?? 0) - 970 - 13)).toBeLessThan(20);
  });

  it("says the same twice, and something else for other chances", () => {
    expect(predicted()).toEqual(predicted());
    expect(predicted({ random: seededStreams("other") }).total).not.toEqual(predicted().total);
  });

  it("does not move what it drew for a resource when another is added", () => {
    const more: Given = { stack: "network", type: "aws_eip", name: "aside" };
    const compare = (given: readonly Given[]) =>
      predicted({}, given).stacks.find(({ stack }) => stack === "compute")?.takes;
    expect(compare([more, ...CLUSTER])).toEqual(compare(CLUSTER));
  });

  it("counts how often a resource lies on the path, and what the whole would gain without it", () => {
    const { critical, levers } = predicted();
    const cluster = critical.find(({ type }) => type === "aws_eks_cluster");
    expect(cluster).toMatchObject({ share: 1, region: "eu-west-1", origin: { kind: "observed" } });
    expect(critical.some(({ type }) => type === "aws_ecr_repository")).toBe(false);
    expect(levers[0]?.figure).toBe("aws_eks_cluster");
    expect(Math.abs((levers[0]?.saves ?? 0) - 617)).toBeLessThan(60);
  });

  it("says what it costs that stacks of one kind wait for all of another", () => {
    const { waits, stacks } = predicted({
      stacks: [network, compute].map((stack) => ({
        ...stack,
        id: `test/eu-west-1/${stack.id}`,
        dependsOn: stack.dependsOn.map((id) => `test/eu-west-1/${id}`),
      })),
      graph: graph(
        CLUSTER.map((each) => ({
          ...each,
          stack: `test/eu-west-1/${each.stack}`,
          needs: (each.needs ?? []).map((id) => `test/eu-west-1/${id}`),
        })),
      ),
    });
    expect(waits).toMatchObject([{ stack: "compute", waitsFor: "network" }]);
    expect(Math.abs((waits[0]?.saves ?? 0) - (stacks[0]?.takes.p50.seconds ?? 0))).toBeLessThan(30);
  });

  it("names figures from memory that bear weight, and types that nobody has timed", () => {
    const { recalled, untimed } = predicted({}, [
      ...CLUSTER,
      { stack: "compute", type: "aws_lb", name: "l", needs: ["compute:aws_eks_node_group.g"] },
      { stack: "compute", type: "aws_novelty", name: "x" },
    ]);
    expect(recalled.map(({ figure }) => figure)).toEqual(["aws_lb"]);
    expect(recalled[0]?.weight).toBeGreaterThan(0.1);
    expect(untimed).toEqual([{ type: "aws_novelty", count: 1 }]);
  });

  it("gives the time of each region and stack, the last region's being the whole's", () => {
    const { regions, stacks, total } = predicted();
    expect(regions).toEqual([{ region: "eu-west-1", done: total }]);
    expect(stacks.map(({ stack }) => stack)).toEqual(["network", "compute"]);
    expect(stacks[1]?.done).toEqual(total);
  });

  it("takes no time for nothing", () => {
    expect(predicted({ stacks: [] }, []).total.p95.seconds).toBe(0);
  });
});

describe("provisioningFindings", () => {
  const found = (objectiveSeconds: number) => provisioningFindings(predicted({ objectiveSeconds }));

  it("finds an error where the objective is missed more often than not", () => {
    expect(found(600)).toMatchObject([{ code: "recovery/provisioning-late", severity: "error" }]);
    expect(found(600)[0]?.text).toContain("compute:aws_eks_cluster.c");
    expect(found(600)[0]?.fix).toMatch(/objectives\.provisioning to \d+m/);
  });

  it("finds a warning where it is missed once in twenty", () => {
    const { total } = predicted();
    const between = (total.p50.seconds + total.p95.seconds) / 2;
    expect(found(between)).toMatchObject([
      { code: "recovery/provisioning-may-be-late", severity: "warning" },
    ]);
  });

  it("finds nothing where it is kept, and the objective it proposes is one that is kept", () => {
    const minutes = Number(/to (\d+)m/.exec(found(600)[0]?.fix ?? "")?.[1]);
    expect(found(minutes * 60)).toEqual([]);
  });

  it("proposes what the configuration can change, where it can change something", () => {
    const late = provisioningFindings(
      predictProvisioning({
        environment: "test",
        graph: withCopy(),
        stacks: [network],
        objectiveSeconds: 600,
      }),
    );
    expect(late[0]?.fix).toContain("aurora-postgresql");
  });
});

function withCopy() {
  const given = graph([{ stack: "network", type: "aws_db_instance", name: "copy" }]);
  const [only] = given.resources;
  if (only === undefined) throw new Error("no resource");
  const values = { known: { replicate_source_db: "arn" }, unknown: {}, sensitive: [] };
  return new ResourceGraph({
    ...given,
    source: given.source,
    edges: [],
    notices: [],
    resources: [{ ...only, values }],
  });
}
