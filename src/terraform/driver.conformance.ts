import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../lib/index.ts";
import { isUnchanged, type PlanOptions, type TerraformDriver, type TerraformEvent } from "./driver.ts";
import type { StackSource } from "./stack.ts";
import { expression } from "./testing/stacks.ts";
import { writeWorkspace } from "./workspace.ts";

/** What the suite needs to know of an implementation of the port. */
export interface DriverUnderTest {
  readonly driver: TerraformDriver;
  /** The `backend` block of a stack's configuration. */
  backend(stack: string): JsonObject;
  /** Lets somebody else hold a stack's lock; the returned function releases it. */
  holdLock(stack: string, who: string): () => void;
  stop(): Promise<void>;
}

/** The behaviour that every TerraformDriver shares. Call it in a test file for each implementation. */
export function driverConformance(name: string, start: () => Promise<DriverUnderTest>): void {
  describe(`${name} as a Terraform driver`, () => {
    let subject: DriverUnderTest;
    let root: string;
    let serial = 0;

    beforeAll(async () => {
      subject = await start();
      root = await mkdtemp(join(tmpdir(), "trireme-driver-"));
    });
    afterAll(async () => {
      await subject.stop();
      await rm(root, { recursive: true, force: true });
    });

    const source = (id: string, body: JsonObject): StackSource => ({
      id,
      scope: { kind: "global" },
      alsoReads: [],
      dependsOn: [],
      inputs: [],
      stateRegion: "us-east-1",
      configuration: { terraform: { backend: subject.backend(id) }, ...body },
    });

    /** A stack of its own for a test, with the steps that most of them take. */
    const newStack = () => {
      const id = `conformance/${name.replaceAll(/\W+/g, "-")}-${serial++}`;
      const { driver } = subject;
      const write = async (body: JsonObject, override?: JsonObject) => {
        const workspace = await writeWorkspace(root, source(id, body), override);
        await driver.init(workspace);
        return workspace;
      };
      const plan = async (
        body: JsonObject,
        variables: Record<string, Json> = {},
        more?: Partial<PlanOptions>,
      ) => {
        const workspace = await write(body);
        return { workspace, plan: await driver.plan(workspace, { variables, ...more }) };
      };
      const apply = async (body: JsonObject, variables: Record<string, Json> = {}) => {
        const planned = await plan(body, variables);
        return { ...planned, applied: await driver.apply(planned.workspace, planned.plan) };
      };
      return { id, driver, write, plan, apply };
    };

    it("plans what would be created and creates nothing", async () => {
      const stack = newStack();
      const { workspace, plan } = await stack.plan(twoThings("a", "b"));
      expect(plan.counts).toEqual({ add: 2, change: 0, replace: 0, destroy: 0 });
      expect(plan.changes.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
        { address: "terraform_data.one", type: "terraform_data", action: "create" },
        { address: "terraform_data.two", type: "terraform_data", action: "create" },
      ]);
      expect(plan).toMatchObject({ stack: stack.id, outputChanges: ["one"], provisional: false });
      expect(plan.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(isUnchanged(plan)).toBe(false);
      expect(await stack.driver.outputs(workspace)).toEqual({});
    });

    it("applies a saved plan, gives its outputs, and finds nothing to do afterwards", async () => {
      const stack = newStack();
      const { workspace, applied } = await stack.apply(twoThings("a", "b"));
      expect(applied.outputs).toEqual({ one: "a" });
      expect(applied.counts.add).toBe(2);
      expect(applied.slowest).toHaveLength(2);
      expect(await stack.driver.outputs(workspace)).toEqual({ one: "a" });
      const again = await stack.plan(twoThings("a", "b"));
      expect(again.plan.counts).toEqual({ add: 0, change: 0, replace: 0, destroy: 0 });
      expect(isUnchanged(again.plan)).toBe(true);
    });

    it("counts update, replacement and deletion apart", async () => {
      const stack = newStack();
      await stack.apply({
        resource: {
          terraform_data: {
            kept: { input: "same" },
            updated: { input: "before" },
            replaced: { input: "x", triggers_replace: "before" },
            deleted: { input: "x" },
          },
        },
      });
      const { plan } = await stack.plan({
        resource: {
          terraform_data: {
            kept: { input: "same" },
            updated: { input: "after" },
            replaced: { input: "x", triggers_replace: "after" },
          },
        },
      });
      expect(plan.counts).toEqual({ add: 0, change: 1, replace: 1, destroy: 1 });
      const actions = Object.fromEntries(plan.changes.map((change) => [change.address, change.action]));
      expect(actions).toEqual({
        "terraform_data.deleted": "delete",
        "terraform_data.replaced": "replace",
        "terraform_data.updated": "update",
      });
    });

    it("does not call a change of an output alone unchanged", async () => {
      const stack = newStack();
      const withOutput = (value: string) => ({ ...oneThing("a"), output: { said: { value } } });
      await stack.apply(withOutput("before"));
      const { plan } = await stack.plan(withOutput("after"));
      expect(plan.counts).toEqual({ add: 0, change: 0, replace: 0, destroy: 0 });
      expect(plan.outputChanges).toEqual(["said"]);
      expect(isUnchanged(plan)).toBe(false);
    });

    it("hands on variables with their types", async () => {
      const stack = newStack();
      const body = {
        variable: { zones: { type: "list(string)" }, size: { type: "number" }, name: { default: "none" } },
        resource: { terraform_data: { one: { input: expression("var.zones") } } },
        output: {
          zones: { value: expression("terraform_data.one.output") },
          size: { value: expression("var.size") },
          greeting: { value: `hello ${expression("var.name")}` },
        },
      };
      const { applied } = await stack.apply(body, { zones: ["a", "b"], size: 3 });
      expect(applied.outputs).toEqual({ zones: ["a", "b"], size: 3, greeting: "hello none" });
    });

    it("leaves no variable values behind in the workspace", async () => {
      const stack = newStack();
      const body = { variable: { secret: { type: "string" } }, ...oneThing("a") };
      const { workspace } = await stack.plan(body, { secret: "correct-horse" });
      const kept = join(workspace.dir, ".trireme", "variables.tfvars.json");
      await expect(readFile(kept)).rejects.toThrow("ENOENT");
    });

    it("merges the sandbox's override without touching the approved file", async () => {
      const stack = newStack();
      const workspace = await stack.write(twoThings("a", "b"), {
        resource: { terraform_data: { one: { input: "overridden" } } },
      });
      const plan = await stack.driver.plan(workspace, { variables: {} });
      const applied = await stack.driver.apply(workspace, plan);
      expect(applied.outputs).toEqual({ one: "overridden" });
      expect(await readFile(join(workspace.dir, "main.tf.json"), "utf8")).not.toContain("overridden");
    });

    it("gives the value of a sensitive output", async () => {
      const stack = newStack();
      const { applied } = await stack.apply({
        ...oneThing("a"),
        output: { password: { value: "hidden", sensitive: true } },
      });
      expect(applied.outputs).toEqual({ password: "hidden" });
    });

    it("destroys by a plan like any other", async () => {
      const stack = newStack();
      const { workspace } = await stack.apply(twoThings("a", "b"));
      const plan = await stack.driver.plan(workspace, { variables: {}, destroy: true });
      expect(plan.counts).toEqual({ add: 0, change: 0, replace: 0, destroy: 2 });
      await stack.driver.apply(workspace, plan);
      expect(await stack.driver.outputs(workspace)).toEqual({});
    });

    it("tells what it does to which resource", async () => {
      const stack = newStack();
      const { workspace, plan } = await stack.plan(oneThing("a"));
      const events: TerraformEvent[] = [];
      await stack.driver.apply(workspace, plan, (event) => events.push(event));
      const kinds = events
        .filter((event) => event.address === "terraform_data.one")
        .map((event) => event.kind);
      expect(kinds).toEqual(["resource-started", "resource-done"]);
    });

    it("refuses to apply a provisional plan", async () => {
      const stack = newStack();
      const body = { variable: { vpc: { type: "string" } }, ...oneThing(expression("var.vpc")) };
      const { workspace, plan } = await stack.plan(body, { vpc: "vpc-0" }, { provisional: ["vpc"] });
      expect(plan.provisional).toBe(true);
      await expect(stack.driver.apply(workspace, plan)).rejects.toMatchObject({ code: "plan-provisional" });
      expect(await stack.driver.outputs(workspace)).toEqual({});
    });

    it("refuses a plan file that is not the one that was planned", async () => {
      const stack = newStack();
      const { workspace, plan } = await stack.plan(twoThings("a", "b"));
      await writeFile(plan.file, "something else");
      await expect(stack.driver.apply(workspace, plan)).rejects.toMatchObject({ code: "plan-changed" });
      await rm(plan.file);
      await expect(stack.driver.apply(workspace, plan)).rejects.toMatchObject({ code: "plan-changed" });
    });

    it("refuses an approved plan once a later plan took its place", async () => {
      const stack = newStack();
      const approved = await stack.plan(twoThings("a", "b"));
      await stack.plan(twoThings("a", "c"));
      await expect(stack.driver.apply(approved.workspace, approved.plan)).rejects.toMatchObject({
        code: "plan-changed",
      });
    });

    it("refuses a plan that was already applied", async () => {
      const stack = newStack();
      const { workspace, plan } = await stack.apply(twoThings("a", "b"));
      await expect(stack.driver.apply(workspace, plan)).rejects.toMatchObject({ code: "plan-stale" });
    });

    it("fails to plan without a value for a variable, and names it", async () => {
      const stack = newStack();
      const body = { variable: { subnet: { type: "string" } }, ...oneThing(expression("var.subnet")) };
      await expect(stack.plan(body)).rejects.toMatchObject({
        code: "terraform-plan-failed",
        message: expect.stringContaining("subnet"),
      });
    });

    it("fails to initialise a configuration that is no JSON", async () => {
      const stack = newStack();
      const workspace = await stack.write(oneThing("a"));
      await writeFile(join(workspace.dir, "main.tf.json"), "{ not json");
      await expect(stack.driver.init(workspace)).rejects.toMatchObject({ code: "terraform-init-failed" });
    });

    it("validates a configuration that was never initialised, without values and whoever holds the state", async () => {
      const stack = newStack();
      const body = { variable: { subnet: { type: "string" } }, ...oneThing(expression("var.subnet")) };
      const workspace = await writeWorkspace(root, source(stack.id, body));
      const release = subject.holdLock(stack.id, "ada@ship");
      await expect(stack.driver.validate(workspace)).resolves.toBeUndefined();
      release();
    });

    it("plans after a validation as if there had been none", async () => {
      const stack = newStack();
      const workspace = await writeWorkspace(root, source(stack.id, oneThing("a")));
      await stack.driver.validate(workspace);
      await stack.driver.init(workspace);
      const plan = await stack.driver.plan(workspace, { variables: {} });
      expect(plan.counts.add).toBe(1);
      await stack.driver.validate(workspace);
    });

    it("fails to validate a reference to a variable that is not declared, and names it", async () => {
      const stack = newStack();
      const workspace = await writeWorkspace(root, source(stack.id, oneThing(expression("var.nowhere"))));
      await expect(stack.driver.validate(workspace)).rejects.toMatchObject({
        code: "terraform-validate-failed",
        message: expect.stringContaining("nowhere"),
      });
    });

    it("fails on a locked state, and names holder, time, operation and stack", async () => {
      const stack = newStack();
      const workspace = await stack.write(oneThing("a"));
      const release = subject.holdLock(stack.id, "ada@ship");
      const refusal = await stack.driver.plan(workspace, { variables: {} }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "state-locked", fault: "environment" });
      for (const part of [stack.id, "ada@ship", "2026-03-01 10:00:00", "apply"]) {
        expect((refusal as Error).message).toContain(part);
      }
      release();
      await expect(stack.driver.plan(workspace, { variables: {} })).resolves.toMatchObject({
        stack: stack.id,
      });
    });

    it("fails at once when its signal is already aborted", async () => {
      const stack = newStack();
      const workspace = await stack.write(oneThing("a"));
      const signal = AbortSignal.abort();
      await expect(stack.driver.plan(workspace, { variables: {} }, undefined, signal)).rejects.toMatchObject({
        code: "interrupted",
      });
    });

    it("says which command it is", async () => {
      const version = await subject.driver.version();
      expect(version.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(version.name).not.toBe("");
    });
  });
}

function oneThing(input: string): JsonObject {
  return { resource: { terraform_data: { one: { input } } } };
}

function twoThings(one: string, two: string): JsonObject {
  return {
    resource: { terraform_data: { one: { input: one }, two: { input: two } } },
    output: { one: { value: expression("terraform_data.one.output") } },
  };
}
