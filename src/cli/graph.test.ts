import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { typed } from "./testing/typed.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-graph-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const graph = (...args: readonly string[]) => typed("graph", ...args);

async function planFile(): Promise<string> {
  const file = join(folder, "plan.json");
  const change = {
    address: "aws_vpc.main",
    mode: "managed",
    type: "aws_vpc",
    name: "main",
    change: { actions: ["create"], after: { cidr_block: "10.0.0.0/16" } },
  };
  await writeFile(file, JSON.stringify({ format_version: "1.2", resource_changes: [change] }));
  return file;
}

describe("trireme graph", () => {
  it("gives nodes, edges, notices and source of a plan with --json", async () => {
    const file = await planFile();
    const { code, out } = await graph("--plan", file, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      source: { kind: "plan", name: file },
      nodes: [{ id: "aws_vpc.main", values: { known: { cidr_block: "10.0.0.0/16" } } }],
      edges: [],
      notices: [],
    });
  });

  it("gives the graph of the configuration's own stacks, of one environment if told", async () => {
    const config = await folderWith(SOUND);
    const all = JSON.parse((await graph(config, "--json")).out);
    const one = JSON.parse((await graph(config, "--env", "development", "--json")).out);
    await rm(config, { recursive: true });
    const stacks = (document: { nodes: { stack: string }[] }) =>
      new Set(document.nodes.map(({ stack }) => stack.split("/")[0]));
    expect(stacks(all)).toEqual(new Set(["production", "staging", "development"]));
    expect(stacks(one)).toEqual(new Set(["development"]));
    expect(one.edges.length).toBeGreaterThan(0);
  });

  it("gives counts by type, region and change for people", async () => {
    const { code, out } = await graph("--plan", await planFile());
    expect(code).toBe(0);
    for (const part of ["1 resources, 0 edges", "aws_vpc  1", "not known  1", "create  1", "No notices"]) {
      expect(out).toContain(part);
    }
  });

  it("reads a folder of .tf files", async () => {
    await writeFile(
      join(folder, "main.tf"),
      'resource "aws_sqs_queue" "jobs" {}\nmodule "far" { source = "a/b/c" }\n',
    );
    const { code, out } = await graph("--dir", folder);
    expect(code).toBe(0);
    expect(out).toContain("aws_sqs_queue  1");
    expect(out).toContain("module-not-followed");
  });

  it.each([
    [["--plan", "a", "--state", "b"]],
    [["--plan", "a", "--dir", "b"]],
    [["--state", "a", "--env", "b"]],
    [["folder", "--dir", "b"]],
  ])("refuses options that exclude each other: %s", async (args) => {
    const { code, err } = await graph(...args);
    expect(code).toBe(2);
    expect(err).toContain("option/exclude-each-other");
  });

  it("refuses a file over --max-size, and names the limit", async () => {
    const file = join(folder, "large.json");
    await writeFile(file, " ".repeat(1024 * 1024 + 1));
    const { code, err } = await graph("--plan", file, "--max-size", "1");
    expect(code).toBe(2);
    expect(err).toContain("graph/limit-bytes");
    expect((await graph("--plan", file, "--max-size", "x")).code).toBe(2);
  });

  it("refuses a missing file and a plan given as a state", async () => {
    expect((await graph("--plan", join(folder, "none"))).code).toBe(2);
    const { code, err } = await graph("--state", await planFile());
    expect(code).toBe(2);
    expect(err).toContain("--plan");
  });
});
