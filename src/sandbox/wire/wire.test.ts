import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AwsCall } from "../call.ts";
import {
  child,
  element,
  errorReply,
  fields,
  filters,
  flag,
  items,
  jsonBody,
  jsonReply,
  list,
  listOf,
  parseForm,
  parseXml,
  queryReply,
  renderForm,
  renderXml,
  setChild,
  textAt,
  type XmlElement,
} from "./index.ts";

const call = (service: string, body = ""): AwsCall => ({
  id: 255,
  at: 0,
  account: "123456789012",
  service,
  signedRegion: "us-east-1",
  homeRegion: "us-east-1",
  global: false,
  action: "DoThing",
  caller: "other",
  method: "POST",
  target: "/",
  headers: {},
  body: Buffer.from(body),
});

describe("forms", () => {
  it("give lists in the order of their numbers, however the members are called", () => {
    const form = parseForm("Ids.Id.2=b&Ids.Id.1=a&Ids.Id.10=c&Others.1=x&Names.member.1=n");
    expect(list(form, "Ids")).toEqual(["a", "b", "c"]);
    expect(list(form, "Others")).toEqual(["x"]);
    expect(list(form, "Names")).toEqual(["n"]);
    expect(list(form, "Missing")).toEqual([]);
  });

  it("give structures, and filters with their values", () => {
    const form = parseForm(
      "Tags.Tag.1.Key=a&Tags.Tag.1.Value=1&Filters.Filter.1.Name=id&Filters.Filter.1.Values.Value.1=x&Filter.2.Name=vpc&Filter.2.Value.1=y",
    );
    expect([...items(form, "Tags").values()].map((tag) => tag.get("Key"))).toEqual(["a"]);
    expect(filters(form)).toEqual(
      new Map([
        ["id", ["x"]],
        ["vpc", ["y"]],
      ]),
    );
  });

  it("tell a flag that is absent from one that is off", () => {
    const form = parseForm("On=True&Off=false");
    expect([flag(form, "On"), flag(form, "Off"), flag(form, "Absent")]).toEqual([true, false, undefined]);
  });

  it("come back as they were after being written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (values) => {
        const form = new Map(Object.entries(values).map(([name, value]) => [`n${name}`, value]));
        expect(parseForm(renderForm(form))).toEqual(form);
      }),
    );
  });
});

describe("XML", () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
  const text = fc.string({ unit: fc.constantFrom(..."aZ0 &<>'\"\t\n\r;#é€") });
  const tree: fc.Arbitrary<XmlElement> = fc.letrec<{ node: XmlElement }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.tuple(name, text).map(([tag, content]) => element(tag, content)),
      fc
        .tuple(name, fc.array(tie("node"), { minLength: 1, maxLength: 3 }))
        .map(([tag, children]) => element(tag, children)),
    ),
  })).node;

  it("comes back as it was after being written", () => {
    fc.assert(
      fc.property(tree, (root) => {
        expect(parseXml(renderXml(root))).toEqual(root);
      }),
    );
  });

  it("keeps attributes and reads answers that begin with a declaration", () => {
    const root = parseXml('<?xml version="1.0"?>\n<R xmlns="http://x/">\n  <A>1</A>\n</R>\n');
    expect(root.attributes).toEqual({ xmlns: "http://x/" });
    expect(textAt(root, "A")).toBe("1");
  });

  it("reads the character references that Go clients write", () => {
    expect(parseXml("<A>&#34;a&#34;&#xA;&amp;#34;</A>").text).toBe('"a"\n&#34;');
  });

  it("sets a child in its place, adds it at the end, and takes it away", () => {
    const root = element("R", fields({ A: 1, B: undefined, C: true }));
    setChild(root, "A", "2");
    setChild(root, "D", listOf("item", ["x", "y"]));
    setChild(root, "C", undefined);
    expect(root.children.map((node) => node.name)).toEqual(["A", "D"]);
    expect(textAt(root, "A")).toBe("2");
    expect(child(root, "D")?.children.map((node) => node.text)).toEqual(["x", "y"]);
    expect(textAt(root, "D", "missing")).toBeUndefined();
  });

  it("fails on a body that is no document", () => {
    expect(() => parseXml("")).toThrow(expect.objectContaining({ code: "xml-unreadable" }));
    expect(() => parseXml("<A/><B/>")).toThrow(expect.objectContaining({ code: "xml-unreadable" }));
  });
});

describe("answers", () => {
  it("of a query service wrap the result and carry namespace and request id", () => {
    const root = parseXml(queryReply(call("rds"), [element("Thing", "1")]).body);
    expect(root).toMatchObject({
      name: "DoThingResponse",
      attributes: { xmlns: "http://rds.amazonaws.com/doc/2014-10-31/" },
    });
    expect(textAt(root, "DoThingResult", "Thing")).toBe("1");
    expect(textAt(root, "ResponseMetadata", "RequestId")).toBe("00000000-0000-4000-8000-0000000000ff");
  });

  it.each([
    ["kms", "application/x-amz-json-1.1"],
    ["dynamodb", "application/x-amz-json-1.0"],
    ["lambda", "application/json"],
  ])("of %s are %s", (service, type) => {
    expect(jsonReply(call(service), {}).headers["content-type"]).toBe(type);
  });

  it("read a JSON body as an object, and anything else as an empty one", () => {
    expect(jsonBody(call("kms", '{"a":1}'))).toEqual({ a: 1 });
    for (const body of ["", "[]", "null", "text"]) expect(jsonBody(call("kms", body))).toEqual({});
  });
});

describe("errors", () => {
  const refused = { status: 404, code: "NotThere", message: "no <such> thing" };

  it.each([
    ["rds", ["Error", "Code"], ["RequestId"]],
    ["route53", ["Error", "Code"], ["RequestId"]],
    ["ec2", ["Errors", "Error", "Code"], ["RequestID"]],
    ["s3", ["Code"], ["RequestId"]],
  ])("of %s stand where its clients look for them", (service, code, id) => {
    const reply = errorReply(call(service), refused);
    const root = parseXml(reply.body);
    expect(reply.status).toBe(404);
    expect(textAt(root, ...code)).toBe("NotThere");
    expect(textAt(root, ...code.slice(0, -1), "Message")).toBe("no <such> thing");
    expect(textAt(root, ...id)).toBe("00000000-0000-4000-8000-0000000000ff");
  });

  it("of JSON services name the type in body and header", () => {
    const reply = errorReply(call("kms"), refused);
    expect(JSON.parse(reply.body.toString())).toMatchObject({ __type: "NotThere", message: refused.message });
    expect(reply.headers["x-amzn-errortype"]).toBe("NotThere");
  });

  it("blame the receiver from 500 on", () => {
    const root = parseXml(errorReply(call("rds"), { ...refused, status: 503 }).body);
    expect(textAt(root, "Error", "Type")).toBe("Receiver");
  });
});
