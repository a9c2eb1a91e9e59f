import { describe, expect, it } from "vitest";
import { graph, ONE_STACK } from "./testing/graphs.ts";
import { workOf } from "./work.ts";

const stack = (id: string, ...dependsOn: string[]) => ({ id, scope: { kind: "global" } as const, dependsOn });

describe("workOf", () => {
  it("counts each dependency within a stack once, and leaves those between stacks to the order of stacks", () => {
    const given = graph([
      { stack: "a", type: "aws_vpc", name: "v" },
      { stack: "b", type: "aws_subnet", name: "s", needs: ["a:aws_vpc.v"] },
      { stack: "b", type: "aws_lb", name: "l", needs: ["b:aws_subnet.s", "b:aws_subnet.s", "b:aws_lb.l"] },
    ]);
    const [, b] = workOf(given, [stack("a"), stack("b", "a")]);
    expect(b?.tasks.map(({ resource }) => resource.type)).toEqual(["aws_subnet", "aws_lb"]);
    expect([...(b?.waitsFor ?? [])]).toEqual([0, 1]);
    expect(b?.needs).toEqual([0]);
  });

  it("refuses resources that wait for each other", () => {
    const given = graph([
      { stack: "only", type: "aws_vpc", name: "a", needs: ["only:aws_vpc.b"] },
      { stack: "only", type: "aws_vpc", name: "b", needs: ["only:aws_vpc.a"] },
    ]);
    expect(() => workOf(given, ONE_STACK)).toThrow(
      expect.objectContaining({ code: "recovery/resource-cycle", fault: "input" }),
    );
  });

  it("refuses stacks that wait for each other", () => {
    expect(() => workOf(graph([]), [stack("a", "b"), stack("b", "a")])).toThrow(
      expect.objectContaining({ code: "recovery/stack-cycle" }),
    );
  });
});
