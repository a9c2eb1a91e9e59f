import { describe, expect, it } from "vitest";
import { permissionsOf, surplusOf } from "./permissions.ts";
import { callsOf, type Runbook, stepsOf } from "./runbook.ts";
import { ACCOUNT, HOST, LATCH, LOST, NEXT, NOTICE, SHUTTER } from "./testing/bench.ts";
import { WAYS } from "./testing/fakeHub.ts";
import { everyRunbook } from "./testing/library.ts";

const TELLS = "regional-failover that tells the region which is left";
/** Those that may be made into machines: what they call is known beforehand. */
const MACHINES = everyRunbook()
  .filter(({ name }) => ["regional-failover", "failback", "cache-return", "way-return"].includes(name))
  .filter((runbook) => runbook.case !== TELLS);
/** Those that look up the route table of a transit gateway, whose id AWS chose. */
const findsTable = (of: Runbook) => JSON.stringify(of).includes("DescribeTransitGatewayRouteTables");
const named = (name: string): Runbook => {
  const found = MACHINES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the library lost ${name}`);
  return found;
};
const [failover, back] = [named("regional-failover"), named("failback")];
const allowed = (of: Runbook) =>
  Object.fromEntries(permissionsOf(of, ACCOUNT).map(({ action, resources }) => [action, resources]));

describe("what a runbook must be allowed", () => {
  it("is each call on the one thing that the call names, in the region in which it runs", () => {
    expect(allowed(failover)).toMatchObject({
      "rds:FailoverGlobalCluster": [
        `arn:aws:rds::${ACCOUNT}:global-cluster:shop-cards`,
        `arn:aws:rds::${ACCOUNT}:global-cluster:shop-orders`,
        `arn:aws:rds:${NEXT}:${ACCOUNT}:cluster:shop-cards-${NEXT}`,
        `arn:aws:rds:${NEXT}:${ACCOUNT}:cluster:shop-orders-${NEXT}`,
      ],
      "rds:PromoteReadReplica": [`arn:aws:rds:${NEXT}:${ACCOUNT}:db:shop-billing-${NEXT}`],
      // AWS begins the datastore's name with letters of its own; the member that is to write is named whole.
      "elasticache:FailoverGlobalReplicationGroup": [
        `arn:aws:elasticache::${ACCOUNT}:globalreplicationgroup:*-shop-sessions`,
        `arn:aws:elasticache:${NEXT}:${ACCOUNT}:replicationgroup:shop-sessions-${NEXT}`,
      ],
      "dynamodb:DescribeTable": [`arn:aws:dynamodb:${NEXT}:${ACCOUNT}:table/shop-cart`],
      // The right by which AWS lets HeadBucket through.
      "s3:ListBucket": [`arn:aws:s3:::shop-media-${NEXT}`],
    });
    expect(allowed(back)["rds:FailoverGlobalCluster"]).toBeUndefined();
  });

  it("is one route table by its name, for the ways that are closed and made free", () => {
    const table = {
      resources: [`arn:aws:ec2:${NEXT}:${ACCOUNT}:transit-gateway-route-table/*`],
      condition: { "aws:ResourceTag/Name": WAYS.table },
    };
    const looked = [
      { action: "ec2:DescribeTransitGatewayRouteTables", resources: ["*"] },
      { action: "ec2:SearchTransitGatewayRoutes", ...table },
    ];
    const ofEc2 = (runbook: Runbook) =>
      permissionsOf(runbook, ACCOUNT).filter(({ action }) => action.startsWith("ec2:"));
    const ways = MACHINES.filter(findsTable);
    expect(ways.map(({ name }) => name)).toEqual(["regional-failover", "way-return", "failback"]);
    const [closes, opens, looks] = ways.map(ofEc2);
    expect(closes).toEqual([{ action: "ec2:CreateTransitGatewayRoute", ...table }, ...looked]);
    expect(opens).toEqual([{ action: "ec2:DeleteTransitGatewayRoute", ...table }, ...looked]);
    expect(looks).toEqual(looked);
  });

  it.each(MACHINES.filter((each) => !findsTable(each)))(
    "is known for every call of $name, without a wildcard but for a datastore",
    (runbook) => {
      const calls = stepsOf(runbook).flatMap(({ step }) => callsOf(step));
      expect(calls.length).toBeGreaterThan(0);
      const bounded = permissionsOf(runbook, ACCOUNT).filter(({ condition }) => condition !== undefined);
      const others = permissionsOf(runbook, ACCOUNT).filter(({ condition }) => condition === undefined);
      const wild = others.flatMap(({ resources }) => resources.filter((each) => /[*?]/.test(each)));
      for (const each of wild) expect(each).toContain(`::${ACCOUNT}:globalreplicationgroup:*`);
      // The one action that takes no resource is held to the namespace of the recoveries.
      expect(bounded).toEqual(
        runbook.name === "cache-return"
          ? []
          : [
              {
                action: "cloudwatch:PutMetricData",
                resources: ["*"],
                condition: { "cloudwatch:namespace": LATCH.namespace },
              },
            ],
      );
    },
  );

  it("is one rule at the way in that the runbook finds by its name, and looking for it", () => {
    const [shift, back] = ["traffic-shift", "traffic-return"].map((name) => {
      const found = everyRunbook().find((each) => each.name === name);
      if (found === undefined) throw new Error(`the library lost ${name}`);
      return found;
    });
    const looks = ["DescribeListeners", "DescribeLoadBalancers", "DescribeRules"].map((each) => [
      `elasticloadbalancing:${each}`,
      ["*"],
    ]);
    const changes = (action: string, path: string) => [
      [`elasticloadbalancing:${action}`, [`arn:aws:elasticloadbalancing:${LOST}:${ACCOUNT}:${path}`]],
    ];
    expect(shift && allowed(shift)).toEqual(
      Object.fromEntries([...looks, ...changes("CreateRule", "listener/app/shop-public/*/*")]),
    );
    expect(back && allowed(back)).toEqual(
      Object.fromEntries([...looks, ...changes("DeleteRule", "listener-rule/app/shop-public/*/*/*")]),
    );
  });

  it("is for a zone the way in and the cluster that are kept out of it, and the writers that leave it", () => {
    const [leave, back] = ["zone-evacuation", "zone-return"].map((name) => {
      const found = everyRunbook().find((each) => each.name === name);
      if (found === undefined) throw new Error(`the library lost ${name}`);
      return allowed(found);
    });
    const entry = `arn:aws:elasticloadbalancing:${LOST}:${ACCOUNT}:loadbalancer/app/shop-public/*`;
    const cluster = `arn:aws:eks:${LOST}:${ACCOUNT}:cluster/shop-cluster`;
    expect(leave).toMatchObject({
      "arc-zonal-shift:GetManagedResource": [cluster, entry],
      "arc-zonal-shift:StartZonalShift": [cluster, entry],
      "ec2:DescribeAvailabilityZones": ["*"],
      "elasticache:TestFailover": [
        `arn:aws:elasticache:${LOST}:${ACCOUNT}:replicationgroup:shop-sessions-${LOST}`,
      ],
      "rds:FailoverDBCluster": [`arn:aws:rds:${LOST}:${ACCOUNT}:cluster:shop-orders-${LOST}`],
      "rds:RebootDBInstance": [`arn:aws:rds:${LOST}:${ACCOUNT}:db:shop-billing-${LOST}`],
    });
    expect(Object.keys(leave ?? {})).not.toContain("arc-zonal-shift:CancelZonalShift");
    // A shift is cancelled by its id, which says nothing of what it is for.
    expect(back).toMatchObject({ "arc-zonal-shift:CancelZonalShift": [cluster, entry] });
    expect(Object.keys(back ?? {}).join()).not.toMatch(/Start|Failover|Reboot/);
  });

  it("is for a region that is left one rule of one list, and for who tells it one kind of event", () => {
    const of = (name: string) => everyRunbook().find((each) => each.case === name);
    const [shut, tells] = [of("old-writer-shut"), of(TELLS)];
    if (shut === undefined || tells === undefined) throw new Error("the library lost them");
    expect(permissionsOf(shut, ACCOUNT)).toEqual(
      expect.arrayContaining([
        { action: "ec2:DescribeNetworkAcls", resources: ["*"] },
        {
          action: "ec2:ReplaceNetworkAclEntry",
          resources: [`arn:aws:ec2:${LOST}:${ACCOUNT}:network-acl/*`],
          condition: { "aws:ResourceTag/Name": SHUTTER.accessList },
        },
        {
          action: "rds:StopDBInstance",
          resources: [`arn:aws:rds:${LOST}:${ACCOUNT}:db:shop-ledger-${LOST}`],
        },
      ]),
    );
    expect(permissionsOf(tells, ACCOUNT)).toContainEqual({
      action: "events:PutEvents",
      resources: [`arn:aws:events:${NEXT}:${ACCOUNT}:event-bus/default`],
      condition: { "events:source": NOTICE.source },
    });
    // What a lane does without speaks as loudly as it says.
    expect([surplusOf(shut).tells, surplusOf(tells).tells]).toEqual([["critical", "warning"], ["critical"]]);
  });

  it("is reading alone for a review", () => {
    const review = everyRunbook().find(({ name }) => name === "post-recovery-review");
    if (review === undefined) throw new Error("the library lost its review");
    for (const action of Object.keys(allowed(review))) expect(action).toMatch(/:(Describe|List|Search)/);
    expect(surplusOf(review).acts).toBe(false);
  });

  it("is not guessed for a call that nobody wrote down", () => {
    const [stage] = failover.stages;
    const [[step] = []] = stage?.lanes ?? [];
    if (step === undefined) throw new Error("the failover has no step");
    const call = { service: "rds", action: "DeleteDBCluster", input: {} } as const;
    const strange = {
      ...failover,
      stages: [{ id: "stores", lanes: [[{ ...step, action: { kind: "call", call } as const }]] }],
    };
    expect(() => permissionsOf(strange, ACCOUNT)).toThrow("rds:DeleteDBCluster");
  });

  it("has beside the calls the switch, the addresses asked, and those who are told", () => {
    expect(surplusOf(failover)).toEqual({
      urls: [`https://${HOST}/`],
      acts: true,
      tells: ["critical"],
      locks: ["recovery"],
      keys: [],
    });
    expect(surplusOf({ ...failover, stages: [] })).toEqual({
      urls: [],
      acts: false,
      tells: [],
      locks: [],
      keys: [],
    });
  });
});
