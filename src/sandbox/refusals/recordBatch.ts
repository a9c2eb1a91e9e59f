import type { AwsCall } from "../call.ts";
import type { World } from "../overlay.ts";
import { type DnsRecord, readRecordSets, recordOf } from "../overlays/route53/view.ts";
import { child, isXml, parseXml, textAt, type XmlElement } from "../wire/index.ts";

/** What a change of records would lead to. */
export interface RecordBatch {
  /** Name of the zone, without the final dot. */
  readonly zone: string;
  /** Records that are created or overwritten, as parsed and as sent. */
  readonly put: readonly { readonly record: DnsRecord; readonly sent: XmlElement }[];
  /** All records of the zone when the change is done, those put included. */
  readonly after: readonly DnsRecord[];
}

/** Undefined where the call cannot be read or names no zone, which the service says itself. */
export async function recordBatch(call: AwsCall, world: World): Promise<RecordBatch | undefined> {
  const zone = /\/hostedzone\/([^/?]+)/.exec(call.target)?.[1];
  if (zone === undefined || !isXml({ status: 200, headers: {}, body: call.body })) return undefined;
  const before = (await readRecordSets(world, call.account, zone)).map(recordOf);
  const apex = before.find((record) => record.type === "SOA");
  if (apex === undefined) return undefined;
  const after = new Map(before.map((record) => [identity(record), record]));
  const put = new Map<string, { record: DnsRecord; sent: XmlElement }>();
  for (const change of changesIn(call)) {
    const sent = child(change, "ResourceRecordSet");
    if (sent === undefined) continue;
    const record = recordOf(sent);
    if (textAt(change, "Action") === "DELETE") {
      after.delete(identity(record));
      put.delete(identity(record));
    } else {
      after.set(identity(record), record);
      put.set(identity(record), { record, sent });
    }
  }
  return { zone: apex.name, put: [...put.values()], after: [...after.values()] };
}

function changesIn(call: AwsCall): readonly XmlElement[] {
  const batch = child(parseXml(call.body), "ChangeBatch");
  return (batch === undefined ? undefined : child(batch, "Changes"))?.children ?? [];
}

function identity(record: DnsRecord): string {
  return [record.name, record.type, record.setIdentifier ?? ""].join(" ");
}
