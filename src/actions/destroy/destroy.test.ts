import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { deploy } from "../deploy/deploy.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type TestMachine, testMachine } from "../testing/site.ts";
import { type DestroyOptions, destroy } from "./destroy.ts";

const UNPROTECTED = SMALL.replace("slot: 2,", "slot: 2, protect: false,");
const NETWORK = "development/us-east-1/network";

let folder: string;
let test: TestMachine<FakeAws>;
let host: RecordingHost;

beforeEach(async () => {
  folder = await folderWith(UNPROTECTED);
  test = await testMachine(await FakeAws.start());
  host = new RecordingHost(true);
  const options = { path: folder, environment: "development", yes: true };
  expect(await deploy(options, host, test.machine)).toMatchObject({ outcome: "done" });
  test.driver.operations.length = 0;
});
afterEach(async () => {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
});

const destroyed = (more: Partial<DestroyOptions> = {}, by = host) =>
  destroy({ path: folder, environment: "development", ...more }, by, test.machine);
const applies = () =>
  test.driver.operations.filter(({ operation }) => operation === "apply").map(({ stack }) => stack);

describe("a destruction", () => {
  it("takes away what depends on others before those, and says what remains", async () => {
    const result = await destroyed();
    expect(result.outcome).toBe("done");
    expect(applies().indexOf(NETWORK)).toBeGreaterThan(applies().indexOf("development/us-east-1/compute"));
    expect(applies().indexOf(NETWORK)).toBeGreaterThan(applies().indexOf("development/us-east-1/data"));
    const remains = result.remains.map(({ what }) => what).join();
    expect(remains).toContain("bucket shop-development-tfstate-us-east-1");
    expect(remains).toContain("aws_kms_key");
    expect(await destroyed()).toMatchObject({ outcome: "nothing-to-do" });
  });

  it("leaves no outputs behind, so that a later plan takes none of them for true", async () => {
    const objects = () => [...test.aws.buckets.values()].flatMap((bucket) => [...bucket.keys()]);
    expect(objects().some((key) => key.startsWith("outputs/"))).toBe(true);
    await destroyed();
    // What holds the states, its own among them, stays.
    expect(objects()).toEqual(["outputs/development/us-east-1/bootstrap.json"]);
  });

  it("wants the name typed: a mere yes is a no", async () => {
    const hasty = new RecordingHost(() => "yes");
    expect(await destroyed({}, hasty)).toMatchObject({ outcome: "declined", stacks: [] });
    expect(hasty.questions).toMatchObject([{ expected: "development" }]);
    expect(applies()).toEqual([]);
  });

  it("refuses a wrong name in the option, and no name where nobody is there", async () => {
    const missing = { problems: [{ code: "option/approval-missing" }] };
    await expect(destroyed({ confirm: "production" })).rejects.toMatchObject(missing);
    host.attended = false;
    await expect(destroyed()).rejects.toMatchObject(missing);
    expect(applies()).toEqual([]);
    expect(await destroyed({ confirm: "development" })).toMatchObject({ outcome: "done" });
  });

  it("refuses a protected environment, says how it could be done, and looks at nothing", async () => {
    await expect(destroyed({ environment: "production" })).rejects.toMatchObject({
      code: "environment-protected",
      fix: expect.stringContaining("protect: false for production"),
    });
    expect(test.driver.operations).toEqual([]);
  });

  it("leaves what others still need when one of them fails, and goes on from there the next time", async () => {
    const compute = "development/us-east-1/compute";
    test.driver.failAt(compute, "apply", "still in use");
    const first = await destroyed();
    expect(first.outcome).toBe("incomplete");
    expect(first.stacks.find(({ id }) => id === NETWORK)).toMatchObject({ status: "skipped" });
    test.driver.heal(compute);
    const second = await destroyed();
    expect(second).toMatchObject({ outcome: "done", resumed: { operation: "destroy" } });
    expect(second.stacks.find(({ id }) => id === NETWORK)?.status).toBe("applied");
  });

  it("destroys nothing while a region is gone: what is there would be left and paid for", async () => {
    test.lost.add("us-east-1");
    test.aws.lost.add("us-east-1");
    const result = await destroyed();
    expect(result).toMatchObject({ outcome: "not-planned", stacks: [] });
    expect(applies()).toEqual([]);
  });
});
