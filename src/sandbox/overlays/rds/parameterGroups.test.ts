import { beforeEach, describe, expect, it } from "vitest";
import { element, fields, parseXml, renderXml, textAt, walk } from "../../wire/index.ts";
import { FakeWorld, queryCall } from "../testing/fakeWorld.ts";
import { rdsOverlay } from "./index.ts";

const GROUP = { DBParameterGroupName: "settings" };

/** Shows the two parameters of every group, without saying who set them, as moto does. */
const emulated = ({ action }: { readonly action: string }) => {
  const shown = ["rds.force_ssl", "log_statement"].map((ParameterName) =>
    element("Parameter", fields({ ParameterName, ParameterValue: "1" })),
  );
  const root = element(`${action}Response`, [
    element(`${action}Result`, action.startsWith("Describe") ? [element("Parameters", shown)] : []),
  ]);
  return { status: 200, headers: {}, body: renderXml(root) };
};

let overlay: ReturnType<typeof rdsOverlay>;
let world: FakeWorld;
beforeEach(() => {
  overlay = rdsOverlay();
  world = new FakeWorld(emulated);
});

async function call(action: string, parameters: Readonly<Record<string, string>> = {}) {
  const asked = queryCall("rds", "us-east-1", action, { ...GROUP, ...parameters });
  const reply = await overlay.handle(asked, world);
  return reply === undefined
    ? []
    : [...walk(parseXml(reply.body))].filter(({ name }) => name === "Parameter");
}
const names = async () => (await call("DescribeDBParameters")).map((each) => textAt(each, "ParameterName"));

describe("parameters that a user set", () => {
  it("are shown as the user's: the provider passes over what has no source", async () => {
    for (const parameter of await call("DescribeDBParameters"))
      expect(textAt(parameter, "Source")).toBe("user");
  });

  it("are gone when they were reset, and back when they are set again", async () => {
    const parameter = { "Parameters.Parameter.1.ParameterName": "log_statement" };
    await call("ResetDBParameterGroup", parameter);
    expect(await names()).toEqual(["rds.force_ssl"]);
    await call("ModifyDBParameterGroup", parameter);
    expect(await names()).toEqual(["rds.force_ssl", "log_statement"]);
  });

  it("are all gone when all were reset, and not with a group of the same name made after it", async () => {
    await call("ResetDBParameterGroup", { ResetAllParameters: "true" });
    expect(await names()).toEqual([]);
    await call("DeleteDBParameterGroup");
    expect(await names()).toHaveLength(2);
  });
});
