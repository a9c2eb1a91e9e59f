import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { plan } from "../plan/plan.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type TestMachine, testMachine } from "../testing/site.ts";

const NETWORK = "staging/us-east-1/network";

describe("states in the copies of another region", () => {
  let folder: string;
  let test: TestMachine<FakeAws>;
  beforeEach(async () => {
    folder = await folderWith(SMALL);
    test = await testMachine(await FakeAws.start());
    // The survivor's bucket of states, which holds the copies.
    test.aws.buckets.set("us-west-2/shop-staging-tfstate-us-west-2-222222222222", new Map());
  });
  afterEach(async () => {
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const planned = (environment: string, ...statesFromCopies: string[]) =>
    plan(
      { path: folder, environment, stacks: [`${environment}/us-east-1/network`], statesFromCopies },
      new RecordingHost(),
      test.machine,
    );

  it("are read there, under the same key, and the approved configuration stays as it is", async () => {
    await planned("staging", "us-east-1");
    const dir = join(folder, ".trireme/sandbox/staging/stacks-from-copies", NETWORK);
    const json = async (name: string) => JSON.parse(await readFile(join(dir, name), "utf8"));
    const { terraform } = await json("sandbox_override.tf.json");
    expect(terraform.backend.s3).toMatchObject({
      bucket: "shop-staging-tfstate-us-west-2-222222222222",
      region: "us-west-2",
      key: `${NETWORK}/terraform.tfstate`,
      use_lockfile: true,
    });
    expect((await json("main.tf.json")).terraform.backend.s3.region).toBe("us-east-1");
  });

  it("are left where they are when no copies are asked for", async () => {
    await planned("staging");
    const first = join(folder, ".trireme/sandbox/staging/before-the-first-deploy", NETWORK);
    expect(JSON.parse(await readFile(join(first, "main.tf.json"), "utf8")).terraform.backend.s3.region).toBe(
      "us-east-1",
    );
  });

  it("refuses a region whose states have no copy, and names those that have", async () => {
    await expect(planned("staging", "eu-west-1")).rejects.toMatchObject({
      problems: [
        {
          code: "option/no-copy-of-states",
          given: "eu-west-1",
          wanted: expect.stringContaining("us-east-1"),
        },
      ],
    });
    await expect(planned("development", "us-east-1")).rejects.toMatchObject({
      problems: [{ code: "option/no-copy-of-states", wanted: expect.stringContaining("there is none") }],
    });
  });
});
