import type { Look, Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";
import { type DatabaseWays, type RegionScope, successors } from "./scope.ts";

/** Name under which a lane keeps the id of the table. */
const TABLE = "table";

/**
 * Finds the route table by its name, before anything is done to it: AWS chose its id.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTransitGatewayRouteTables.html, recalled.
 */
export function findTable(of: string, { table }: DatabaseWays): Step {
  const look: Look = {
    ask: {
      api: {
        service: "ec2",
        action: "DescribeTransitGatewayRouteTables",
        input: {
          Filters: [
            { Name: "tag:Name", Values: [table] },
            { Name: "state", Values: ["available"] },
          ],
        },
      },
    },
    facts: { table: { each: "TransitGatewayRouteTables", take: "TransitGatewayRouteTableId" } },
    keep: { [TABLE]: "table" },
  };
  const found = { fact: "table", absent: false } as const;
  return {
    ...lookingStep({
      id: `find-way-${of}`,
      title: `Find the route table ${table} of the transit gateway`,
      look,
      until: found,
      says: `${table} is {table}`,
      timing: "hub/look",
    }),
    guard: {
      look,
      rules: [{ when: { not: found }, leads: "stop", says: `no route table is called ${table}` }],
    },
  };
}

/** Black holes of the table that `findTable` has found: of one range, or all there are. */
export function blackHoles(range?: string): Look {
  const filters = [
    { Name: "type", Values: ["static"] },
    range === undefined
      ? { Name: "state", Values: ["blackhole"] }
      : { Name: "route-search.exact-match", Values: [range] },
  ];
  return {
    ask: {
      api: {
        service: "ec2",
        action: "SearchTransitGatewayRoutes",
        input: { TransitGatewayRouteTableId: `{${TABLE}}`, Filters: filters },
      },
    },
    facts: {
      closed: {
        each: "Routes",
        where: { field: "State", is: "blackhole" },
        take: "DestinationCidrBlock",
      },
    },
  };
}

/** What must be known of a store before the way to its old writer is closed. */
interface Closed {
  readonly store: string;
  /** Region that closes the way. */
  readonly runsIn: string;
  /** When there is nothing to close it for. */
  readonly guard: Step["guard"];
}

/**
 * Closes the way from the region that takes over to the databases of the one that is left: a black hole for each range of
 * its database subnets, in its own transit gateway. A longer prefix wins over the route to the region's network, which
 * stays as Terraform made it, and routes are looked up for each packet, so that open connections end as well. Another lane,
 * or a run before, may have made one already: AWS refuses a second, and it is read back.
 * Sources: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRoute.html,
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (route evaluation order), recalled.
 */
export function closeWays(ways: DatabaseWays, { store, runsIn, guard }: Closed): readonly Step[] {
  const closing = Object.entries(ways.ranges).map(
    ([zone, range]): Step => ({
      id: `cut-${store}-${zone}`,
      title: `Let nothing from ${runsIn} reach the databases in ${zone}`,
      plane: "control",
      guard,
      action: {
        kind: "call",
        call: {
          service: "ec2",
          action: "CreateTransitGatewayRoute",
          input: {
            DestinationCidrBlock: range,
            TransitGatewayRouteTableId: `{${TABLE}}`,
            Blackhole: true,
          },
        },
      },
      confirmation: {
        look: blackHoles(range),
        until: { fact: "closed", has: range },
        says: `what goes to {closed} is dropped; wanted is ${range}`,
      },
      undo: `aws ec2 delete-transit-gateway-route --region ${runsIn} --transit-gateway-route-table-id (that of ${ways.table}) --destination-cidr-block ${range}, when the old writer is fenced or was not followed by another; way-return does it`,
      budgetSeconds: 120,
      retry: "safe",
      timing: "hub/route",
    }),
  );
  return [findTable(store, ways), ...closing];
}

/** Makes the way free again. Only a black hole is taken away: a route that leads somewhere is none of ours. */
export function openWay(range: string, zone: string, runsIn: string): Step {
  const { ask, facts } = blackHoles(range);
  const look: Look = {
    ask,
    facts: {
      ...facts,
      leaving: { each: "Routes", where: { field: "State", is: "deleting" }, take: "DestinationCidrBlock" },
    },
  };
  const open = { fact: "closed", absent: true } as const;
  return {
    id: `open-${zone}`,
    title: `Let ${runsIn} reach the databases in ${zone} again`,
    plane: "control",
    guard: {
      look,
      rules: [{ when: open, leads: "satisfied", says: `nothing drops what goes to ${range}` }],
    },
    action: {
      kind: "call",
      call: {
        service: "ec2",
        action: "DeleteTransitGatewayRoute",
        input: { DestinationCidrBlock: range, TransitGatewayRouteTableId: `{${TABLE}}` },
      },
    },
    confirmation: {
      look,
      until: { all: [open, { fact: "leaving", absent: true }] },
      says: `dropped is still {closed}, being opened {leaving}; ${range} should be neither`,
    },
    undo: `aws ec2 create-transit-gateway-route --region ${runsIn} --transit-gateway-route-table-id (as found) --destination-cidr-block ${range} --blackhole`,
    budgetSeconds: 120,
    retry: "safe",
    timing: "hub/route",
  };
}

/** Regions in which a failover of the scope's region closes the way to its databases. */
export function closingRegions(scope: RegionScope): readonly string[] {
  const promoting = [...successors(scope)].flatMap(([{ engine }, to]) =>
    engine === "rds-postgresql" && scope.ways?.from.includes(to) ? [to] : [],
  );
  return [...new Set(promoting)];
}
