import type { Answer, FakeAws } from "../../aws/testing/fakeAws.ts";
import { SHUTTER } from "./bench.ts";

const LIST = "acl-0a1b";

/** The network ACL of a region's database subnets, of which one rule is looked at. */
export class FakeAccessList {
  /** Whom the rule turns away. */
  turned = SHUTTER.nobody;
  /** Error with which every change is refused. */
  refuses: string | undefined;

  constructor(aws: FakeAws, region: string) {
    aws.others.push((asked) => {
      if (asked.service !== "ec2" || asked.region !== region) return undefined;
      const action = asked.form.get("Action") ?? "";
      return { action, answer: () => this.#answer(action, asked.form) };
    });
  }

  get isShut(): boolean {
    return this.turned === "0.0.0.0/0";
  }

  #answer(action: string, form: URLSearchParams): Answer {
    if (action === "ReplaceNetworkAclEntry") {
      const code = this.refuses ?? (isTheRule(form) ? undefined : "InvalidNetworkAclEntry.NotFound");
      if (code !== undefined) return refusal(code);
      this.turned = form.get("CidrBlock") ?? "";
      return { status: 200, body: `<${action}Response><return>true</return></${action}Response>` };
    }
    const known =
      form.get("Filter.1.Name") === "tag:Name" && form.get("Filter.1.Value.1") === SHUTTER.accessList;
    const entry = (ruleNumber: number, cidrBlock: string) =>
      `<item><ruleNumber>${ruleNumber}</ruleNumber><egress>false</egress><cidrBlock>${cidrBlock}</cidrBlock></item>`;
    const list = `<item><networkAclId>${LIST}</networkAclId><entrySet>${entry(100, "10.0.0.0/16")}${entry(SHUTTER.ruleNumber, this.turned)}</entrySet></item>`;
    return {
      status: 200,
      body: `<${action}Response><networkAclSet>${known ? list : ""}</networkAclSet></${action}Response>`,
    };
  }
}

function isTheRule(form: URLSearchParams): boolean {
  const wanted = {
    NetworkAclId: LIST,
    RuleNumber: String(SHUTTER.ruleNumber),
    Egress: "false",
    RuleAction: "deny",
    Protocol: "6",
    "PortRange.From": String(SHUTTER.port),
    "PortRange.To": String(SHUTTER.port),
  };
  return Object.entries(wanted).every(([name, value]) => form.get(name) === value);
}

function refusal(code: string): Answer {
  const error = `<Errors><Error><Code>${code}</Code><Message>${code}</Message></Error></Errors>`;
  return { status: 400, body: `<Response>${error}</Response>` };
}

/** The default bus of a region. */
export class FakeBus {
  /** What was put on it, with its detail read. */
  readonly events: Record<string, unknown>[] = [];
  /** What is said of each event instead of taking it. */
  refuses: string | undefined;

  constructor(aws: FakeAws, region: string) {
    aws.others.push((asked) => {
      if (asked.service !== "events" || asked.region !== region) return undefined;
      const action = asked.target ?? "";
      return { action, answer: () => this.#put(asked.body) };
    });
  }

  #put(body: string): Answer {
    const { Entries } = JSON.parse(body) as { Entries: (Record<string, unknown> & { Detail: string })[] };
    if (this.refuses !== undefined) {
      const Refused = Entries.map(() => ({ ErrorCode: this.refuses, ErrorMessage: "not now" }));
      return {
        status: 200,
        body: JSON.stringify({ FailedEntryCount: Refused.length, Entries: Refused }),
      };
    }
    this.events.push(...Entries.map((entry) => ({ ...entry, Detail: JSON.parse(entry.Detail) })));
    return {
      status: 200,
      body: JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "1f" })) }),
    };
  }
}
