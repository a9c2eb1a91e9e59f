import type { Answer, Asked, FakeAws } from "../../aws/testing/fakeAws.ts";
import type { NamesSwitch } from "../library/scope.ts";
import { ACCOUNT, LOST, NEXT } from "./bench.ts";

/** The switch over the lost region, set from the one that takes over. */
export const SWITCH: NamesSwitch = {
  region: NEXT,
  control: `keep-away-${LOST}`,
  others: [`keep-away-${NEXT}`],
  functionArn: `arn:aws:lambda:${NEXT}:${ACCOUNT}:function:shop-production-routing-controls`,
  parameter: "/shop/production/routing-controls",
};

const json = (value: unknown, status = 200): Answer => ({ status, body: JSON.stringify(value) });

/** A cluster of routing controls with its endpoints, the first of them in the lost region, and a rule that one stays off. */
export class FakeCluster {
  /** States by name. */
  readonly states = new Map<string, "On" | "Off">([
    [SWITCH.control, "Off"],
    ...SWITCH.others.map((name) => [name, "Off"] as const),
  ]);
  endpoints: readonly string[] = [LOST, "eu-west-1", "ap-southeast-2"];

  constructor(aws: FakeAws) {
    aws.others.push((asked) => this.#theirs(asked));
  }

  #theirs({ service, region, target = "", body }: Asked) {
    if (service === "ssm" && target === "GetParameter" && body.includes(SWITCH.parameter)) {
      const endpoints = this.endpoints.map((each) => ({
        endpoint: `https://1f.route53-recovery-cluster.${each}.amazonaws.com/v1`,
        region: each,
      }));
      // Where runbooks run, and nowhere else.
      const found = { Parameter: { Value: JSON.stringify(endpoints) } };
      return { action: target, answer: () => (region === NEXT ? json(found) : json({}, 400)) };
    }
    if (service !== "route53-recovery-cluster") return undefined;
    return { action: target, answer: () => this.#answer(target, JSON.parse(body)) };
  }

  #answer(action: string, asked: Readonly<Record<string, unknown>>): Answer {
    const shown = (name: string) => ({
      RoutingControlArn: arnOf(name),
      RoutingControlName: name,
      RoutingControlState: this.states.get(name),
    });
    if (action === "ListRoutingControls")
      return json({ RoutingControls: [...this.states.keys()].map(shown) });
    if (action === "GetRoutingControlState") return json(shown(nameOf(asked.RoutingControlArn)));
    const after = new Map(this.states);
    for (const entry of asked.UpdateRoutingControlStateEntries as Readonly<Record<string, string>>[]) {
      after.set(nameOf(entry.RoutingControlArn), entry.RoutingControlState as "On" | "Off");
    }
    if ([...after.values()].every((state) => state === "On"))
      return json(
        { __type: "ConflictException", message: "the safety rule one-region-stays does not allow it" },
        400,
      );
    for (const [name, state] of after) this.states.set(name, state);
    return json({});
  }
}

function arnOf(name: string): string {
  return `arn:aws:route53-recovery-control::${ACCOUNT}:controlpanel/1/routingcontrol/${name}`;
}

function nameOf(arn: unknown): string {
  return String(arn).split("/").at(-1) ?? "";
}
