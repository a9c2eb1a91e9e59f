import { describe, expect, it } from "vitest";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { whyUnplannable } from "./plannable.ts";

const LOST = "us-east-1";

function stack(more: Partial<SynthesizedStack>): SynthesizedStack {
  return {
    id: "production/x",
    scope: { kind: "region", region: "us-west-2" },
    alsoReads: [],
    dependsOn: [],
    inputs: [],
    stateRegion: "us-west-2",
    configuration: {},
    ...more,
  };
}

describe("why a stack cannot be planned while a region is gone", () => {
  it("is nothing for a stack that lives elsewhere in every respect", () => {
    expect(whyUnplannable(stack({}), LOST)).toBeUndefined();
    expect(whyUnplannable(stack({ alsoReads: ["eu-west-1"] }), LOST)).toBeUndefined();
  });

  it("is the region itself for a stack of the region", () => {
    const own = stack({ scope: { kind: "region", region: LOST }, stateRegion: LOST });
    expect(whyUnplannable(own, LOST)).toBe("its region us-east-1 is gone");
  });

  it("is the home of the control planes for a global stack, when that home is what was lost", () => {
    const global = stack({ scope: { kind: "global" } });
    expect(whyUnplannable(global, LOST)).toContain("control planes of global services");
    expect(whyUnplannable(global, "eu-west-1")).toBeUndefined();
  });

  it("is its state for a stack whose state lies in the region", () => {
    expect(whyUnplannable(stack({ stateRegion: LOST }), LOST)).toBe(
      "its state is in us-east-1, which is gone",
    );
    const global = stack({ scope: { kind: "global" }, stateRegion: "eu-west-1" });
    expect(whyUnplannable(global, "eu-west-1")).toContain("its state");
  });

  it("is what its provider reads for a global table that has another copy in the region", () => {
    expect(whyUnplannable(stack({ alsoReads: [LOST] }), LOST)).toContain("another copy of its global tables");
  });
});
