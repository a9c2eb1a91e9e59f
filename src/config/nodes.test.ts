import { describe, expect, it } from "vitest";
import { NOON, platformInput } from "./fixture.ts";
import type { EnvironmentInput, NodesInput } from "./input.ts";
import { standingArchitecture, standingInstanceTypes } from "./nodes.ts";
import { resolvePlatform } from "./resolve.ts";

const nodesOf = (nodes?: NodesInput, environment: Partial<EnvironmentInput> = {}) => {
  const one = { name: "production", account: "111111111111", slot: 0, ...environment };
  const environments = [nodes === undefined ? one : { ...one, nodes }];
  const [resolved] = resolvePlatform(platformInput({ environments }), { clock: NOON }).environments;
  if (resolved === undefined) throw new Error("no environment");
  return resolved.nodes;
};

describe("the nodes of an environment", () => {
  it("are Graviton on demand in production, and may be Spot elsewhere", () => {
    expect(nodesOf()).toEqual({
      spot: false,
      families: ["m7g", "m6g", "c7g", "c6g", "r7g", "r6g"],
      architectures: ["arm64"],
    });
    expect(nodesOf(undefined, { name: "staging" }).spot).toBe(true);
    expect(nodesOf({ spot: false }, { name: "staging" }).spot).toBe(false);
    expect(nodesOf({ spot: true }).spot).toBe(true);
  });

  it("have the architectures of their families, and families of their architectures", () => {
    expect(nodesOf({ families: ["m7i", "m7g", "m7i"] })).toMatchObject({
      families: ["m7i", "m7g"],
      architectures: ["x86_64", "arm64"],
    });
    expect(nodesOf({ architectures: ["x86_64"] }).families).toEqual([
      "m7i",
      "m6i",
      "c7i",
      "c6i",
      "r7i",
      "r6i",
    ]);
  });

  it("that are always there are of the first family's kind and architecture", () => {
    expect(standingInstanceTypes(nodesOf())).toEqual(["m7g.xlarge", "m6g.xlarge"]);
    const mixed = nodesOf({ families: ["c7i", "c7g", "c6i", "m6i"] });
    expect(standingInstanceTypes(mixed)).toEqual(["c7i.xlarge", "c6i.xlarge"]);
    expect(standingArchitecture(mixed)).toBe("x86_64");
  });

  it.each([["m7g.large"], ["m7g.*"], ["M7g"], [""]])("take no %j for a family", (family) => {
    expect(() => nodesOf({ families: [family] })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            code: "config/wrong-form",
            where: "environments[0].nodes.families[0]",
            wanted: 'a family of instance types without a size, such as "m7g"',
          }),
        ],
      }),
    );
  });
});
