import type { FakeAws } from "../../../aws/testing/fakeAws.ts";
import { postRecoveryReview } from "../../library/postRecoveryReview.ts";
import { restore } from "../../library/restore.ts";
import { backedUpArn, restoreFromBackup } from "../../library/restoreFromBackup.ts";
import { ACCOUNT, LOST, NEXT } from "../bench.ts";
import { FakeBackups } from "../fakeBackups.ts";
import { FakeHub, WAYS } from "../fakeHub.ts";
import { FakeRegion } from "../fakeRegion.ts";
import type { LibraryCase } from "./libraryCase.ts";
import { all, billing, caches, cart, media, orders, scope, sessions } from "./worlds.ts";

const POINT = `arn:aws:backup:${NEXT}:${ACCOUNT}:recovery-point:1f-2e`;

const PROTECTED = {
  BackupRetentionPeriod: 7,
  LatestRestorableTime: "2026-11-26T01:00:00Z",
  KmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
  StorageEncrypted: true,
  DeletionProtection: true,
  MultiAZ: true,
};

/** Databases of a region, with everything on. */
function protectedRegion(aws: FakeAws) {
  const region = new FakeRegion(aws, LOST);
  for (const each of [orders, billing]) region.databases.set(each.nameIn(LOST), PROTECTED);
  caches(region, LOST, "PRIMARY");
  return region;
}

/** Stores that are made anew beside themselves, and what is looked at after a recovery. */
export const RESTORE_CASES: readonly LibraryCase[] = [
  ...[orders, billing].map(
    (of): LibraryCase => ({
      name: `restore of ${of.id}`,
      runbooks: restore(scope(all), { store: of }),
      world: (aws) => {
        const region = protectedRegion(aws);
        return () => region.databases.get(`${of.nameIn(LOST)}-restored`);
      },
      wanted: PROTECTED,
      acts: [`RestoreDB${of === orders ? "Cluster" : "Instance"}ToPointInTime`],
    }),
  ),
  {
    name: "restore of a table, from its history",
    runbooks: restore(scope(all), { store: cart, at: "2026-11-20T03:00:00Z" }),
    world: (aws) => {
      const { tables } = new FakeBackups(aws, LOST);
      return () => [...tables.keys()];
    },
    wanted: ["shop-cart-restored"],
    acts: ["RestoreTableToPointInTime"],
  },
  ...[orders, billing, cart, media].map((of): LibraryCase => {
    const target = `${of.nameIn(NEXT)}-restored`;
    return {
      name: `restore of ${of.id}, from a copied backup`,
      runbooks: restoreFromBackup(
        { ...scope(all), region: NEXT },
        {
          store: of,
          target,
          vault: "shop-backups",
          point: POINT,
          roleArn: `arn:aws:iam::${ACCOUNT}:role/restore`,
        },
      ),
      world: (aws) => {
        const backups = new FakeBackups(aws, NEXT);
        backups.points.set(POINT, backedUpArn(of, ACCOUNT));
        return () => backups.jobs.map(({ makes }) => makes.endsWith(target));
      },
      wanted: [true],
      acts: ["StartRestoreJob"],
    };
  }),
  {
    name: "post-recovery-review",
    runbooks: postRecoveryReview({
      ...scope([orders, billing, cart, media]),
      caches: [sessions],
      ways: WAYS,
    }),
    world: (aws) => {
      new FakeHub(aws, LOST);
      protectedRegion(aws);
      aws.database(orders.name, [LOST, NEXT]);
      aws.replicas.push(NEXT);
      aws.buckets.set(`${LOST}/${media.nameIn(LOST)}`, new Map());
      return () => aws.databases.get(orders.name)?.writer;
    },
    wanted: LOST,
    acts: [],
  },
];
