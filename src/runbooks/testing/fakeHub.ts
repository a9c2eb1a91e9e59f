import type { Answer, FakeAws } from "../../aws/testing/fakeAws.ts";
import type { DatabaseWays } from "../library/scope.ts";
import { LOST, NEXT } from "./bench.ts";

/** The lost region's database subnets, and who reaches them. */
export const WAYS: DatabaseWays = {
  from: [NEXT],
  ranges: { [`${LOST}a`]: "10.0.16.0/21", [`${LOST}b`]: "10.0.48.0/21" },
  table: "shop-hub",
};
export const RANGES = Object.values(WAYS.ranges);

const TABLE = "tgw-rtb-1";
const answered = (action: string, inside: string): Answer => ({
  status: 200,
  body: `<${action}Response>${inside}</${action}Response>`,
});
const refusal = (code: string): Answer => ({
  status: 400,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>${code}</Message></Error></Errors></Response>`,
});

/** The route table of a region's transit gateway: black holes, beside the route that Terraform made. */
export class FakeHub {
  readonly dropped = new Set<string>();
  /** Its name; undefined where nobody has made it. */
  table: string | undefined = WAYS.table;

  constructor(aws: FakeAws, region: string) {
    aws.others.push(({ service, region: called, form }) => {
      const action = form.get("Action") ?? "";
      if (service !== "ec2" || called !== region || !action.includes("TransitGatewayRoute")) return undefined;
      return { action, answer: () => this.#answer(action, form) };
    });
  }

  #answer(action: string, form: URLSearchParams): Answer {
    if (action === "DescribeTransitGatewayRouteTables") {
      const asked = [form.get("Filter.1.Name"), form.get("Filter.1.Value.1")];
      const found = asked[0] === "tag:Name" && asked[1] === this.table;
      const item = `<item><transitGatewayRouteTableId>${TABLE}</transitGatewayRouteTableId></item>`;
      return answered(action, `<transitGatewayRouteTables>${found ? item : ""}</transitGatewayRouteTables>`);
    }
    if (form.get("TransitGatewayRouteTableId") !== TABLE) return refusal("InvalidRouteTableID.NotFound");
    const range = form.get("DestinationCidrBlock") ?? "";
    switch (action) {
      case "SearchTransitGatewayRoutes":
        return answered(action, `<routeSet>${this.#found(form).join("")}</routeSet>`);
      case "CreateTransitGatewayRoute":
        if (form.get("Blackhole") !== "true") return refusal("MissingParameter");
        if (this.dropped.has(range)) return refusal("RouteAlreadyExists");
        this.dropped.add(range);
        return answered(action, "");
      default:
        return this.dropped.delete(range) ? answered(action, "") : refusal("InvalidRoute.NotFound");
    }
  }

  #found(form: URLSearchParams): readonly string[] {
    const exact = form.get("Filter.2.Name") === "route-search.exact-match";
    const asked = form.get("Filter.2.Value.1");
    const routes = [["10.0.0.0/16", "active"], ...[...this.dropped].map((each) => [each, "blackhole"])];
    return routes
      .filter(([range, state]) => asked === (exact ? range : state))
      .map(
        ([range, state]) =>
          `<item><destinationCidrBlock>${range}</destinationCidrBlock><type>static</type><state>${state}</state></item>`,
      );
  }
}
