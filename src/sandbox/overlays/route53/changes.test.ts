import { describe, expect, it } from "vitest";
import { child, parseXml, textAt } from "../../wire/index.ts";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { changeRecords } from "./changes.ts";

const record = (name: string, set: string) =>
  `<ResourceRecordSet><Name>${name}</Name><Type>A</Type><SetIdentifier>${set}</SetIdentifier></ResourceRecordSet>`;

/** A zone as the emulator keeps it: a deletion takes every record of the same set identifier. */
function zoneOf(...kept: readonly (readonly [name: string, set: string])[]) {
  let records = [...kept];
  const world = new FakeWorld(({ body }) => {
    if (body === "") {
      const sets = records.map(([name, set]) => record(name, set)).join("");
      return { status: 200, headers: {}, body: `<R><ResourceRecordSets>${sets}</ResourceRecordSets></R>` };
    }
    const batch = child(parseXml(body), "ChangeBatch");
    for (const change of (batch === undefined ? undefined : child(batch, "Changes"))?.children ?? []) {
      const name = textAt(change, "ResourceRecordSet", "Name") ?? "";
      const set = textAt(change, "ResourceRecordSet", "SetIdentifier") ?? "";
      records = records.filter((each) => each[1] !== set);
      if (textAt(change, "Action") !== "DELETE") records.push([name, set]);
    }
    return { status: 200, headers: {}, body: "<R/>" };
  });
  const remove = (name: string, set: string) => {
    const changes = `<Changes><Change><Action>DELETE</Action>${record(name, set)}</Change></Changes>`;
    const body = Buffer.from(`<C><ChangeBatch>${changes}</ChangeBatch></C>`);
    const call = jsonCall("route53", "us-east-1", "ChangeResourceRecordSets", {});
    return changeRecords({ ...call, body, target: "/2013-04-01/hostedzone/Z1/rrset/" }, world);
  };
  return { remove, names: () => records.map(([name]) => name) };
}

describe("deleting records", () => {
  it("leaves those of the same set identifier that have another name", async () => {
    const zone = zoneOf(["www.example.com", "east"], ["entry.example.com", "east"]);
    await zone.remove("www.example.com", "east");
    expect(zone.names()).toEqual(["entry.example.com"]);
  });

  it("brings back nothing that is deleted at the same time", async () => {
    const zone = zoneOf(["www.example.com", "east"], ["entry.example.com", "west"], ["a.example.com", "a"]);
    await Promise.all([
      zone.remove("www.example.com", "east"),
      zone.remove("entry.example.com", "west"),
      zone.remove("a.example.com", "a"),
    ]);
    expect(zone.names()).toEqual([]);
  });
});
