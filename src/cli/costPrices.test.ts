import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FakePriceList } from "../aws/testing/fakePriceList.ts";
import { RECORDED } from "../aws/testing/recordedPrices.ts";
import { typed } from "./testing/typed.ts";

let fake: FakePriceList;
let folder: string;
beforeAll(async () => {
  fake = new FakePriceList(RECORDED);
  fake.pageSize = 100;
  // As the SDK itself reads where a service is.
  vi.stubEnv("AWS_ENDPOINT_URL_PRICING", await fake.start());
  vi.stubEnv("AWS_ACCESS_KEY_ID", "111111111111");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "sandbox");
  folder = await mkdtemp(join(tmpdir(), "trireme-cli-prices-"));
});
afterAll(async () => {
  // Never another object in place of process.env: what later files of this worker take out of it would stay in.
  vi.unstubAllEnvs();
  await fake.stop();
  await rm(folder, { recursive: true, force: true });
});

const prices = (...args: readonly string[]) => typed("cost", "prices", ...args);

describe("trireme cost prices", () => {
  it("renews prices through the SDK, says what changed and what it could not renew, and shows them", async () => {
    fake.documents[0] = RECORDED[0]?.replaceAll("0.0450000000", "0.0495000000") ?? "";
    const { code, out } = await prices("update", "--out", folder, "--region", "us-east-1");
    expect(code, out).toBe(0);
    expect(out).toContain("changed  nat/hour in us-east-1: 0.045 becomes 0.0495 a unit of hours (+10 %)");
    expect(out).toMatch(/\d+ prices were not renewed and stay as they were:\n +\d+ {2}cost\/no-rule/);
    expect(fake.asked[0]?.region).toBe("us-east-1");

    const shown = await prices("show", "nat/hour", "--prices", folder);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.out).toContain(
      "us-east-1       0.0495  (listed, aws-AmazonEC2-20261007165408 of 2026-10-07, in force since 2026-10-01)",
    );
    const listed = await prices("list", "--prices", folder, "--json");
    expect(JSON.parse(listed.out).sources.map(({ id }: { id: string }) => id)).toContain(
      "aws-awskms-20260911124601",
    );
  });

  it("ends with 1 where a price leaps and nobody is there to say yes, and names the option", async () => {
    const dear = RECORDED.map((text) => text.replaceAll("0.0450000000", "7"));
    fake.documents.splice(0, fake.documents.length, ...dear);
    const { code, out } = await prices("update", "--out", folder, "--region", "us-east-1");
    expect(code).toBe(1);
    expect(out).toMatch(/doubtful nat\/hour in us-east-1: .*--accept nat\/hour/);
  });

  it("ends with 3 where the list refuses, with what leave is wanted", async () => {
    fake.refusedFrom = 1;
    const { code, out } = await prices("update", "--out", folder, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(out).error).toMatchObject({ code: "price-list-failed", fault: "environment" });
    fake.refusedFrom = Number.POSITIVE_INFINITY;
  });

  it("ends with 2 for an item that there is not, with those that are near, and for a path that is none", async () => {
    const { code, out } = await prices("show", "nat/day", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out).error.problems).toMatchObject([
      { given: "nat/day", wanted: "one of nat/data, nat/hour" },
    ]);
    expect((await prices("list", "--prices", join(folder, "none.json"))).code).toBe(2);
  });
});
