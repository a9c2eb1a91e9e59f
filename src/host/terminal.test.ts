import { describe, expect, it } from "vitest";
import { RecordingHost } from "./recording.ts";
import { TerminalHost, type TerminalHostOptions } from "./terminal.ts";

const ERASE = "\u001b[";

function terminal(isTTY: boolean, options: Partial<TerminalHostOptions> = {}, columns = 80) {
  const writes: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => writes.push(text) };
  return { writes, host: new TerminalHost({ stream, colour: false, ...options }) };
}

const running = (key: string, seconds: number, text = "applying") =>
  ({ key, state: "running", text, seconds }) as const;

describe("the host on a terminal", () => {
  it("redraws the block of running work in place", () => {
    const { host, writes } = terminal(true);
    host.progress(running("a", 1));
    host.progress(running("b", 2));
    writes.length = 0;
    host.progress(running("a", 12));
    expect(writes).toEqual([`${ERASE}2A${ERASE}0J`, "  ⋯ a  applying  12 s\n", "  ⋯ b  applying  2.0 s\n"]);
  });

  it("turns ended work into a line above the block", () => {
    const { host, writes } = terminal(true);
    host.progress(running("a", 1));
    host.progress(running("b", 2));
    writes.length = 0;
    host.progress({ key: "a", state: "done", text: "applied", seconds: 30 });
    expect(writes).toEqual([`${ERASE}2A${ERASE}0J`, "✓ a  applied  30 s\n", "  ⋯ b  applying  2.0 s\n"]);
    host.progress({ key: "b", state: "failed", text: "quota", seconds: 31 });
    expect(writes.at(-1)).toBe("✗ b  quota  31 s\n");
    writes.length = 0;
    host.notify({ code: "x", level: "info", text: "after" });
    expect(writes).toEqual(["• after\n"]);
  });

  it("puts messages above the block, with their later lines indented", () => {
    const { host, writes } = terminal(true);
    host.progress(running("a", 1));
    writes.length = 0;
    host.notify({ code: "x", level: "warn", text: "one\ntwo" });
    expect(writes).toEqual([`${ERASE}1A${ERASE}0J`, "! one\n", "  two\n", "  ⋯ a  applying  1.0 s\n"]);
  });

  it("cuts a line that would wrap, and keeps one of several lines on one: the block is erased by count", () => {
    const { host, writes } = terminal(true, {}, 20);
    host.progress(running("a", 1, `first\nsecond ${"x".repeat(50)}`));
    expect(writes).toHaveLength(1);
    expect(writes[0]).toHaveLength(20);
    expect(writes[0]?.trimEnd()).not.toContain("\n");
  });

  it("paints only where colour is wanted", () => {
    const { host, writes } = terminal(true, { colour: true });
    host.notify({ code: "x", level: "error", text: "no" });
    expect(writes).toEqual(["\u001b[31m✗\u001b[0m no\n"]);
  });
});

describe("the host without a terminal", () => {
  it("tells of running work now and then, not at each report, and never moves the cursor", () => {
    const { host, writes } = terminal(false);
    for (let second = 0; second <= 40; second += 1) host.progress(running("a", second));
    expect(writes).toEqual(["  … a  applying  (15 s)\n", "  … a  applying  (30 s)\n"]);
    host.progress({ key: "a", state: "done", text: "applied", seconds: 41 });
    expect(writes.at(-1)).toBe("✓ a  applied  41 s\n");
    expect(writes.join("")).not.toContain("\u001b");
  });

  it("keeps the heartbeat of each piece of work apart", () => {
    const { host, writes } = terminal(false, { heartbeatSeconds: 5 });
    for (const second of [0, 5]) for (const key of ["a", "b"]) host.progress(running(key, second));
    expect(writes).toEqual(["  … a  applying  (5.0 s)\n", "  … b  applying  (5.0 s)\n"]);
  });

  it("shows debug messages only when asked to", () => {
    const [quiet, loud] = [terminal(false), terminal(false, { verbose: true })];
    for (const { host } of [quiet, loud]) host.notify({ code: "x", level: "debug", text: "detail" });
    expect(quiet.writes).toEqual([]);
    expect(loud.writes).toEqual(["· detail\n"]);
  });
});

describe("a question", () => {
  const question = { code: "destroy", text: "Destroy production?", expected: "production" };

  it("is declined when nobody is there to answer", async () => {
    expect(await terminal(true).host.confirm(question)).toBe(false);
    expect(await new RecordingHost().confirm(question)).toBe(false);
  });

  it.each([
    ["production", true],
    [" production \n", true],
    ["yes", false],
    ["", false],
    ["PRODUCTION", false],
  ])("that wants a name typed takes %j for %s", async (typed, answer) => {
    const prompts: string[] = [];
    const ask = async (prompt: string) => {
      prompts.push(prompt);
      return typed;
    };
    expect(await terminal(true, { ask }).host.confirm(question)).toBe(answer);
    expect(prompts.join()).toContain("Destroy production?");
    expect(prompts.join()).toContain("Type production");
  });

  it("with a free answer gives back what was typed, or its suggestion for nothing", async () => {
    const open = { code: "owner", text: "Owner", suggestion: "platform-team" };
    const typing = (typed: string) => terminal(true, { ask: async () => typed }).host;
    expect(await typing(" web-team \n").ask(open)).toBe("web-team");
    expect(await typing("").ask(open)).toBe("platform-team");
    expect(await typing("").ask({ code: "owner", text: "Owner" })).toBe("");
    expect(typing("").attended).toBe(true);
  });

  it("with a free answer has none when nobody is there, whatever it suggests", async () => {
    const { host } = terminal(true);
    expect(host.attended).toBe(false);
    expect(await host.ask({ code: "owner", text: "Owner", suggestion: "platform-team" })).toBeUndefined();
  });

  it("wants a plain yes when no name is given", async () => {
    const { host } = terminal(true, { ask: async () => "yes" });
    expect(await host.confirm({ code: "x", text: "Go on?" })).toBe(true);
  });
});
