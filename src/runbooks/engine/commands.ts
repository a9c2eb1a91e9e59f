import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  PromoteReadReplicaCommand,
  SwitchoverGlobalClusterCommand,
} from "@aws-sdk/client-rds";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { RegionClients } from "../../aws/index.ts";
import { type Json, type JsonObject, TriremeError } from "../../lib/index.ts";
import { spelledAnswer, spelledInput } from "../compile/index.ts";
import type { ApiCall } from "../runbook.ts";

type Sent = (clients: RegionClients, input: JsonObject) => Promise<unknown>;

/**
 * The calls that can be made at home. A list and no look-up by name: what a runbook may do to an account is to be read
 * in one place. The input is the call's own, checked by AWS.
 */
const CALLS: Readonly<Record<string, Sent>> = {
  "rds:DescribeGlobalClusters": ({ rds }, input) => rds.send(new DescribeGlobalClustersCommand(input)),
  "rds:FailoverGlobalCluster": ({ rds }, input) => rds.send(new FailoverGlobalClusterCommand(input as never)),
  "rds:SwitchoverGlobalCluster": ({ rds }, input) =>
    rds.send(new SwitchoverGlobalClusterCommand(input as never)),
  "rds:DescribeDBInstances": ({ rds }, input) => rds.send(new DescribeDBInstancesCommand(input)),
  "rds:DescribeDBClusters": ({ rds }, input) => rds.send(new DescribeDBClustersCommand(input)),
  "rds:PromoteReadReplica": ({ rds }, input) => rds.send(new PromoteReadReplicaCommand(input as never)),
  "dynamodb:DescribeTable": ({ dynamodb }, input) => dynamodb.send(new DescribeTableCommand(input as never)),
  "s3:HeadBucket": ({ s3 }, input) => s3.send(new HeadBucketCommand(input as never)),
};

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
  return spelledAnswer(await send(clients, apiInput(call.input, given)));
}

/** Back into the words of the API, by those that the runbook used. */
function apiInput(asWritten: JsonObject, given: JsonObject): JsonObject {
  const words = new Map(
    Object.keys(asWritten).map((name) => [Object.keys(spelledInput({ [name]: null }))[0], name]),
  );
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [words.get(name) ?? name, value]));
}
