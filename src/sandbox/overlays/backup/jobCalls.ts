import type { AwsReply } from "../../call.ts";
import { requestId } from "../../wire/index.ts";
import { hasArrived } from "../arrival.ts";
import { makeStore, shapeOfStore } from "./contents.ts";
import { answer, type Desk, describeVault, notFound, objectOf, refuse, seconds, textOf } from "./desk.ts";
import { jobView } from "./jobView.ts";
import type { Job, JobKind, Lifecycle, RecoveryPoint } from "./state.ts";
import { BACKUP_MS, COPY_MS, RESTORE_MS } from "./timings.ts";

/** Jobs that somebody starts: a backup, its copy to another vault, a restore. */
export async function jobCall(desk: Desk): Promise<AwsReply | undefined> {
  switch (desk.call.action) {
    case "StartBackupJob":
      return startBackup(desk);
    case "StartCopyJob":
      return startCopy(desk);
    case "StartRestoreJob":
      return startRestore(desk);
    case "DescribeBackupJob":
      return describe(desk, "backup");
    case "DescribeCopyJob":
      return describe(desk, "copy");
    case "DescribeRestoreJob":
      await settleRestores(desk);
      return describe(desk, "restore");
    case "ListBackupJobs":
      return answer(desk, { BackupJobs: views(desk, "backup") });
    case "ListCopyJobs":
      return answer(desk, { CopyJobs: views(desk, "copy") });
    case "ListRestoreJobs":
      await settleRestores(desk);
      return answer(desk, { RestoreJobs: views(desk, "restore") });
    default:
      return undefined;
  }
}

/** Kind of a resource as AWS Backup calls it, by its ARN. */
function typeOf(arn: string): string {
  const [, , service = "", , , kind = ""] = arn.split(":");
  if (service === "rds") return kind === "cluster" ? "Aurora" : "RDS";
  return { dynamodb: "DynamoDB", s3: "S3", elasticfilesystem: "EFS" }[service] ?? service;
}

/** Databases are kept as their own snapshots, everything else by AWS Backup. */
function pointArn({ call, place }: Desk, type: string, region: string): string {
  const at = (service: string) => `arn:aws:${service}:${region}:${place.account}`;
  if (type === "Aurora") return `${at("rds")}:cluster-snapshot:awsbackup:job-${requestId(call)}`;
  if (type === "RDS") return `${at("rds")}:snapshot:awsbackup:job-${requestId(call)}`;
  return `${at("backup")}:recovery-point:${requestId(call)}`;
}

/** Why a vault's lock fails a job that brings something with such a life; undefined when it does not. */
function lockFailure(
  region: string,
  vault: Readonly<Record<string, unknown>>,
  { DeleteAfterDays }: Lifecycle,
): string | undefined {
  if (vault.Locked !== true) return undefined;
  const { MinRetentionDays: least, MaxRetentionDays: most } = vault;
  const kept = DeleteAfterDays ?? Number.POSITIVE_INFINITY;
  if (typeof least === "number" && kept < least)
    return `Retention of ${kept} days is shorter than the ${least} of the locked vault in ${region}`;
  if (typeof most === "number" && kept > most)
    return `Retention of ${kept} days is longer than the ${most} of the locked vault in ${region}`;
  return undefined;
}

async function startBackup(desk: Desk): Promise<AwsReply> {
  const { world, state, place, body } = desk;
  const name = textOf(body.BackupVaultName);
  const vault = await describeVault(world, place, name);
  if (vault === undefined) return notFound(desk, `Backup vault ${name}`);
  const resourceArn = textOf(body.ResourceArn);
  const resourceType = typeOf(resourceArn);
  const startedAt = world.clock.now();
  const transfer = { from: place.region, to: place.region, due: startedAt + BACKUP_MS };
  const point: RecoveryPoint = {
    ...place,
    arn: pointArn(desk, resourceType, place.region),
    vault: name,
    resourceArn,
    resourceType,
    createdAt: startedAt,
    lifecycle: objectOf(body.Lifecycle),
    shape: await shapeOfStore(world, place, resourceArn),
    transfer,
  };
  const failure = lockFailure(place.region, vault, point.lifecycle);
  const job = begin(desk, "backup", { transfer, point, startedAt }, failure);
  if (failure === undefined) state.add(point);
  return answer(desk, { BackupJobId: job.id, RecoveryPointArn: point.arn, CreationDate: seconds(startedAt) });
}

async function startCopy(desk: Desk): Promise<AwsReply> {
  const { world, state, place, body } = desk;
  const source = findPoint(desk, textOf(body.SourceBackupVaultName));
  if (source === undefined) return notFound(desk, `Recovery point ${textOf(body.RecoveryPointArn)}`);
  const [, , , region = "", account = "", , name = ""] = textOf(body.DestinationBackupVaultArn).split(":");
  const vault = await describeVault(world, { account, region }, name);
  if (vault === undefined) return notFound(desk, `Backup vault ${textOf(body.DestinationBackupVaultArn)}`);
  const startedAt = world.clock.now();
  const transfer = { from: place.region, to: region, due: startedAt + COPY_MS };
  const point: RecoveryPoint = {
    ...source,
    arn: pointArn(desk, source.resourceType, region),
    account,
    region,
    vault: name,
    lifecycle: objectOf(body.Lifecycle),
    transfer,
  };
  const failure = lockFailure(region, vault, point.lifecycle);
  const job = begin(desk, "copy", { transfer, point, startedAt, sourceVault: source.vault }, failure);
  if (failure === undefined) state.add(point);
  return answer(desk, { CopyJobId: job.id, CreationDate: seconds(startedAt), IsParent: false });
}

function startRestore(desk: Desk): AwsReply {
  const { world, place, body } = desk;
  const point = findPoint(desk);
  if (point === undefined) return notFound(desk, `Recovery point ${textOf(body.RecoveryPointArn)}`);
  const startedAt = world.clock.now();
  const transfer = { from: place.region, to: place.region, due: startedAt + RESTORE_MS };
  const metadata = metadataOf(desk);
  const created = restoredArn(desk, point, metadata);
  if (created === undefined) {
    const message = `Metadata does not name what ${point.resourceType} is restored to`;
    return refuse(desk, "InvalidParameterValueException", message);
  }
  const job = begin(desk, "restore", { transfer, point, startedAt, created, metadata }, undefined);
  return answer(desk, { RestoreJobId: job.id });
}

/** Keys of the metadata that name the restored store; AWS does not mind their case. */
const NAME_KEYS: Readonly<Record<string, readonly string[]>> = {
  Aurora: ["dbclusteridentifier"],
  RDS: ["dbinstanceidentifier"],
  DynamoDB: ["targettablename"],
  S3: ["destinationbucketname"],
  EFS: ["file-system-id"],
};

/** ARN of the store that a restore makes: its name stands in the metadata, the rest is the original's. */
function restoredArn(
  desk: Desk,
  point: RecoveryPoint,
  metadata: ReadonlyMap<string, string>,
): string | undefined {
  const name = (NAME_KEYS[point.resourceType] ?? []).flatMap((key) => metadata.get(key) ?? [])[0];
  if (name === undefined) return undefined;
  if (point.resourceType === "S3") return `arn:aws:s3:::${name}`;
  const { account, region } = desk.place;
  const [, , service = "", , , ...rest] = point.resourceArn.split(":");
  const original = rest.join(":");
  const separator = original.includes("/") ? "/" : ":";
  return `arn:aws:${service}:${region}:${account}:${original.split(separator)[0]}${separator}${name}`;
}

function metadataOf({ body }: Desk): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(objectOf(body.Metadata)).map(([key, value]) => [key.toLowerCase(), textOf(value)]),
  );
}

/** What is due by now is there from now on, or its job has failed. */
async function settleRestores({ world, state }: Desk): Promise<void> {
  for (const job of state.jobs.values()) {
    if (job.kind !== "restore" || job.settled === true || !hasArrived(job.transfer, world)) continue;
    job.settled = true;
    const failure = await makeStore(world, job);
    if (failure !== undefined) job.failure = failure;
  }
}

function begin(
  desk: Desk,
  kind: JobKind,
  about: Pick<Job, "transfer" | "point" | "startedAt" | "sourceVault" | "created" | "metadata">,
  failure: string | undefined,
): Job {
  const job: Job = {
    id: requestId(desk.call),
    kind,
    ...desk.place,
    roleArn: textOf(desk.body.IamRoleArn),
    ...about,
    ...(failure === undefined ? {} : { failure }),
  };
  desk.state.jobs.set(job.id, job);
  return job;
}

function findPoint(desk: Desk, vault?: string): RecoveryPoint | undefined {
  const arn = textOf(desk.body.RecoveryPointArn);
  return desk.state
    .points(desk.world, desk.place)
    .find((point) => point.arn === arn && (vault === undefined || point.vault === vault));
}

function describe(desk: Desk, kind: JobKind): AwsReply {
  const job = desk.state.jobs.get(desk.path[1] ?? "");
  const here = job?.kind === kind && job.account === desk.place.account && job.region === desk.place.region;
  if (job === undefined || !here) return notFound(desk, `Job ${desk.path[1] ?? ""}`);
  const view = jobView(desk.world, job);
  return answer(desk, kind === "copy" ? { CopyJob: view } : view);
}

function views(desk: Desk, kind: JobKind): object[] {
  const type = new URLSearchParams(desk.call.target.split("?")[1] ?? "").get("resourceType");
  return [...desk.state.jobs.values()]
    .filter(
      (job) => job.kind === kind && job.account === desk.place.account && job.region === desk.place.region,
    )
    .filter(({ point }) => type === null || point.resourceType === type)
    .map((job) => jobView(desk.world, job));
}
