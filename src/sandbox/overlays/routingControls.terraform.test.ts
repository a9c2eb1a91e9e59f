import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Artifacts,
  DataKey,
  RoutingControls,
  RoutingFunction,
  RoutingFunctionRole,
  routingControlsParameter,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";
import { EAST, twoRegionTraffic, WEST } from "./testing/twoRegionTraffic.ts";

const DOMAIN = "shop.example.com";
const naming = { ...NAMING, account: ACCOUNT };
/** What AWS chose, as the parts before tell it. */
let given = { east: "", west: "", endpoints: "[]" };

const routing: Part = {
  id: "global/routing",
  region: EAST,
  build(scope) {
    const { controlArns, endpoints } = new RoutingControls(scope, "routing", {
      naming,
      regions: [EAST, WEST].map((region) => ({ region, home: "US" })),
    });
    new RoutingFunctionRole(scope, "role", {
      naming,
      regions: [EAST, WEST],
      keyPurposes: ["us"],
      tags: TAGS,
    });
    return { east: controlArns[EAST] ?? "", west: controlArns[WEST] ?? "", endpoints };
  },
};

const region: Part = {
  id: `${WEST}/compute`,
  region: WEST,
  build(scope) {
    const key = new DataKey(scope, "key", { naming, region: WEST, purpose: "us", tags: TAGS });
    const common = { naming, keyArn: key.arn, protect: false, tags: TAGS };
    const { bucket } = new Artifacts(scope, "artifacts", { ...common, region: WEST });
    new RoutingFunction(scope, "routing-controls", { ...common, endpoints: given.endpoints, bucket });
    return undefined;
  },
};

const traffic: Part = {
  id: "global/traffic",
  region: EAST,
  build(scope) {
    const regional = twoRegionTraffic(scope, {
      naming,
      domain: DOMAIN,
      more: { [EAST]: { routingControlArn: given.east }, [WEST]: { routingControlArn: given.west } },
    });
    return { enter: regional.healthCheckIds[EAST] ?? "" };
  },
};

describe.skipIf(toolsMissing)(`routing controls, with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  let enter = "";
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const ask = (at: string, action: string, body: object) =>
    rehearsal.request({
      service: "route53-recovery-cluster",
      region: at,
      method: "POST",
      path: "/v1/",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `ToggleCustomerAPI.${action}`,
      },
      body: JSON.stringify(body),
    });
  const set = async (arn: string, RoutingControlState: "On" | "Off") => {
    const UpdateRoutingControlStateEntries = [{ RoutingControlArn: arn, RoutingControlState }];
    const answer = await ask("eu-west-1", "UpdateRoutingControlStates", { UpdateRoutingControlStateEntries });
    await rehearsal.sandbox.advanceClock(60);
    return answer;
  };
  const led = async () =>
    (await rehearsal.sandbox.resolveName({ name: `www.${DOMAIN}`, type: "A", clientRegion: EAST }))
      .answers[0];
  const status = async () => {
    const path = `/2013-04-01/healthcheck/${enter}/status`;
    return (await rehearsal.request({ service: "route53", region: EAST, method: "GET", path })).body;
  };

  it("are made off with everything that follows them, keep nobody away, and plan nothing more", async () => {
    const made = (await rehearsal.apply(routing)).outputs;
    given = { east: String(made.east), west: String(made.west), endpoints: String(made.endpoints) };
    expect(JSON.parse(given.endpoints)).toHaveLength(5);
    await rehearsal.apply(region);
    enter = String((await rehearsal.apply(traffic)).outputs.enter);
    for (const part of [routing, region, traffic]) expect(await rehearsal.changes(part), part.id).toEqual([]);
    expect(await status()).toContain("Success: 2 of 2 children healthy");
    expect(await led()).toContain(EAST);
    const name = routingControlsParameter(naming);
    const kept = await rehearsal.request({
      service: "ssm",
      region: WEST,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameter" },
      body: JSON.stringify({ Name: name }),
    });
    expect(JSON.parse(kept.body).Parameter.Value).toBe(given.endpoints);
  }, 500_000);

  it("move the names by an endpoint of another region while their own is lost, and nothing is planned for that", async () => {
    await rehearsal.sandbox.loseRegion(WEST);
    expect((await set(given.east, "On")).status).toBe(200);
    await rehearsal.sandbox.restoreRegion(WEST);
    await rehearsal.sandbox.advanceClock(600);
    expect(await led()).toContain(WEST);
    for (const part of [routing, traffic]) expect(await rehearsal.changes(part), part.id).toEqual([]);
  }, 500_000);

  it("are not set where a home would be left without a region, unless somebody overrides the rule by name", async () => {
    const refused = await set(given.west, "On");
    expect(refused.status).toBe(400);
    expect(refused.body).toContain("one-region-stays-us");
    expect(await led()).toContain(WEST);
    expect((await set(given.east, "Off")).status).toBe(200);
    expect(await led()).toContain(EAST);
  }, 500_000);

  it("are destroyed in the order that AWS takes", async () => {
    for (const part of [traffic, region, routing]) await rehearsal.destroy(part);
    const left = await ask(EAST, "ListRoutingControls", {});
    expect(JSON.parse(left.body).RoutingControls).toEqual([]);
  }, 500_000);
});
