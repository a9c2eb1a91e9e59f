import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTablesCommand,
  RestoreTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverDBClusterCommand,
  FailoverGlobalClusterCommand,
  PromoteReadReplicaCommand,
  RebootDBInstanceCommand,
  RestoreDBClusterToPointInTimeCommand,
  RestoreDBInstanceToPointInTimeCommand,
  StopDBInstanceCommand,
  SwitchoverGlobalClusterCommand,
} from "@aws-sdk/client-rds";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { RegionClients } from "../../aws/index.ts";
import { type Json, type JsonObject, TriremeError } from "../../lib/index.ts";
import { spelled, spelledAnswer } from "../compile/index.ts";
import type { ApiCall } from "../runbook.ts";
import { CLUSTER_CALLS } from "./clusterCommands.ts";
import { PLAIN_CALLS } from "./plainCommands.ts";

type Sent = (clients: RegionClients, input: JsonObject, call: ApiCall) => Promise<unknown>;

/**
 * The calls that can be made at home. A list and no look-up by name: what a runbook may do to an account is to be read
 * in one place. The input is the call's own, checked by AWS.
 */
const CALLS: Readonly<Record<string, Sent>> = {
  ...PLAIN_CALLS,
  ...CLUSTER_CALLS,
  "rds:DescribeGlobalClusters": ({ rds }, input) => rds.send(new DescribeGlobalClustersCommand(input)),
  "rds:FailoverGlobalCluster": ({ rds }, input) => rds.send(new FailoverGlobalClusterCommand(input as never)),
  "rds:SwitchoverGlobalCluster": ({ rds }, input) =>
    rds.send(new SwitchoverGlobalClusterCommand(input as never)),
  "rds:FailoverDBCluster": ({ rds }, input) => rds.send(new FailoverDBClusterCommand(input as never)),
  "rds:RebootDBInstance": ({ rds }, input) => rds.send(new RebootDBInstanceCommand(input as never)),
  "rds:DescribeDBInstances": ({ rds }, input) => rds.send(new DescribeDBInstancesCommand(input)),
  "rds:DescribeDBClusters": ({ rds }, input) => rds.send(new DescribeDBClustersCommand(input)),
  "rds:PromoteReadReplica": ({ rds }, input) => rds.send(new PromoteReadReplicaCommand(input as never)),
  "rds:StopDBInstance": ({ rds }, input) => rds.send(new StopDBInstanceCommand(input as never)),
  "rds:RestoreDBClusterToPointInTime": ({ rds }, input) =>
    rds.send(new RestoreDBClusterToPointInTimeCommand(timed(input, "RestoreToTime") as never)),
  "rds:RestoreDBInstanceToPointInTime": ({ rds }, input) =>
    rds.send(new RestoreDBInstanceToPointInTimeCommand(timed(input, "RestoreTime") as never)),
  "dynamodb:DescribeTable": ({ dynamodb }, input) => dynamodb.send(new DescribeTableCommand(input as never)),
  "dynamodb:DescribeContinuousBackups": ({ dynamodb }, input) =>
    dynamodb.send(new DescribeContinuousBackupsCommand(input as never)),
  "dynamodb:RestoreTableToPointInTime": ({ dynamodb }, input) =>
    dynamodb.send(new RestoreTableToPointInTimeCommand(timed(input, "RestoreDateTime") as never)),
  "dynamodb:ListTables": ({ dynamodb }, input) => dynamodb.send(new ListTablesCommand(input)),
  "s3:HeadBucket": ({ s3 }, input) => s3.send(new HeadBucketCommand(input as never)),
};

/** A moment, a text in the runbook, as the clients want it. */
function timed(input: JsonObject, field: string): object {
  const at = input[field];
  return typeof at === "string" ? { ...input, [field]: new Date(at) } : input;
}

/** Whether a call can be made at home. */
export function isAtHome({ service, action }: Pick<ApiCall, "service" | "action">): boolean {
  return `${service}:${action}` in CALLS;
}

/**
 * Makes a call with what the state machine gave for it, spelt as Step Functions spells, and answers in that spelling.
 * @throws TriremeError `call-not-at-home`, and what AWS answers
 */
export async function sendCall(clients: RegionClients, call: ApiCall, given: JsonObject): Promise<Json> {
  const send = CALLS[`${call.service}:${call.action}`];
  if (send === undefined) {
    throw new TriremeError(`${call.service}:${call.action} cannot be called from here`, {
      code: "call-not-at-home",
      fault: "input",
      fix: "Export the runbook and run it on Step Functions: trireme runbook export.",
    });
  }
  const words = new Map(wordsOf(call.input).map((word) => [spelled(word), word]));
  return spelledAnswer(await send(clients, asWritten(given, words) as JsonObject, call));
}

/** Names of fields that the runbook used, whatever their depth. */
function wordsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...wordsOf(each)]);
}

/** Back into the words of the API. */
function asWritten(value: Json, words: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((each) => asWritten(each, words));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [words.get(name) ?? name, asWritten(each, words)]),
  );
}
