import { describe, expect, it } from "vitest";
import { renderXml } from "../../wire/index.ts";
import { normalised, replicationRules, rulesFor } from "./rules.ts";

const rule = (id: string, priority: number, prefix: string, more = "") =>
  `<Rule>${id === "" ? "" : `<ID>${id}</ID>`}<Priority>${priority}</Priority><Status>Enabled</Status>` +
  `<Filter><Prefix>${prefix}</Prefix></Filter>${more}` +
  "<Destination><Bucket>arn:aws:s3:::copy</Bucket></Destination></Rule>";

const configuration = (...rules: string[]) =>
  `<ReplicationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Role>r</Role>${rules.join("")}</ReplicationConfiguration>`;

describe("a replication configuration", () => {
  it("comes back as it was put, with an id for the rule that had none", () => {
    const markers = "<DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication>";
    const given = configuration(rule("mine", 1, "a/", markers), rule("", 2, ""));
    const back = renderXml(normalised(given));
    expect(back).toContain(rule("mine", 1, "a/", markers));
    expect(back).toContain("<ID>rule-2</ID><Priority>2</Priority>");
  });

  it("is read with what each rule copies, where to and under which key", () => {
    const text = configuration(
      rule(
        "one",
        3,
        "docs/",
        "<DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>" +
          "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects></SourceSelectionCriteria>",
      ).replace(
        "</Destination>",
        "<EncryptionConfiguration><ReplicaKmsKeyID>key</ReplicaKmsKeyID></EncryptionConfiguration></Destination>",
      ),
    );
    expect(replicationRules(normalised(text))).toEqual([
      {
        id: "one",
        enabled: true,
        priority: 3,
        prefix: "docs/",
        byTag: false,
        deleteMarkers: false,
        encrypted: true,
        bucket: "copy",
        replicaKey: "key",
        timeControl: false,
      },
    ]);
  });

  it("is timed when it says so, and not when it only says how", () => {
    const timed = (status: string) =>
      rule("timed", 1, "").replace(
        "</Destination>",
        `<ReplicationTime><Status>${status}</Status><Time><Minutes>15</Minutes></Time></ReplicationTime></Destination>`,
      );
    const read = (status: string) =>
      replicationRules(normalised(configuration(timed(status))))[0]?.timeControl;
    expect(read("Enabled")).toBe(true);
    expect(read("Disabled")).toBe(false);
  });

  it("copies a key once to a destination, by the rule of the highest priority that takes it", () => {
    const rules = replicationRules(normalised(configuration(rule("low", 1, ""), rule("high", 2, "docs/"))));
    expect(rulesFor(rules, "docs/a").map(({ id }) => id)).toEqual(["high"]);
    expect(rulesFor(rules, "other").map(({ id }) => id)).toEqual(["low"]);
  });

  it("copies nothing by a rule that is disabled or asks for object tags", () => {
    const disabled = rule("off", 1, "").replace("Enabled", "Disabled");
    const tagged = rule("tag", 2, "").replace(
      "<Prefix></Prefix>",
      "<And><Prefix></Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And>",
    );
    expect(rulesFor(replicationRules(normalised(configuration(disabled, tagged))), "a")).toEqual([]);
  });
});
