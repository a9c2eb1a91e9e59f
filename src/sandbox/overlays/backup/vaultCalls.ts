import type { AwsReply } from "../../call.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import {
  answer,
  type Desk,
  describeVault,
  done,
  keyOf,
  notFound,
  objectOf,
  refuse,
  textOf,
  vaultArnOf,
} from "./desk.ts";

/** A vault's policy and notifications, how much it holds, and that a full one is not deleted. */
export async function vaultCall(desk: Desk): Promise<AwsReply | undefined> {
  const name = desk.path[1] ?? "";
  switch (desk.call.action) {
    case "PutBackupVaultAccessPolicy":
      return put(desk, name, () => desk.state.policies.set(keyOf(desk, name), textOf(desk.body.Policy)));
    case "PutBackupVaultNotifications":
      return put(desk, name, () => {
        const { SNSTopicArn, BackupVaultEvents } = desk.body;
        desk.state.notifications.set(keyOf(desk, name), { SNSTopicArn, BackupVaultEvents });
      });
    case "GetBackupVaultAccessPolicy":
      return show(desk, name, { Policy: desk.state.policies.get(keyOf(desk, name)) });
    case "GetBackupVaultNotifications":
      return show(desk, name, objectOf(desk.state.notifications.get(keyOf(desk, name))));
    case "DeleteBackupVaultAccessPolicy":
      desk.state.policies.delete(keyOf(desk, name));
      return done(desk);
    case "DeleteBackupVaultNotifications":
      desk.state.notifications.delete(keyOf(desk, name));
      return done(desk);
    case "DescribeBackupVault":
      return describe(desk, name);
    case "DeleteBackupVault":
      return remove(desk, name);
    default:
      return undefined;
  }
}

async function put(desk: Desk, name: string, keep: () => void): Promise<AwsReply> {
  if ((await describeVault(desk.world, desk.place, name)) === undefined)
    return notFound(desk, `Backup vault ${name}`);
  keep();
  return done(desk);
}

function show(desk: Desk, name: string, found: Readonly<Record<string, unknown>>): AwsReply {
  const known = Object.values(found).some((value) => value !== undefined);
  if (!known) return notFound(desk, `Such a setting of backup vault ${name}`);
  return answer(desk, { BackupVaultName: name, BackupVaultArn: vaultArnOf(desk, name), ...found });
}

function held(desk: Desk, name: string): number {
  return desk.state.points(desk.world, desk.place).filter((point) => point.vault === name).length;
}

async function describe(desk: Desk, name: string): Promise<AwsReply> {
  const reply = await desk.world.forward(desk.call);
  if (reply.status !== 200) return reply;
  const vault = jsonBody({ body: Buffer.from(reply.body) });
  return jsonReply(desk.call, { ...vault, NumberOfRecoveryPoints: held(desk, name) });
}

async function remove(desk: Desk, name: string): Promise<AwsReply> {
  if (held(desk, name) > 0) {
    return refuse(
      desk,
      "InvalidRequestException",
      `Backup vault cannot be deleted (contains ${held(desk, name)} recovery points)`,
    );
  }
  desk.state.policies.delete(keyOf(desk, name));
  desk.state.notifications.delete(keyOf(desk, name));
  return await desk.world.forward(desk.call);
}
