import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROUTING_FUNCTION_CODE } from "./routing/functionCode.ts";

/** In place of the client that Lambda's runtime brings: keeps what is sent and answers as the test says. */
const FAKE_CLIENT = `
export const sent = [];
export const answers = new Map();
const command = (name) => class { constructor(input) { this.name = name; this.input = input; } };
export const ListRoutingControlsCommand = command("ListRoutingControls");
export const GetRoutingControlStateCommand = command("GetRoutingControlState");
export const UpdateRoutingControlStatesCommand = command("UpdateRoutingControlStates");
export class Route53RecoveryClusterClient {
  constructor(config) { this.config = config; }
  async send({ name, input }) {
    sent.push({ region: this.config.region, endpoint: this.config.endpoint, name, input });
    const error = answers.get(this.config.region);
    if (error !== undefined) throw Object.assign(new Error(error.name), error);
    return { RoutingControlState: "On", $metadata: { httpStatusCode: 200 } };
  }
}
`;

interface FakeClient {
  readonly sent: { readonly region: string; readonly name: string; readonly input: object }[];
  readonly answers: Map<string, { readonly name: string; readonly $metadata?: object }>;
}

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1"];
const ENDPOINTS = REGIONS.map((region) => ({ region, endpoint: `https://1f.${region}.example.com/v1` }));

let folder: string;
let client: FakeClient;
let handler: (event: object) => Promise<unknown>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "routing-function-"));
  const fake = join(folder, "node_modules/@aws-sdk/client-route53-recovery-cluster");
  await mkdir(fake, { recursive: true });
  await writeFile(join(fake, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }));
  await writeFile(join(fake, "index.js"), FAKE_CLIENT);
  await writeFile(join(folder, "index.mjs"), ROUTING_FUNCTION_CODE);
  const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
  client = await load("node_modules/@aws-sdk/client-route53-recovery-cluster/index.js");
  ({ handler } = await load("index.mjs"));
  process.env.ENDPOINTS = JSON.stringify(ENDPOINTS);
});
afterEach(async () => {
  process.env.ENDPOINTS = undefined;
  await rm(folder, { recursive: true, force: true });
});

const regions = () => client.sent.map(({ region }) => region);

describe("the function that asks routing controls", () => {
  it("asks the first endpoint that is not to be left out, and answers as it did", async () => {
    const event = {
      Action: "GetRoutingControlState",
      Input: { RoutingControlArn: "arn" },
      Without: "us-east-1",
    };
    expect(await handler(event)).toEqual({ RoutingControlState: "On" });
    expect(client.sent).toEqual([
      {
        region: "us-west-2",
        endpoint: "https://1f.us-west-2.example.com/v1",
        name: "GetRoutingControlState",
        input: { RoutingControlArn: "arn" },
      },
    ]);
  });

  it("goes on where an endpoint does not answer, is under maintenance, or is broken", async () => {
    client.answers.set("us-east-1", { name: "TimeoutError" });
    client.answers.set("us-west-2", {
      name: "EndpointTemporarilyUnavailableException",
      $metadata: { httpStatusCode: 400 },
    });
    await handler({ Action: "ListRoutingControls", Input: {} });
    expect(regions()).toEqual(REGIONS);
  });

  it("fails by a name that the machine knows where none answers", async () => {
    for (const region of REGIONS) client.answers.set(region, { name: "TimeoutError" });
    await expect(handler({ Action: "ListRoutingControls", Input: {} })).rejects.toMatchObject({
      name: "NoEndpointAnswered",
      message: expect.stringContaining("eu-west-1: TimeoutError"),
    });
  });

  it("gives a refusal back as it came, and asks nobody else", async () => {
    client.answers.set("us-east-1", { name: "ConflictException", $metadata: { httpStatusCode: 400 } });
    const event = { Action: "UpdateRoutingControlStates", Input: { UpdateRoutingControlStateEntries: [] } };
    await expect(handler(event)).rejects.toMatchObject({ name: "ConflictException" });
    expect(regions()).toEqual(["us-east-1"]);
  });

  it("never overrides a safety rule, whatever it is told", async () => {
    const entries = { UpdateRoutingControlStateEntries: [] };
    await handler({
      Action: "UpdateRoutingControlStates",
      Input: { ...entries, SafetyRulesToOverride: ["arn"] },
    });
    expect(client.sent[0]?.input).toEqual(entries);
  });

  it("refuses every other call", async () => {
    await expect(handler({ Action: "DeleteCluster", Input: {} })).rejects.toMatchObject({
      name: "UnknownAction",
    });
    expect(client.sent).toEqual([]);
  });
});
