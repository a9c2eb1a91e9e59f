import { describe, expect, it } from "vitest";
import { statefulChanges } from "./stateful.ts";

const STACK = "organization/accounts";
const change = (type: string, action: "replace" | "delete" | "update") => ({
  address: `${type}.x`,
  type,
  action,
});

describe("changes that lose something", () => {
  it("include a unit that is moved, which Terraform can only make anew, and say what to do instead", () => {
    const [found] = statefulChanges(STACK, [change("aws_organizations_organizational_unit", "replace")]);
    expect(found).toMatchObject({ stack: STACK, action: "replace" });
    expect(found?.loses).toContain("move its accounts to a new one instead");
  });

  it("include an account that leaves the organization", () => {
    expect(statefulChanges(STACK, [change("aws_organizations_account", "delete")])).toHaveLength(1);
  });

  it("leave out an account that is moved to another unit, and what holds nothing", () => {
    const moved = change("aws_organizations_account", "update");
    const policy = change("aws_organizations_policy_attachment", "delete");
    expect(statefulChanges(STACK, [moved, policy])).toEqual([]);
  });
});
