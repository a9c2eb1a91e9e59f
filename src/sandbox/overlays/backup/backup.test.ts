import { describe, expect, it } from "vitest";
import type { AwsCall, AwsReply } from "../../call.ts";
import { jsonReply } from "../../wire/index.ts";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { backupOverlay } from "./index.ts";
import { BACKUP_MS, COPY_MS, DAY_MS, RESTORE_MS } from "./timings.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const TABLE = `arn:aws:dynamodb:${EAST}:123456789012:table/cart`;

/** A sandbox with a vault `main` in every region, locked or not. */
function start(vault: object = { Locked: false }) {
  const any = jsonCall("backup", EAST, "DescribeBackupVault", {});
  const world = new FakeWorld(() => jsonReply(any, { BackupVaultName: "main", ...vault }));
  const overlay = backupOverlay();
  const send = async (region: string, action: string, target: string, body: object = {}) => {
    const call: AwsCall = { ...jsonCall("backup", region, action, body), target };
    const reply: AwsReply | undefined = await overlay.handle(call, world);
    const text = reply?.body.toString() ?? "";
    return { status: reply?.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const back = (Lifecycle: object) =>
    send(EAST, "StartBackupJob", "/backup-jobs", { BackupVaultName: "main", ResourceArn: TABLE, Lifecycle });
  const points = async (region: string) => {
    const { body } = await send(
      region,
      "ListRecoveryPointsByBackupVault",
      "/backup-vaults/main/recovery-points/",
    );
    return body.RecoveryPoints as readonly { readonly RecoveryPointArn: string }[];
  };
  const copy = async () => {
    const [point] = await points(EAST);
    return send(EAST, "StartCopyJob", "/copy-jobs", {
      RecoveryPointArn: point?.RecoveryPointArn,
      SourceBackupVaultName: "main",
      DestinationBackupVaultArn: `arn:aws:backup:${WEST}:123456789012:backup-vault:main`,
      Lifecycle: { DeleteAfterDays: 35 },
    });
  };
  return { world, send, back, points, copy };
}

describe("recovery points", () => {
  it("stand in their vault when the job is done, and go at the end of their lives", async () => {
    const { world, send, back, points } = start();
    const { body } = await back({ DeleteAfterDays: 2 });
    const state = async () =>
      (await send(EAST, "DescribeBackupJob", `/backup-jobs/${String(body.BackupJobId)}`)).body.State;

    expect(await state()).toBe("RUNNING");
    expect(await points(EAST)).toEqual([]);
    world.clock.advance(BACKUP_MS);
    expect(await state()).toBe("COMPLETED");
    expect(await points(EAST)).toHaveLength(1);
    world.clock.advance(2 * DAY_MS);
    expect(await points(EAST)).toEqual([]);
  });

  it("that were copied in time stand in the partner's vault when their region is lost", async () => {
    const { world, back, points, copy } = start();
    await back({ DeleteAfterDays: 35 });
    world.clock.advance(BACKUP_MS);
    await copy();
    world.clock.advance(COPY_MS);
    world.lose(EAST);
    expect(await points(WEST)).toHaveLength(1);
  });

  it("whose copy was on its way when their region was lost arrive after it is back", async () => {
    const { world, back, points, copy } = start();
    await back({ DeleteAfterDays: 35 });
    world.clock.advance(BACKUP_MS);
    await copy();
    world.lose(EAST);
    world.clock.advance(COPY_MS);
    expect(await points(WEST)).toEqual([]);
    world.restore(EAST);
    expect(await points(WEST)).toHaveLength(1);
  });

  it("are restored under the name that the metadata gives", async () => {
    const { world, send, back, points } = start();
    await back({ DeleteAfterDays: 35 });
    world.clock.advance(BACKUP_MS);
    const [point] = await points(EAST);
    const restore = (Metadata: object) =>
      send(EAST, "StartRestoreJob", "/restore-jobs", { RecoveryPointArn: point?.RecoveryPointArn, Metadata });

    expect((await restore({})).status).toBe(400);
    const { body } = await restore({ targetTableName: "cart-restored" });
    world.clock.advance(RESTORE_MS);
    const done = await send(EAST, "DescribeRestoreJob", `/restore-jobs/${String(body.RestoreJobId)}`);
    expect(done.body).toMatchObject({
      Status: "COMPLETED",
      CreatedResourceArn: `arn:aws:dynamodb:${EAST}:123456789012:table/cart-restored`,
    });
  });
});

describe("a locked vault", () => {
  const lock = { Locked: true, MinRetentionDays: 7, MaxRetentionDays: 365 };

  it.each([6, 366])("fails a job whose recovery point is kept %i days", async (DeleteAfterDays) => {
    const { send, back, points, world } = start(lock);
    const { body } = await back({ DeleteAfterDays });
    const job = await send(EAST, "DescribeBackupJob", `/backup-jobs/${String(body.BackupJobId)}`);
    expect(job.body).toMatchObject({ State: "FAILED" });
    world.clock.advance(BACKUP_MS);
    expect(await points(EAST)).toEqual([]);
  });

  it("refuses to delete a recovery point", async () => {
    const { send, back, points, world } = start(lock);
    await back({ DeleteAfterDays: 7 });
    world.clock.advance(BACKUP_MS);
    const arn = (await points(EAST))[0]?.RecoveryPointArn ?? "";
    const path = `/backup-vaults/main/recovery-points/${encodeURIComponent(arn)}`;
    expect((await send(EAST, "DeleteRecoveryPoint", path)).status).toBe(400);
    expect(await points(EAST)).toHaveLength(1);
  });
});

describe("an unlocked vault", () => {
  it("gives its recovery points away, and refuses to be deleted before", async () => {
    const { send, back, points, world } = start();
    await back({});
    world.clock.advance(BACKUP_MS);
    expect((await send(EAST, "DeleteBackupVault", "/backup-vaults/main")).status).toBe(400);
    const arn = (await points(EAST))[0]?.RecoveryPointArn ?? "";
    await send(EAST, "DeleteRecoveryPoint", `/backup-vaults/main/recovery-points/${encodeURIComponent(arn)}`);
    expect(await points(EAST)).toEqual([]);
    expect((await send(EAST, "DeleteBackupVault", "/backup-vaults/main")).status).toBe(200);
  });
});

describe("a plan with selections", () => {
  it("refuses to be deleted before they are", async () => {
    const { send } = start();
    const { body } = await send(EAST, "CreateBackupSelection", "/backup/plans/p/selections/", {
      BackupSelection: { SelectionName: "all" },
    });
    const selection = `/backup/plans/p/selections/${String(body.SelectionId)}`;
    expect((await send(EAST, "GetBackupSelection", selection)).body).toMatchObject({
      BackupSelection: { SelectionName: "all" },
    });
    expect((await send(EAST, "DeleteBackupPlan", "/backup/plans/p")).status).toBe(400);
    await send(EAST, "DeleteBackupSelection", selection);
    expect((await send(EAST, "DeleteBackupPlan", "/backup/plans/p")).status).toBe(200);
  });
});
