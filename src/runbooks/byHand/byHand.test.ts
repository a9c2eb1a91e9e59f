import { describe, expect, it } from "vitest";
import { LOST, NAMES, NEXT } from "../testing/bench.ts";
import { everyRunbook } from "../testing/library.ts";
import { callCommand, lookCommands } from "./commands.ts";
import { runbookMarkdown } from "./markdown.ts";
import { conditionWords } from "./words.ts";

describe("a call as a command", () => {
  it("is named as the AWS CLI names it, with the input as it is", () => {
    const input = { DBInstanceIdentifier: "shop-db" };
    expect(callCommand({ service: "rds", action: "DescribeDBInstances", input }, NEXT)).toBe(
      `aws rds describe-db-instances --region us-west-2 \\\n  --cli-input-json '{"DBInstanceIdentifier":"shop-db"}'`,
    );
    const head = { service: "s3", action: "HeadBucket", input: { Bucket: "b" } } as const;
    expect(callCommand(head, LOST)).toContain("aws s3api head-bucket ");
    const find = { service: "elasticloadbalancing", action: "DescribeLoadBalancers", input: {} } as const;
    expect(callCommand(find, LOST)).toBe("aws elbv2 describe-load-balancers --region us-east-1");
  });

  it("puts an event with its detail as a text, which only Step Functions takes as JSON", () => {
    const Entries = [{ Source: "recovery.shop", DetailType: "Region Left", Detail: { region: "us-east-1" } }];
    const command = callCommand({ service: "events", action: "PutEvents", input: { Entries } }, "us-west-2");
    expect(command).toContain("aws events put-events --region us-west-2");
    expect(command).toContain(String.raw`"Detail":"{\"region\":\"us-east-1\"}"`);
  });

  it("takes from the shell what was kept, and leaves quotes to the shell alone", () => {
    const input = { resourceIdentifier: "{balancer}", comment: "Ada's", groups: ["{group}"] };
    expect(callCommand({ service: "arc-zonal-shift", action: "StartZonalShift", input }, LOST)).toContain(
      `'{"resourceIdentifier":"'"$balancer"'","comment":"Ada'\\''s","groups":["'"$group"'"]}'`,
    );
  });

  it("asks a cluster of routing controls at each endpoint of its parameter, but of the region that is left", () => {
    const cluster = { functionArn: "arn", parameter: "/shop/routing-controls", without: LOST };
    const call = {
      service: "route53-recovery-cluster",
      action: "ListRoutingControls",
      input: {},
      cluster,
    } as const;
    const command = callCommand(call, NEXT);
    expect(command).toMatch(/^aws ssm get-parameter --region us-west-2 --name '\/shop\/routing-controls' /);
    expect(command).toContain("grep -v '^us-east-1 '");
    expect(command).toContain(`list-routing-controls --region "$at" --endpoint-url "$endpoint"`);
    expect(command).toMatch(/&& break; done$/);
  });

  it("shows each fact by its name, and keeps what later ones need", () => {
    const look = {
      ask: { api: { service: "rds", action: "DescribeDBClusters", input: {} } },
      facts: {
        status: { at: "DBClusters[0].Status" },
        writer: {
          each: "DBClusters[0].DBClusterMembers",
          where: { field: "IsClusterWriter", is: true },
          take: "DBInstanceIdentifier",
        },
      },
      keep: { writer: "writer" },
    } as const;
    expect(lookCommands(look, LOST)).toEqual([
      expect.stringContaining(
        "--query '{status: DBClusters[0].Status, writer: DBClusters[0].DBClusterMembers[?IsClusterWriter==`true`].DBInstanceIdentifier}' --output json",
      ),
      expect.stringMatching(/^writer=\$\(aws rds [\s\S]*\.DBInstanceIdentifier \| \[0\]' --output text\)$/),
    ]);
  });
});

describe("a condition in words", () => {
  const is = (value: string) => ({ fact: "status", is: value }) as const;
  it.each([
    [{ all: [] }, "whatever is seen"],
    [{ not: is("available") }, "`status` is not `available`"],
    [{ not: { any: [is("a"), is("b")] } }, "`status` is none of `a`, `b`"],
    [{ any: [is("a"), { fact: "source", absent: true }] }, "`status` is `a` or `source` is empty"],
    [
      {
        all: [
          { fact: "away", has: "{zone}" },
          { fact: "days", above: 0 },
        ],
      },
      "`away` has what `$zone` holds and `days` is above 0",
    ],
    [
      { all: [is("a"), { any: [is("b"), { fact: "x", is: 1 }] }] },
      "`status` is `a` and (`status` is `b` or `x` is `1`)",
    ],
    [{ not: { all: [is("a"), is("b")] } }, "not (`status` is `a` and `status` is `b`)"],
  ])("%j", (condition, words) => {
    expect(conditionWords(condition)).toBe(words);
  });
});

describe.each(everyRunbook())("for people, $case", (runbook) => {
  const text = runbookMarkdown(runbook, NAMES);

  it("says every rule of every guard, every command, and what takes it back", () => {
    const steps = runbook.stages.flatMap(({ lanes }) => lanes.flat());
    const printed = text.split(/^## /m).slice(1);
    expect(printed).toHaveLength(steps.length);
    for (const [at, step] of steps.entries()) {
      const part = printed[at] ?? "";
      for (const { when, says } of step.guard.rules) {
        expect(part).toContain(`- When ${conditionWords(when)}: `);
        expect(part).toContain(says);
      }
      const acts = step.action?.kind === "call" ? 1 : 0;
      expect(part.match(/\*\*Act\*\* in /g) ?? []).toHaveLength(acts);
      expect(part).toContain(`- To undo: ${step.undo}`);
    }
  });

  it("asks the shell for nothing that no block has kept", () => {
    const known = new Set<string>();
    for (const line of text.split("\n")) {
      const kept = /^([a-z]+)=\$\(/.exec(line)?.[1];
      if (kept !== undefined) known.add(kept);
      if (line.startsWith("for address")) continue;
      for (const [, name = ""] of line.matchAll(/"'"\$([a-z]+)"'"/g)) expect([...known]).toContain(name);
    }
  });

  it("says first which account it must be", () => {
    expect(text.indexOf("this must print 111111111111")).toBeGreaterThan(0);
    expect(text.indexOf("this must print 111111111111")).toBeLessThan(text.indexOf("## 1. "));
  });
});
