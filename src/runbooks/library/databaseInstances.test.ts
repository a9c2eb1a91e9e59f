import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsClients } from "../../aws/index.ts";
import { FakeAws, type FakeInstance } from "../../aws/testing/fakeAws.ts";
import { ManualClock } from "../../lib/index.ts";
import { runSteps } from "../run.ts";
import { instancesToRebuild } from "./databaseInstances.ts";
import { regionFailover } from "./regionFailover.ts";
import type { RegionScope } from "./scope.ts";

const [LOST, NEXT, FAR] = ["us-east-1", "us-west-2", "eu-west-1"];
const identifier = (region: string) => `shop-billing-${region}`;
const arn = (region: string) => `arn:aws:rds:${region}:111111111111:db:${identifier(region)}`;

let aws: FakeAws;
let clients: AwsClients;

beforeEach(async () => {
  aws = await FakeAws.start();
  clients = new AwsClients({
    endpoint: aws.endpoint,
    credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
    appId: "trireme-runbook",
  });
});
afterEach(async () => {
  clients.destroy();
  await aws.stop();
});

/** An instance of the store in a region, a copy of the one in another. */
function instance(region: string, copiesRegion?: string): FakeInstance {
  const made: FakeInstance = {
    source: copiesRegion === undefined ? undefined : arn(copiesRegion),
    status: "available",
    promoting: 0,
  };
  aws.instances.set(`${region}/${identifier(region)}`, made);
  return made;
}

const scopeOf = (...regions: readonly string[]): RegionScope => ({
  region: LOST,
  account: "111111111111",
  stores: [{ id: "billing", engine: "rds-postgresql", regions, name: "", nameIn: identifier }],
  hosts: [],
  clientRegions: [],
  clients,
  resolve: async () => ({ answers: [], chosen: undefined }),
});
const failOver = (...regions: readonly string[]) =>
  runSteps(regionFailover(scopeOf(...regions)), { clock: new ManualClock() });
const outcomes = ({ steps }: Awaited<ReturnType<typeof failOver>>) =>
  steps.filter(({ id }) => id !== "names-avoid-region").map(({ id, outcome }) => `${id} ${outcome}`);

describe("failing over an RDS instance", () => {
  it("promotes the copy, waits until it takes writes, and calls its region only", async () => {
    instance(LOST);
    const copy = instance(NEXT, LOST);
    aws.lost.add(LOST);

    const result = await failOver(LOST, NEXT);

    expect(outcomes(result)).toEqual(["promote-billing confirmed"]);
    expect(result.steps[0]).toMatchObject({ endedAt: 5000, region: NEXT });
    expect(result.steps[0]?.detail).toContain("takes writes, available, backups of 7 days");
    expect(copy.source).toBeUndefined();
    expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
  });

  it("labels the promotion with every action that it used", async () => {
    instance(NEXT, LOST);
    const { steps } = await failOver(LOST, NEXT);
    const used = new Set(aws.calls.map(({ service, action }) => `${service}:${action}`));
    expect(new Set(steps[0]?.actions)).toEqual(used);
  });

  it("promotes nothing when the region that is left takes writes already", async () => {
    instance(NEXT);
    expect(outcomes(await failOver(NEXT, LOST))).toEqual(["promote-billing satisfied"]);
    expect(aws.calls.map(({ action }) => action)).toEqual(["DescribeDBInstances"]);
  });

  it("promotes nothing when the copy's source is not what was lost", async () => {
    instance(NEXT, FAR);
    instance(FAR, NEXT);
    const result = await failOver(LOST, NEXT, FAR);
    expect(result.steps[1]?.detail).toContain(`copies ${FAR}, which is not lost`);
  });

  it("stops before a second copy is promoted beside the first", async () => {
    instance(FAR);
    const copy = instance(NEXT, LOST);
    const result = await failOver(LOST, NEXT, FAR);
    expect(outcomes(result)).toEqual([`see-copy-billing-${FAR} stopped`]);
    expect(copy.source).toBe(arn(LOST));
  });

  it("stops when the copy is in the middle of something", async () => {
    instance(NEXT, LOST).status = "modifying";
    expect(outcomes(await failOver(LOST, NEXT))).toEqual(["promote-billing stopped"]);
  });

  it("fails when there is no copy where one should be", async () => {
    expect(outcomes(await failOver(LOST, NEXT))).toEqual(["promote-billing failed"]);
  });
});

describe("what a failback leaves undone", () => {
  it("is nothing while the copies copy the one that takes writes", async () => {
    instance(LOST);
    instance(NEXT, LOST);
    instance(FAR, LOST);
    expect(await instancesToRebuild(scopeOf(LOST, NEXT, FAR))).toEqual([]);
  });

  it("is a rebuild after a promotion, because both take writes", async () => {
    instance(LOST);
    instance(NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT));
    expect(left).toMatchObject({ store: "billing", detail: `takes writes: ${LOST}, ${NEXT}` });
    expect(left?.byHand.join(" ")).toContain("terraform import");
  });

  it("names a copy that follows the old source", async () => {
    instance(NEXT);
    instance(FAR, LOST);
    instance(LOST, NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT, FAR));
    expect(left?.detail).toContain(`copies an instance that is not the writer: ${FAR}`);
  });

  it("says which region could not be looked at, rather than count it as done", async () => {
    instance(LOST);
    instance(NEXT, LOST);
    aws.lost.add(NEXT);
    const [left] = await instancesToRebuild(scopeOf(LOST, NEXT));
    expect(left?.detail).toContain(`could not be looked at: ${NEXT}`);
  });

  it("does not look at stores of other kinds", async () => {
    const scope = scopeOf(LOST, NEXT);
    const stores = scope.stores.map((store) => ({ ...store, engine: "s3" as const }));
    expect(await instancesToRebuild({ ...scope, stores })).toEqual([]);
    expect(aws.calls).toEqual([]);
  });
});
