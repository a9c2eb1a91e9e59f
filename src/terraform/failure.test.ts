import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { childEnvironment } from "./childEnvironment.ts";
import { StreamReport } from "./events.ts";
import { failureOf, type Operation } from "./failure.ts";
import { isOurStaleLock } from "./runRecord.ts";
import { createdAt, lockOf } from "./stateLock.ts";

/** A stream as Terraform 1.11.4 writes it. */
function stream(...lines: object[]): StreamReport {
  const report = new StreamReport();
  for (const line of lines) report.take(JSON.stringify(line));
  return report;
}

function errorLine(summary: string, detail = "", address?: string): object {
  return { type: "diagnostic", diagnostic: { severity: "error", summary, detail, address } };
}

function failed(operation: Operation, report: StreamReport, stderr = "") {
  return failureOf("e/data", operation, report, stderr, { code: 1, signal: undefined });
}

const LOCK_DETAIL = `operation error S3: PutObject, https response error StatusCode: 412
Lock Info:
  ID:        a5fd3cc1-c500-499e-fa4f-71fa36fbf9ac
  Path:      states/e/data
  Operation: OperationTypeApply
  Who:       ada@ship
  Version:   1.11.4
  Created:   2026-11-22 18:37:41.387515199 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time.`;

describe("what Terraform says", () => {
  it("counts a replacement once and leaves drift out", () => {
    const change = (addr: string, action: string, type = "planned_change") => ({
      type,
      change: { resource: { addr, resource_type: "aws_vpc" }, action },
    });
    const report = stream(
      change("aws_vpc.gone", "delete", "resource_drift"),
      change("aws_vpc.a", "create"),
      change("aws_vpc.b", "replace"),
      change("aws_vpc.c", "read"),
    );
    expect(report.counts()).toEqual({ add: 1, change: 0, replace: 1, destroy: 0 });
  });

  it("knows a move and an import as changes that count as nothing", () => {
    const resource = { addr: "aws_vpc.a", resource_type: "aws_vpc" };
    const report = stream(
      {
        type: "planned_change",
        change: { resource, previous_resource: { addr: "aws_vpc.b" }, action: "move" },
      },
      { type: "planned_change", change: { resource, importing: { id: "vpc-1" }, action: "import" } },
    );
    expect(report.changes.map((change) => change.action)).toEqual(["move", "import"]);
    expect(report.counts()).toEqual({ add: 0, change: 0, replace: 0, destroy: 0 });
  });

  it("keeps what is no stream for the last words", () => {
    const report = new StreamReport();
    report.take("panic: runtime error");
    expect(failed("apply", report).message).toContain("panic: runtime error (exit code 1)");
  });
});

describe("a failed operation", () => {
  it("names stack, operation, resource and reason in one line", () => {
    const error = failed("apply", stream(errorLine("creating VPC", "limit\n  exceeded", "aws_vpc.main")));
    expect(error.message).toBe("e/data: terraform apply failed: aws_vpc.main: creating VPC: limit exceeded");
    expect(error).toMatchObject({ code: "terraform-apply-failed", fault: "environment" });
  });

  it("spells out three errors, counts the rest and keeps them all", () => {
    const error = failed("plan", stream(...["a", "b", "c", "d", "e"].map((text) => errorLine(text))));
    expect(error.message).toBe("e/data: terraform plan failed: a; b; c; and 2 more errors");
    expect(error.diagnostics).toHaveLength(5);
  });

  it("does not take warnings for errors", () => {
    const warning = { type: "diagnostic", diagnostic: { severity: "warning", summary: "deprecated" } };
    expect(failed("init", stream(warning), "no such backend").message).toBe(
      "e/data: terraform init failed: no such backend (exit code 1)",
    );
  });

  it.each([
    [
      'Post "http://127.0.0.1:4566/": dial tcp 127.0.0.1:4566: connect: connection refused',
      "connection refused",
    ],
    ['Post "http://127.0.0.1:4566/": EOF', "EOF"],
    [
      'Put "http://127.0.0.1:4566/b/k?x-id=PutObject": read tcp 127.0.0.1:1->127.0.0.1:4566: read: connection reset by peer',
      "connection reset by peer",
    ],
  ])("says first where nothing answers: %s", (network, reason) => {
    const text = `operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, ${network}`;
    const error = failed("plan", stream(errorLine(text)));
    expect(error.message).toMatch(
      /^e\/data: terraform plan failed: nothing answers at http:\/\/127\.0\.0\.1:4566/,
    );
    expect(error.message).toContain(`(${reason})`);
    expect(error.fix).toContain("restore the region");
  });
});

describe("a state lock", () => {
  it("is told with holder, time, operation and stack", () => {
    const error = failed("plan", stream(errorLine("Error acquiring the state lock", LOCK_DETAIL)));
    expect(error.code).toBe("state-locked");
    expect(error.message).toBe(
      "e/data: the state is locked by ada@ship since 2026-11-22 18:37:41.387515199 +0000 UTC for apply (lock a5fd3cc1-c500-499e-fa4f-71fa36fbf9ac)",
    );
  });

  it("is not made up when the backend itself failed", () => {
    const detail = "operation error S3: PutObject, https response error StatusCode: 403, AccessDenied";
    const error = failed("plan", stream(errorLine("Error acquiring the state lock", detail)));
    expect(error.code).toBe("terraform-plan-failed");
  });

  it("names no holder where the http backend prints the lock that was wanted", () => {
    const detail = `HTTP remote state already locked: ID=1234\n${LOCK_DETAIL}`;
    const error = failed("plan", stream(errorLine("Error acquiring the state lock", detail)));
    expect(error.message).toContain("lock 1234");
    expect(error.message).not.toContain("ada@ship");
  });

  it("has a time that can be compared", () => {
    const lock = lockOf({
      severity: "error",
      summary: "Error acquiring the state lock",
      detail: LOCK_DETAIL,
      address: undefined,
    });
    if (lock === undefined) throw new Error("the lock should have been read");
    expect(createdAt(lock)).toBe(Date.parse("2026-11-22T18:37:41.387Z"));
    expect(createdAt({ ...lock, created: "yesterday" })).toBeUndefined();
  });

  const lock = {
    id: "1",
    path: "",
    operation: "OperationTypeApply",
    who: `ada@${hostname()}`,
    created: "2026-11-22 18:37:41.387 +0000 UTC",
  };
  const abandoned = {
    record: {
      process: { pid: 2 ** 22 + 1, started: "boot:1", host: hostname() },
      user: "ada",
      operation: "apply",
      startedAt: "2026-11-22T18:37:41.000Z",
    },
    lastUnderLock: "2026-11-22T18:37:43.000Z",
  } as const;

  it("is ours and stale only when user, host, operation and time all agree and the process is dead", async () => {
    expect(await isOurStaleLock(lock, abandoned)).toBe(true);
    const others = [
      { ...lock, who: `grace@${hostname()}` },
      { ...lock, who: "ada@elsewhere" },
      { ...lock, operation: "OperationTypePlan" },
      { ...lock, created: "2026-11-22 18:37:43.500 +0000 UTC" },
      { ...lock, created: "2026-11-22 18:30:00.000 +0000 UTC" },
      { ...lock, created: "" },
    ];
    for (const other of others) expect(await isOurStaleLock(other, abandoned)).toBe(false);
  });

  it("is not ours when the dead process never wrote under a lock, or still lives", async () => {
    expect(await isOurStaleLock(lock, { ...abandoned, lastUnderLock: undefined })).toBe(false);
    const living = { pid: process.pid, started: undefined, host: hostname() };
    const record = { ...abandoned.record, process: living };
    expect(await isOurStaleLock(lock, { ...abandoned, record })).toBe(false);
  });
});

describe("the environment of Terraform", () => {
  it("has nothing of the caller's TF_* and AWS_*, only what was given", () => {
    const outer = {
      PATH: "/bin",
      AWS_PROFILE: "production",
      TF_LOG: "trace",
      TF_CLI_ARGS: "-x",
      SECRET: "s",
    };
    const env = childEnvironment(outer, { given: { AWS_ACCESS_KEY_ID: "test" }, callerTag: "planning" });
    expect(env).toMatchObject({ PATH: "/bin", AWS_ACCESS_KEY_ID: "test", TF_APPEND_USER_AGENT: "planning" });
    for (const name of ["AWS_PROFILE", "TF_LOG", "TF_CLI_ARGS", "SECRET"])
      expect(env).not.toHaveProperty(name);
  });
});
