import { type Caller, json, type WireCall } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";

async function makeTable(sandbox: Caller, name: string, more: object = {}): Promise<void> {
  await sandbox.must(
    json("dynamodb", EAST, "CreateTable", {
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      ...more,
    }),
  );
}

function addReplica(name: string, region: string, key?: string): WireCall {
  const replica = { RegionName: region, ...(key === undefined ? {} : { KMSMasterKeyId: key }) };
  return json("dynamodb", EAST, "UpdateTable", { TableName: name, ReplicaUpdates: [{ Create: replica }] });
}

async function sealedTable(sandbox: Caller, name: string): Promise<void> {
  const key = await makeKey(sandbox, EAST);
  await makeTable(sandbox, name, {
    SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: key },
  });
}

export const dynamodbCases: readonly RefusalCase[] = [
  {
    refusal: "dynamodb-replica-in-own-region",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeTable(sandbox, "own-region");
      return { refused: addReplica("own-region", EAST), taken: addReplica("own-region", WEST) };
    },
  },
  {
    refusal: "dynamodb-replica-key-mixed",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await sealedTable(sandbox, "key-mixed");
      const key = await makeKey(sandbox, WEST);
      return { refused: addReplica("key-mixed", WEST), taken: addReplica("key-mixed", WEST, key) };
    },
  },
  {
    refusal: "dynamodb-replica-key-elsewhere",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await sealedTable(sandbox, "key-elsewhere");
      return {
        refused: addReplica("key-elsewhere", WEST, await makeKey(sandbox, EAST)),
        taken: addReplica("key-elsewhere", WEST, await makeKey(sandbox, WEST)),
      };
    },
  },
  {
    refusal: "dynamodb-stream-off-in-global-table",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeTable(sandbox, "stream-global");
      await sandbox.must(addReplica("stream-global", WEST));
      await makeTable(sandbox, "stream-alone");
      const off = (TableName: string) =>
        json("dynamodb", EAST, "UpdateTable", { TableName, StreamSpecification: { StreamEnabled: false } });
      return { refused: off("stream-global"), taken: off("stream-alone") };
    },
  },
  {
    refusal: "dynamodb-delete-source-of-replica",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeTable(sandbox, "source");
      await sandbox.must(addReplica("source", WEST));
      const remove = (region: string) => json("dynamodb", region, "DeleteTable", { TableName: "source" });
      return { refused: remove(EAST), taken: remove(WEST) };
    },
  },
];
