import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataKey } from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import { ConstructRehearsal, type Part, skippedBecause, toolsMissing } from "./testing/rehearseConstructs.ts";

const keys: Part = {
  id: "us-east-1/keys",
  region: "us-east-1",
  build: (scope) => {
    const key = new DataKey(scope, "key", { naming: NAMING, region: "us-east-1", purpose: "us", tags: TAGS });
    return { key_arn: key.arn };
  },
};

describe.skipIf(toolsMissing)(`constructs with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  it("applies a key, plans nothing more, and destroys it", async () => {
    const { outputs } = await rehearsal.apply(keys);
    expect(outputs.key_arn).toMatch(/^arn:aws:kms:us-east-1:/);
    expect(await rehearsal.changes(keys)).toEqual([]);
    await rehearsal.destroy(keys);
    const described = await rehearsal.request({
      service: "kms",
      region: "us-east-1",
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.DescribeKey" },
      body: JSON.stringify({ KeyId: outputs.key_arn }),
    });
    expect(described.body).toContain("PendingDeletion");
  }, 200_000);
});
