import { describe, expect, it } from "vitest";
import { withoutAdopted, withoutStateBuckets } from "./imports.ts";

const bucket = { to: "aws_s3_bucket.states_bucket", id: "shop-organization-tfstate-us-east-1-444444444444" };
const account = { to: "aws_organizations_account.tree_account-production", id: "111111111111" };
const stack = (...blocks: object[]) => ({
  id: "organization/accounts",
  configuration: { resource: {}, ...(blocks.length === 0 ? {} : { import: blocks }) } as never,
});

describe("what is imported", () => {
  it("of a company's own is left out where there is none of it, buckets of states are not", () => {
    expect(withoutAdopted(stack(bucket, account))).toEqual(stack(bucket));
    expect(withoutAdopted(stack(account))).toEqual(stack());
  });

  it("of a company's own is planned from the beginning, buckets of states once they are there", () => {
    expect(withoutStateBuckets(stack(bucket, account))).toEqual(stack(account));
    expect(withoutStateBuckets(stack(bucket))).toEqual(stack());
  });

  it("is nothing in most stacks", () => {
    const plain = stack();
    expect(withoutAdopted(plain)).toBe(plain);
  });
});
