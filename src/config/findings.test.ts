import { describe, expect, it } from "vitest";
import { findings } from "./findings.ts";
import { NOON, platformInput } from "./fixture.ts";
import type { PlatformInput } from "./input.ts";
import { resolvePlatform } from "./resolve.ts";

const oneRegionEurope = { US: { regions: ["us-east-1", "us-west-2"] }, EU: { regions: ["eu-west-1"] } };

function findingsOf(replace: Partial<PlatformInput>) {
  const budgets = { environments: { production: 1000 }, email: ["finance@shop.example.com"] };
  return findings(resolvePlatform(platformInput({ budgets, ...replace }), { clock: NOON }));
}

describe("findings", () => {
  it("says that a home of one region cannot recover its data inside the declared residency", () => {
    const [finding, ...others] = findingsOf({ homes: oneRegionEurope });

    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "config/home-without-recovery",
      severity: "error",
      where: "homes.EU",
    });
    expect(finding?.text).toContain("orders-eu");
    expect(finding?.text).toContain("inside the declared residency");
  });

  it("says nothing of a home with a recovery region", () => {
    expect(findingsOf({})).toEqual([]);
  });

  it("says nothing of a home of one region that keeps no data of its own", () => {
    expect(findingsOf({ homes: oneRegionEurope, stores: [], services: [{ name: "storefront" }] })).toEqual(
      [],
    );
  });

  it("accepts a declared transfer, while it holds, as a decision", () => {
    const transfer = { basis: "assessment 12", owner: "data-protection", expires: "2026-12-31" };
    const found = findingsOf({
      homes: oneRegionEurope,
      stores: [
        {
          name: "orders",
          engine: "aurora-postgresql",
          data: "personal",
          partitionedBy: "home",
          partitions: { EU: { copies: ["us-east-1"], transfer } },
        },
      ],
      services: [{ name: "checkout", stores: ["orders"] }],
    });
    expect(found).toEqual([]);
  });
});

it("says once that GuardDuty does not see inside pods on Fargate, where it would see inside others", () => {
  const services = [{ name: "storefront" }, { name: "previews", runsOn: "fargate" as const }];
  const [finding, ...others] = findingsOf({ services });

  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: "config/fargate-unseen", severity: "note" });
  expect(finding?.text).toContain("previews");

  const basic = [{ name: "staging", account: "222222222222", slot: 0, detection: "basic" as const }];
  const budgets = { environments: { staging: 1000 }, email: ["finance@shop.example.com"] };
  expect(findingsOf({ services, environments: basic, budgets })).toEqual([]);
});
