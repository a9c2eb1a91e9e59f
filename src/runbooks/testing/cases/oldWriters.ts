import type { FakeAws, FakeInstance } from "../../../aws/testing/fakeAws.ts";
import { oldWriterShut } from "../../library/oldWriterShut.ts";
import { regionalFailover } from "../../library/regionalFailover.ts";
import { ACCOUNT, LOST, NEXT, NOTICE, SHUTTER } from "../bench.ts";
import { FakeAccessList, FakeBus } from "../fakeNotices.ts";
import type { LibraryCase } from "./libraryCase.ts";
import { billing, ledger, scope } from "./worlds.ts";

const arn = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:db:${ledger.nameIn(region)}`;

/** An old writer whose copy is parted from it some looks after its region was shut. */
function followed(aws: FakeAws) {
  const list = new FakeAccessList(aws, LOST);
  let looks = 0;
  const old: FakeInstance = { source: undefined, status: "available", promoting: 0 };
  Object.defineProperty(old, "copies", {
    get: () => {
      if (list.isShut) looks += 1;
      return looks > 3 ? [] : [arn(NEXT)];
    },
  });
  aws.instances.set(`${LOST}/${ledger.nameIn(LOST)}`, old);
  return { old, list };
}

/** A region that is left while it is up: it is told, and shut. */
export const OLD_WRITER_CASES: readonly LibraryCase[] = [
  {
    name: "old-writer-shut",
    runbooks: [oldWriterShut(scope([ledger, billing]), SHUTTER, [ledger, billing])],
    world: (aws) => {
      const { old, list } = followed(aws);
      return () => [old.status, list.turned];
    },
    wanted: ["stopped", SHUTTER.nobody],
    acts: ["ReplaceNetworkAclEntry", "ReplaceNetworkAclEntry", "StopDBInstance"],
  },
  {
    name: "regional-failover that tells the region which is left",
    runbooks: regionalFailover({ ...scope([ledger]), notice: NOTICE }),
    world: (aws) => {
      const bus = new FakeBus(aws, NEXT);
      const copy: FakeInstance = { source: arn(LOST), status: "available", promoting: 0 };
      aws.instances.set(`${NEXT}/${ledger.nameIn(NEXT)}`, copy);
      aws.lost.add(LOST);
      return () => [copy.source, bus.events[0]];
    },
    wanted: [
      undefined,
      {
        EventBusName: "default",
        Source: NOTICE.source,
        DetailType: NOTICE.detailType,
        Detail: { region: LOST, store: ledger.id },
      },
    ],
    acts: ["PromoteReadReplica", "PutEvents"],
    // Telling twice does no harm, and no API tells whether an event was taken.
    repeatable: ["PutEvents"],
  },
];
