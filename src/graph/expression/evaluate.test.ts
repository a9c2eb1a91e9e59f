// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Terraform writes expressions
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, follow, type Scope } from "./evaluate.ts";
import { deeplySensitive, deepReferences, type Evaluated, fromJson, plain, unknown } from "./evaluated.ts";
import { parseString } from "./parse.ts";
import { ExpressionError } from "./syntax.ts";

const notices: string[] = [];
const VARIABLES: Readonly<Record<string, Evaluated>> = {
  name: fromJson("shop"),
  zones: fromJson(["a", "b", "c"]),
  sizes: fromJson({ small: 1, large: 3 }),
  secret: { ...fromJson("hunter2"), sensitive: true },
  later: unknown("computed", [{ stack: undefined, block: "aws_vpc.main", attribute: "id" }]),
};
const scope: Scope = {
  effort: { notice: (_, text) => notices.push(text), enter: () => true, leave: () => {} },
  resolve(name, steps) {
    const [step] = steps;
    const key = step?.kind === "attribute" ? step.name : "";
    if (name === "var") return { value: VARIABLES[key] ?? unknown("variable"), taken: 1 };
    return { value: follow(unknown("reference"), []), taken: steps.length };
  },
};

function value(text: string): Evaluated {
  return evaluate(parseString(text), scope);
}

describe("expressions", () => {
  it.each<[string, unknown]>([
    ["plain", "plain"],
    ["${1 + 2 * 3}", 7],
    ["${-(2 - 5)}", 3],
    ["${7 % 4 == 3 && !false}", true],
    ["a-${var.name}-$${x}", "a-shop-${x}"],
    ['${"a\\"b\\u0041"}', 'a"bA'],
    ['${var.name == "shop" ? "yes" : "no"}', "yes"],
    ["${var.zones[1]}", "b"],
    ["${var.zones.1}", "b"],
    ["${var.sizes.large}", 3],
    ['${var.sizes["small"]}', 1],
    ["${var.zones[*]}", ["a", "b", "c"]],
    ['${[for z in var.zones : upper(z) if z != "b"]}', ["A", "C"]],
    ["${{ for k, v in var.sizes : k => v * 2 }}", { small: 2, large: 6 }],
    ['${{ for z in ["a", "ab"] : substr(z, 0, 1) => z... }}', { a: ["a", "ab"] }],
    ['${{ a = 1, "b c" : 2 }}', { a: 1, "b c": 2 }],
    ["${merge(var.sizes, { large = 4 })}", { small: 1, large: 4 }],
    ['${concat(var.zones, ["d"])}', ["a", "b", "c", "d"]],
    ['${toset(["b", "a", "b"])}', ["a", "b"]],
    ["${flatten([[1, [2]], 3])}", [1, 2, 3]],
    ["${length(var.zones)}", 3],
    ['${lookup(var.sizes, "none", 9)}', 9],
    ["${element(var.zones, 4)}", "b"],
    ['${format("%s-%03d%%", var.name, 7)}', "shop-007%"],
    ['${join(",", var.zones)}', "a,b,c"],
    ['${split(",", "a,b")}', ["a", "b"]],
    ['${replace("a.b", ".", "-")}', "a-b"],
    ['${cidrsubnet("10.0.0.0/16", 8, 2)}', "10.0.2.0/24"],
    ['${cidrsubnet("10.1.2.3/16", 4, 15)}', "10.1.240.0/20"],
    ['${jsonencode({ b = [1, null], a = "<" })}', '{"a":"\\u003c","b":[1,null]}'],
    ["${range(3)}", [0, 1, 2]],
    ['${zipmap(["x"], [1])}', { x: 1 }],
    ["${max([1, 5]...)}", 5],
    ['${try(var.none, "fallback")}', "fallback"],
    ['${coalesce("", "b")}', "b"],
    ["${1 /* c */ + # d\n 2}", 3],
  ])("works out %s", (text, expected) => {
    expect(plain(value(text))).toEqual(expected);
  });

  it.each([
    "${var.later}",
    "x-${var.later}",
    "${[1, var.later]}",
    "${upper(var.later)}",
    "${var.later == 1 ? 2 : 3}",
    "${[for each in [1] : var.later]}",
    "${nobodys(var.later)}",
    "%{ if var.later }x%{ endif }",
  ])("does not know %s, and keeps what it was read from", (text) => {
    const found = value(text);
    expect(plain(found)).toBeUndefined();
    expect(deepReferences(found)).toEqual([{ stack: undefined, block: "aws_vpc.main", attribute: "id" }]);
  });

  it.each(["${upper(var.secret)}", "a${var.secret}", "${[var.secret]}", "${var.secret == 1 ? 2 : 3}"])(
    "keeps what comes of a secret secret: %s",
    (text) => expect(deeplySensitive(value(text))).toBe(true),
  );

  it("names the function that it does not know", () => {
    notices.length = 0;
    value("${templatefile(1)}");
    expect(notices).toEqual(["the function templatefile"]);
  });

  it.each(["${", "${1 +}", "${a.}", '${"x}', "${foo(}", "${[1}", "${{a}}", "${a ? b}", "${\\}", '${"\\q"}'])(
    "refuses %s",
    (text) => expect(() => parseString(text)).toThrow(ExpressionError),
  );

  it.each([
    `\${${"(".repeat(100_000)}`,
    `\${${"!".repeat(100_000)}true}`,
    `\${${"1+".repeat(100_000)}1}`,
    `\${${"1?".repeat(100_000)}`,
    `\${a${".b".repeat(100_000)}}`,
    '${"${'.repeat(100_000),
  ])("refuses what nests or runs on beyond all use", (text) => {
    expect(() => parseString(text)).toThrow(ExpressionError);
  });

  it("does not let a small text make a large value", () => {
    const doubled = "[for a in range(1000) : [for b in range(1000) : b]]";
    expect(value(`\${${doubled}}`).value.kind).toBe("unknown");
    expect(value('${join("", [for a in range(90000) : "0123456789abcdef"])}').value.kind).toBe("unknown");
  });

  it("fails with nothing but ExpressionError, whatever the text", () => {
    const piece = fc.constantFrom(
      ..."${}()[]\"'\\%~?:.,=*+-!<> \n",
      "${",
      "%{",
      "for ",
      " in ",
      "var.zones",
      "...",
      "=>",
      "1",
      "$${",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          value(`\${${pieces.join("")}`);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });
});
