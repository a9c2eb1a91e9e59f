import { type Caller, rest } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const VERSIONED = `<VersioningConfiguration ${NAMESPACE}><Status>Enabled</Status></VersioningConfiguration>`;
const FILTER = "<Filter><Prefix></Prefix></Filter>";
const TIME = "<ReplicationTime><Status>Enabled</Status><Time><Minutes>15</Minutes></Time></ReplicationTime>";
const METRICS =
  "<Metrics><Status>Enabled</Status><EventThreshold><Minutes>15</Minutes></EventThreshold></Metrics>";
const ROLE = "<Role>arn:aws:iam::123456789012:role/copy</Role>";
const MARKERS = "<DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication>";

/** A pair of versioned buckets, `<name>-from` and `<name>-to`. */
async function makePair(sandbox: Caller, name: string): Promise<void> {
  for (const bucket of [`${name}-from`, `${name}-to`]) {
    await sandbox.must(rest("s3", EAST, "PUT", `/${bucket}`));
    await sandbox.must(rest("s3", EAST, "PUT", `/${bucket}?versioning`, VERSIONED));
  }
}

const replicate = (name: string, rule: string, destination = "") =>
  rest(
    "s3",
    EAST,
    "PUT",
    `/${name}-from?replication`,
    `<ReplicationConfiguration ${NAMESPACE}>${ROLE}<Rule><ID>all</ID><Status>Enabled</Status>${rule}<Destination><Bucket>arn:aws:s3:::${name}-to</Bucket>${destination}</Destination></Rule></ReplicationConfiguration>`,
  );

const keep = (name: string, rule: string) =>
  rest(
    "s3",
    EAST,
    "PUT",
    `/${name}?lifecycle`,
    `<LifecycleConfiguration ${NAMESPACE}><Rule><ID>one</ID><Status>Enabled</Status>${FILTER}${rule}</Rule></LifecycleConfiguration>`,
  );

const move = (days: number, storageClass: string) =>
  `<Transition><Days>${days}</Days><StorageClass>${storageClass}</StorageClass></Transition>`;

export const s3SettingsCases: readonly RefusalCase[] = [
  {
    refusal: "s3-replication-time-without-metrics",
    code: "InvalidRequest",
    emulator: "accepts",
    async prepare(sandbox) {
      await makePair(sandbox, "timed");
      const rule = `<Priority>1</Priority>${FILTER}${MARKERS}`;
      return { refused: replicate("timed", rule, TIME), taken: replicate("timed", rule, TIME + METRICS) };
    },
  },
  {
    refusal: "s3-replication-features-without-filter",
    code: "InvalidRequest",
    emulator: "accepts",
    async prepare(sandbox) {
      await makePair(sandbox, "filtered");
      const rule = `<Priority>1</Priority>${MARKERS}`;
      return { refused: replicate("filtered", rule), taken: replicate("filtered", rule + FILTER) };
    },
  },
  {
    refusal: "s3-lifecycle-infrequent-access-too-early",
    code: "InvalidArgument",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(rest("s3", EAST, "PUT", "/cooled"));
      return {
        refused: keep("cooled", move(29, "STANDARD_IA")),
        taken: keep("cooled", move(30, "STANDARD_IA")),
      };
    },
  },
  {
    refusal: "s3-lifecycle-expiration-before-transition",
    code: "InvalidArgument",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(rest("s3", EAST, "PUT", "/expired"));
      const expire = (days: number) => `<Expiration><Days>${days}</Days></Expiration>`;
      return {
        refused: keep("expired", expire(60) + move(60, "GLACIER_IR")),
        taken: keep("expired", expire(61) + move(60, "GLACIER_IR")),
      };
    },
  },
];
