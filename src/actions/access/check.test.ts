import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type AccessModel, judge, type Row, readAccess } from "../../access/index.ts";
import { openedUp, shutDown, withoutDeciding } from "../../access/testing/mutations.ts";
import type { Platform } from "../../config/index.ts";
import { graphFromStacks } from "../../graph/index.ts";
import { systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { openProject, synthesizeUnit } from "../project.ts";
import { type AccessCheck, checkAccess } from "./check.ts";
import { expectationsOf } from "./expectations/index.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../examples/storefront");

let platform: Platform;
let stacks: readonly SynthesizedStack[];
let checked: AccessCheck;
let model: AccessModel;
let rows: readonly Row[];

beforeAll(async () => {
  ({ platform } = await openProject(EXAMPLE, systemClock));
  const { organization, environments } = platform;
  if (organization === undefined) throw new Error("the example has no organization");
  stacks = environments.flatMap((environment) => synthesizeUnit(platform, environment).stacks);
  const own = synthesizeUnit(platform, organization).stacks;
  checked = checkAccess(platform, environments, [...stacks, ...own], true);
  model = readAccess(graphFromStacks([...stacks, ...own], { name: "test" }));
  rows = judge(model, expectationsOf(platform, environments.slice(0, 1), model));
}, 300_000);

describe("the example's permissions", () => {
  it("are as the table wants them, in every environment, and under guard rails", () => {
    expect(checked.rows.filter(({ holds }) => !holds)).toEqual([]);
    expect(
      rows.filter(({ holds }) => !holds).map(({ expectation, missing }) => [expectation.says, missing]),
    ).toEqual([]);
    expect(checked.rows.length).toBeGreaterThan(2000);
  });

  it("have a recorded reason for every wildcard, and no reason without a wildcard", () => {
    expect(checked.findings).toEqual([]);
    expect(checked.wildcards.unexplained).toEqual([]);
    expect(checked.wildcards.explained).toBeGreaterThan(100);
  });

  it("are all read but for the policies that AWS keeps", () => {
    const unknown = checked.notices.find(({ code }) => code === "policy-unknown");
    expect(unknown?.places.every((place) => place.startsWith("arn:aws:iam::aws:policy/"))).toBe(true);
    expect(checked.notices.map(({ code }) => code)).not.toContain("policy-of-nobody");
    expect(checked.notices.map(({ code }) => code)).not.toContain("policy-unread-type");
  });
});

describe("the table", () => {
  /** A few of each kind: rule, what is wanted, action. */
  const sampled = () =>
    [
      ...Map.groupBy(
        rows,
        ({ expectation: { rule, wanted, asked } }) => `${rule} ${wanted} ${asked.action}`,
      ).values(),
    ].flatMap((same) => same.slice(0, 1));

  it("asks of guard rails, stores, keys, roles, people and strangers", () => {
    expect(new Set(rows.map(({ expectation }) => expectation.rule)).size).toBe(20);
  });

  it("fails in every row that is allowed, or explicitly denied, without the statements that decide it", () => {
    const decided = sampled().filter(
      ({ by, expectation }) => by.length > 0 && expectation.wanted !== "nobody-but",
    );
    expect(decided.length).toBeGreaterThan(25);
    for (const row of decided) {
      // What an administrator may by AWS's own policy, only a rail that shuts too much takes away.
      const byAws = row.by.every(({ policy }) => policy.name === "AWS's AdministratorAccess");
      const without = byAws ? shutDown(model) : withoutDeciding(model, row);
      // What is denied twice, once for want of a grant, takes both mutations.
      const granted = row.expectation.wanted !== "deny" || row.expectation.as.kind === "administrator";
      const twice = granted && !/another account/.test(row.expectation.rule) ? without : openedUp(without);
      const [after] = judge(twice, [row.expectation]);
      expect(after?.holds, row.expectation.says).toBe(false);
    }
  });

  it("fails in every row that nothing allows, or that only some may pass, when everything is open", () => {
    const open = openedUp(model);
    const closed = sampled().filter(
      ({ by, expectation }) =>
        expectation.wanted === "nobody-but" || (expectation.wanted === "deny" && by.length === 0),
    );
    expect(closed.length).toBeGreaterThan(20);
    for (const { expectation } of closed) {
      expect(judge(open, [expectation])[0]?.holds, expectation.says).toBe(false);
    }
  });

  it("fails where the role that it asks for is not there", () => {
    const without = stacks.filter(({ id }) => !id.endsWith("/global"));
    const { findings } = checkAccess(platform, platform.environments.slice(0, 1), without, false);
    expect(findings.some(({ text }) => text.includes("nobody of that name is in the graph"))).toBe(true);
  });
});

describe("findings", () => {
  it("name the row that fails, and the wildcard without a reason", () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const broken = stacks.map((stack) =>
      stack.id === "production/global" ? withPolicy(stack, policy) : stack,
    );
    const { findings, rows: after } = checkAccess(platform, platform.environments, broken, false);
    const wild = findings.filter(({ code, where }) => code === "access/wildcard" && where.includes("broken"));
    expect(wild.map(({ text }) => text)).toEqual([
      expect.stringContaining("s3:*"),
      expect.stringContaining("* allows"),
    ]);
    expect(findings.map(({ text }) => text).join()).toContain("checkout of production does not reach media");
    expect(
      after.filter(({ holds }) => !holds).every(({ others, got }) => others.length > 0 || got === "allow"),
    ).toBe(true);
  });
});

function withPolicy(stack: SynthesizedStack, policy: string): SynthesizedStack {
  const { resource } = stack.configuration as { resource: Record<string, object> };
  const added = { broken: { role: "shop-production-pod-checkout", policy } };
  return {
    ...stack,
    configuration: {
      ...stack.configuration,
      resource: { ...resource, aws_iam_role_policy: { ...resource.aws_iam_role_policy, ...added } },
    },
  };
}
