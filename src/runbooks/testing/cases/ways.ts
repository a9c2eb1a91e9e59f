import { failback } from "../../library/failback.ts";
import { regionalFailover } from "../../library/regionalFailover.ts";
import { wayReturn } from "../../library/wayReturn.ts";
import { ACCOUNT, LATCH, LOST, NEXT } from "../bench.ts";
import { FakeHub, RANGES, WAYS } from "../fakeHub.ts";
import type { LibraryCase } from "./libraryCase.ts";
import { every, ledger, scope } from "./worlds.ts";

const reached = { ...scope([ledger]), hosts: [], ways: WAYS };
const [way] = wayReturn(reached, { apart: true });
if (way === undefined) throw new Error("no region closes a way");

/** Ways to old writers, which are closed before a promotion and made free by a failback. */
export const WAY_CASES: readonly LibraryCase[] = [
  {
    name: "regional-failover of a region whose databases others reach",
    runbooks: regionalFailover(reached),
    world: (aws) => {
      aws.lost.add(LOST);
      const key = `${NEXT}/${ledger.nameIn(NEXT)}`;
      const source = `arn:aws:rds:${LOST}:${ACCOUNT}:db:${ledger.nameIn(LOST)}`;
      aws.instances.set(key, { source, status: "available", promoting: 0 });
      const hub = new FakeHub(aws, NEXT);
      return () => [aws.instances.get(key)?.source, [...hub.dropped]];
    },
    wanted: [undefined, RANGES],
    acts: ["CreateTransitGatewayRoute", "CreateTransitGatewayRoute", "PromoteReadReplica"],
  },
  {
    name: "way-return",
    runbooks: [way],
    world: (aws) => {
      const hub = new FakeHub(aws, NEXT);
      for (const range of RANGES) hub.dropped.add(range);
      return () => [...hub.dropped];
    },
    wanted: [],
    acts: ["DeleteTransitGatewayRoute", "DeleteTransitGatewayRoute"],
  },
  {
    name: "failback on a machine of its own, after the ways were made free",
    runbooks: (([head, ...tail]) => [tail.at(-1) ?? head])(
      failback({ ...reached, latch: LATCH }, every(LOST), every(NEXT), { apart: true }),
    ),
    world: (aws) => {
      aws.keptAway.set(LOST, "ALARM");
      new FakeHub(aws, NEXT);
      return () => aws.keptAway.get(LOST);
    },
    wanted: "OK",
    acts: ["PutMetricData"],
  },
];
