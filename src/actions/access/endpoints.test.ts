import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type AccessModel, judge, readAccess, type Subject } from "../../access/index.ts";
import type { Environment, Platform } from "../../config/index.ts";
import { podRoleArn } from "../../constructs/index.ts";
import { graphFromStacks, valueAt } from "../../graph/index.ts";
import { systemClock } from "../../lib/index.ts";
import { openProject, synthesizeUnit } from "../project.ts";
import { USUAL_REQUEST } from "./usualRequest.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../examples/storefront");
const STRANGER = "999999999999";

let platform: Platform;
let production: Environment;
let model: AccessModel;

beforeAll(async () => {
  ({ platform } = await openProject(EXAMPLE, systemClock));
  const found = platform.environments.find((each) => each.production);
  if (found === undefined) throw new Error("the example has no production");
  production = found;
  model = readAccess(graphFromStacks(synthesizeUnit(platform, production).stacks, { name: "test" }));
}, 300_000);

/** Interface and gateway endpoints of a region by the service that they lead to. */
function endpointsIn(region: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id } of model.endpoints) {
    const resource = model.graph.byAddress(id);
    const name = resource === undefined ? undefined : valueAt(resource.values, "service_name");
    if (resource?.region !== region || name?.kind !== "known") continue;
    found.set(String(name.value).replace(`com.amazonaws.${region}.`, ""), id);
  }
  return found;
}

/** What IAM calls the service behind an endpoint. */
const PREFIX: Readonly<Record<string, string>> = {
  "ecr.api": "ecr",
  "ecr.dkr": "ecr",
  monitoring: "cloudwatch",
};

function outcome(as: Subject, action: string, resource: string, endpoint: string | undefined) {
  const [row] = judge(model, [
    {
      rule: "test",
      says: action,
      wanted: "deny",
      as,
      asked: { action, resource, context: USUAL_REQUEST, ...(endpoint === undefined ? {} : { endpoint }) },
    },
  ]);
  return row?.got;
}

describe("the endpoints of production", () => {
  it("let through whatever the roles of pods may do with the services behind them", () => {
    const region = production.regions[0]?.name ?? "";
    const endpoints = [...endpointsIn(region)];
    let asked = 0;
    for (const { caller, trust, policies } of model.identities) {
      if (!JSON.stringify(trust ?? {}).includes("pods.eks.amazonaws.com")) continue;
      // What AWS keeps itself is not known by its actions.
      const allowed = policies.flatMap(({ document }) =>
        (document?.statements ?? []).filter(({ effect }) => effect === "Allow"),
      );
      for (const action of new Set(allowed.flatMap(({ actions }) => actions.entries))) {
        const through = endpoints.filter(([service]) => action.startsWith(`${PREFIX[service] ?? service}:`));
        if (through.length === 0 || action.includes("*")) continue;
        const service = action.slice(0, action.indexOf(":"));
        // No pod speaks to KMS itself: key policies let services alone do it, in the pod's name.
        if (service === "kms") continue;
        const passes = through.some(([, endpoint]) => {
          const resource = `arn:aws:${service}:${region}:${production.account}:any`;
          const anybody: Subject = { kind: "administrator", arn: caller.arn };
          return outcome(anybody, action, resource, endpoint) !== "deny";
        });
        // A bucket's name does not tell its account; S3's and DynamoDB's are asked below.
        if (service !== "s3") expect(passes, `${action} of ${caller.arn}`).toBe(true);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(40);
  });

  it("lead to the queues, topics and the bus of every region with pods", () => {
    for (const { name, cluster } of production.regions) {
      const services = [...endpointsIn(name).keys()];
      const wanted = ["events", "sns", "sqs"];
      expect(services.filter((service) => wanted.includes(service)).sort(), name).toEqual(
        cluster === "none" ? [] : wanted,
      );
    }
  });

  it.each([
    ["sqs", "sqs:SendMessage", "queue"],
    ["sns", "sns:Publish", "topic"],
    ["secretsmanager", "secretsmanager:GetSecretValue", "secret:any"],
    ["kms", "kms:Encrypt", "key/any"],
    ["events", "events:PutEvents", "event-bus/any"],
    ["dynamodb", "dynamodb:PutItem", "table/any"],
  ])(
    "carry nothing of ours to a stranger's account, nor anything by a stranger's credentials: %s",
    (service, action, thing) => {
      const region = production.regions[0]?.name ?? "";
      const endpoint = endpointsIn(region).get(service);
      expect(endpoint).toBeDefined();
      const [pod] = platform.services;
      const ours: Subject = {
        kind: "administrator",
        arn: podRoleArn(
          { platform: platform.name, environment: production.name, account: production.account },
          pod?.name ?? "",
        ),
      };
      const theirs: Subject = { kind: "administrator", arn: `arn:aws:iam::${STRANGER}:role/any` };
      const arn = (account: string) => `arn:aws:${service}:${region}:${account}:${thing}`;

      // given: without the endpoint's policy it depends on the stranger alone
      expect(outcome(ours, action, arn(STRANGER), undefined)).toBe("unknown");
      // then
      expect(outcome(ours, action, arn(STRANGER), endpoint)).toBe("deny");
      expect(outcome(theirs, action, arn(STRANGER), endpoint)).toBe("deny");
    },
  );
});
