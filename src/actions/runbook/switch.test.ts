import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox, SandboxStatus } from "../../sandbox/index.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { runbookShow } from "./show.ts";
import { runbookSwitch } from "./switch.ts";

const [LOST, NEXT] = ["us-east-1", "us-west-2"];
const NAME = "/shop/staging/recovery";

/** Parameters by region, as the credential scope of each call names it. */
const values = new Map<string, string>();
const asked: string[] = [];
let lost: readonly string[] = [];
let server: Server;
let folder: string;

beforeEach(async () => {
  values.clear();
  asked.length = 0;
  lost = [];
  for (const region of [LOST, NEXT]) values.set(region, "manual");
  server = createServer((request, response) => {
    const region =
      /Credential=[^/]+\/\d+\/([^/]+)\/ssm\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const action = String(request.headers["x-amz-target"]);
    asked.push(`${region} ${action}`);
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { Name, Value } = JSON.parse(body) as { Name: string; Value?: string };
      if (Name !== NAME || !values.has(region)) {
        response.writeHead(400).end(JSON.stringify({ __type: "ParameterNotFound" }));
        return;
      }
      if (Value !== undefined) values.set(region, Value);
      response.end(JSON.stringify({ Parameter: { Name, Value: values.get(region) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  folder = await folderWith(SMALL);
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const machine = () => ({
  findSandbox: async () =>
    ({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      status: async () => ({ lostRegions: lost }) as unknown as SandboxStatus,
    }) as unknown as Sandbox,
});
const flip = (to?: "on" | "manual" | "off", without?: string) =>
  runbookSwitch(
    {
      path: folder,
      environment: "staging",
      ...(to === undefined ? {} : { to }),
      ...(without === undefined ? {} : { without }),
    },
    machine(),
  );

describe("the switch of recoveries", () => {
  it("is shown in every region, and nothing is changed", async () => {
    expect(await flip()).toMatchObject({
      parameter: NAME,
      regions: [
        { region: LOST, value: "manual" },
        { region: NEXT, value: "manual" },
      ],
    });
    expect(asked.every((each) => each.endsWith("GetParameter"))).toBe(true);
  });

  it("is set in every region, and holds back what runs from this folder while it is off", async () => {
    const file = join(folder, ".trireme", "sandbox", "staging", "recoveries-off");
    await flip("off");
    expect([...values.values()]).toEqual(["off", "off"]);
    expect(existsSync(file)).toBe(true);
    await flip("manual");
    expect([...values.values()]).toEqual(["manual", "manual"]);
    expect(existsSync(file)).toBe(false);
  });

  it("is set in the regions that are left, and says of which nobody knows", async () => {
    lost = [LOST];
    const { regions } = await flip("on");
    expect(regions).toEqual([
      { region: LOST, notKnown: "the region is gone, and was not asked" },
      { region: NEXT, value: "on" },
    ]);
    expect(asked.some((each) => each.startsWith(LOST))).toBe(false);
    lost = [];
    expect((await flip("on", LOST)).regions[0]).toHaveProperty("notKnown");
  });

  it("says what AWS answered where there is none", async () => {
    values.delete(NEXT);
    const { regions } = await flip();
    expect(regions[1]).toMatchObject({
      region: NEXT,
      notKnown: expect.stringContaining("ParameterNotFound"),
    });
  });
});

describe("a runbook that is a state machine", () => {
  it("is shown with the command that begins it there, and one that is none without", async () => {
    const about = { path: folder, environment: "staging", lost: LOST };
    const [failover] = await runbookShow({ ...about, name: "regional-failover" });
    expect(failover?.onAws).toMatch(
      /^aws stepfunctions start-execution --region us-west-2 --state-machine-arn arn:aws:states:us-west-2:\d{12}:stateMachine:shop-staging-recovery-leave-us-east-1 --input '\{"by":"YOUR NAME"\}'$/,
    );
    const [looked] = await runbookShow({ ...about, name: "store-failover", store: "catalogue", to: NEXT });
    expect(looked).not.toHaveProperty("onAws");
  });
});
