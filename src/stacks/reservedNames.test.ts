import { beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../config/index.ts";
import type { PlatformInput } from "../config/input.ts";
import { InputError } from "../lib/index.ts";
import { allStacks, platform, type Resource, resourcesOf, storefront } from "./testing/platforms.ts";

/** The longest name that a configuration takes: what is longer meets nobody's. */
const LONGEST = 20;
const PREFIX = "shop-production-";

let of: Platform;
let resources: readonly Resource[];
beforeAll(async () => {
  of = await storefront();
  resources = allStacks(of)
    .filter(({ id }) => id.startsWith("production/"))
    .flatMap(resourcesOf);
}, 120_000);

/** What the platform names so besides what the configuration names. */
function own(type: string, field: string, configured: readonly string[], more = (_: Resource) => true) {
  const names = resources
    .filter((each) => each.type === type && more(each))
    .map(({ body }) => String(body[field]))
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length).replace(/-[a-z]+-[a-z]+-\d-\d{12}$/, ""));
  const known = new Set(configured);
  return [...new Set(names)].filter((name) => !known.has(name) && name.length <= LONGEST);
}

const refused = (replace: Partial<PlatformInput>, code: string): boolean => {
  try {
    platform(replace);
    return false;
  } catch (error) {
    return error instanceof InputError && error.problems.some((problem) => problem.code === code);
  }
};

describe("what the platform makes of its own", () => {
  it("has no queue that a configuration could name as well", () => {
    const configured = of.environments.flatMap(({ queues }) => queues.map(({ name }) => name));
    const names = own("aws_sqs_queue", "name", configured);
    expect(names).toContain("undelivered");
    const queue = (name: string) => ({
      queues: [{ name, data: "internal" as const, senders: ["checkout"], receivers: ["checkout"] }],
    });
    expect(names.filter((name) => !refused(queue(name), "config/message-name-reserved"))).toEqual([]);
  });

  it("has no state machine that a configuration could name as well, or that would fit those who begin a recovery", () => {
    const machines = resources
      .filter(({ type }) => type === "aws_sfn_state_machine")
      .map(({ body }) => String(body.name));
    const ours = machines.filter((name) => name.startsWith(`${PREFIX}recovery-`));
    expect(ours.length).toBeGreaterThan(1);
    const definition = { StartAt: "Done", States: { Done: { Type: "Succeed" as const } } };
    const workflow = (name: string) => ({ workflows: [{ name, definition }] });
    for (const name of ["recovery", "recovery-x"]) {
      expect(refused(workflow(name), "config/name-of-platform"), name).toBe(true);
    }
  });

  it("has no role of pods that a service could be given as well", () => {
    const configured = of.services.map(({ name }) => `pod-${name}`);
    const pods = own("aws_iam_role", "name", configured).filter((name) => name.startsWith("pod-"));
    expect(pods).toContain("pod-karpenter");
    const service = (pod: string) => ({
      services: [{ name: pod.slice(4) }],
    });
    expect(pods.filter((pod) => !refused(service(pod), "config/name-of-platform"))).toEqual([]);
  });

  it("has no bucket that a store could have as well", () => {
    const configured = of.environments.flatMap(({ stores }) => stores.map(({ id }) => id));
    const names = own("aws_s3_bucket", "bucket", configured);
    expect(names).toContain("artifacts");
    const store = (name: string) => ({
      stores: [{ name, engine: "s3", data: "internal", global: true, birth: "us-east-1" }] as const,
    });
    expect(names.filter((name) => !refused(store(name), "config/name-of-platform"))).toEqual([]);
  });

  it("has no rule on the default bus that a function could have as well", () => {
    const configured = of.serverless.functions.map(({ name }) => name);
    const names = own(
      "aws_cloudwatch_event_rule",
      "name",
      configured,
      ({ body }) => !("event_bus_name" in body),
    );
    expect(names).toContain("interruptions");
    const triggered = (name: string) => ({ functions: [{ name, events: { source: ["aws.ecr"] } }] });
    expect(names.filter((name) => !refused(triggered(name), "config/name-of-platform"))).toEqual([]);
  });
});
