import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { typed } from "./testing/typed.ts";

let config: string;
let folder: string;
beforeAll(async () => {
  config = await folderWith(SOUND);
  folder = await mkdtemp(join(tmpdir(), "trireme-access-"));
});
afterAll(async () => {
  await rm(config, { recursive: true });
  await rm(folder, { recursive: true });
});

const access = (...args: readonly string[]) => typed("access", ...args);

async function planFile(): Promise<string> {
  const file = join(folder, "plan.json");
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }],
  });
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  });
  const create = (type: string, name: string, after: object) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: { actions: ["create"], after, after_unknown: { arn: true } },
  });
  const resource_changes = [
    create("aws_iam_role", "reader", {
      name: "reader",
      assume_role_policy: trust,
      inline_policy: [{ name: "read", policy }],
    }),
    create("aws_s3_bucket", "photos", { bucket: "photos" }),
  ];
  await writeFile(file, JSON.stringify({ format_version: "1.2", resource_changes }));
  return file;
}

describe("trireme access who", () => {
  it("says who can, of a plan of anybody's", async () => {
    const file = await planFile();
    const args = ["who", "--plan", file, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::photos/*"];
    const { code, out } = await access(...args, "--account", "111122223333", "--json");
    expect(code).toBe(0);
    const { answers, evaluatedBy } = JSON.parse(out);
    expect(evaluatedBy).toBe("our evaluator");
    expect(answers.map(({ who, access: how }: { who: string; access: string }) => [who, how])).toEqual([
      ["reader", "allowed"],
      ["arn:aws:iam::111122223333:root", "allowed"],
    ]);
    const text = await access(...args);
    expect(text.out).toContain("can                    role reader");
    expect(text.out).toContain("--account says which");
  });

  it("says of our own stacks under which conditions a role can be taken on", async () => {
    const args = ["who", config, "--env", "production", "--action", "sts:AssumeRole", "--resource"];
    const { code, out } = await access(...args, "production/global:aws_iam_role.clusters_platform-admin");
    expect(code).toBe(0);
    expect(out).toContain("aws:MultiFactorAuthPresent");
  });

  it("refuses what is no action, no resource and no context, all at once", async () => {
    const args = ["who", config, "--action", "s3:Get*", "--resource", "photos", "--context", "x"];
    const { code, out, err } = await access(...args, "--json");
    expect(code).toBe(2);
    for (const where of ["access/action", "access/resource", "access/context"]) expect(err).toContain(where);
    expect(JSON.parse(out).error.problems).toHaveLength(3);
  });

  it("refuses an account that is none, a missing file and two sources", async () => {
    const asked = ["--action", "s3:GetObject", "--resource", "*"];
    expect((await access("who", config, ...asked, "--account", "12")).err).toContain("access/account");
    expect((await access("who", "--plan", join(folder, "none"), ...asked)).code).toBe(2);
    expect((await access("who", config, "--plan", "x", ...asked)).err).toContain("exclude-each-other");
    expect((await access("who", config)).code).toBe(2);
  });
});

describe("trireme access check", () => {
  it("shows the table by rule, and every row with --json", async () => {
    const { code, out } = await access("check", config, "--env", "development");
    expect(out).toContain("✓ services reach their own stores, and no others");
    expect(out).toContain("0 without a reason");
    expect(code).toBe(0);
    const document = JSON.parse((await access("check", config, "--env", "development", "--json")).out);
    expect(document).toMatchObject({ evaluatedBy: "our evaluator", findings: [] });
    expect(document.rows[0]).toMatchObject({
      wanted: "allow",
      got: "allow",
      holds: true,
      layer: "identity policies",
    });
  });

  it("refuses an environment that is not there", async () => {
    expect((await access("check", config, "--env", "none")).code).toBe(2);
  });
});

describe("trireme access review", () => {
  it("writes a file with a line for each grant and room to sign", async () => {
    const out = join(folder, "review.csv");
    const { code, out: said } = await access(
      "review",
      config,
      "--env",
      "development",
      "--out",
      out,
      "--json",
    );
    expect(code).toBe(0);
    const [header, ...lines] = (await readFile(out, "utf8")).replace("\uFEFF", "").split("\r\n");
    expect(header).toMatch(/^principal,kind,account,may do,.*,reviewer,decision,date,signature$/);
    expect(lines).toHaveLength(JSON.parse(said).rows + 1);
    expect(lines.join()).toContain("shop-development-pod-storefront,role,333333333333");
  });

  it("refuses a file that cannot be written", async () => {
    const { code, err } = await access("review", config, "--out", join(folder, "none", "review.csv"));
    expect(code).toBe(2);
    expect(err).toContain("review-not-written");
  });
});
