import { describe, expect, it } from "vitest";
import { platform } from "../../stacks/testing/platforms.ts";
import { synthesizeUnit } from "../project.ts";
import { checkAccess } from "./check.ts";

describe("the permissions of a platform whose regions share a cache", () => {
  it("are as the table wants them, with a recorded reason for what AWS names itself", () => {
    const shared = platform({
      stores: [{ name: "sessions", engine: "redis", data: "personal", partitionedBy: "home" }],
      services: [{ name: "storefront", host: "www", stores: ["sessions"] }],
    });
    const stacks = shared.environments.flatMap((each) => synthesizeUnit(shared, each).stacks);

    const { rows, wildcards } = checkAccess(shared, shared.environments, stacks, false);

    expect(wildcards.unexplained).toEqual([]);
    expect(rows.filter(({ holds }) => !holds)).toEqual([]);
  });
});
