import { type Caller, rest } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const ACCOUNT = "123456789012";

/** Regions of their own, so that no case meets what another switched on. */
const PARIS = "eu-west-3";
const OHIO = "us-east-2";
const LONDON = "eu-west-2";

const send = (service: string, region: string, method: string, path: string, body: object) =>
  rest(service, region, method, path, JSON.stringify(body), { "content-type": "application/json" });

/** Switched on in one region, where a second time is refused; in another it is taken. */
function twice(refusal: string, code: string, service: string, path: string, body: object): RefusalCase {
  return {
    refusal,
    code,
    emulator: "accepts",
    async prepare(sandbox: Caller) {
      await sandbox.must(send(service, PARIS, "POST", path, body));
      return {
        refused: send(service, PARIS, "POST", path, body),
        taken: send(service, OHIO, "POST", path, body),
      };
    },
  };
}

export const detectionCases: readonly RefusalCase[] = [
  twice("guardduty-second-detector", "BadRequestException", "guardduty", "/detector", { enable: true }),
  twice("securityhub-enabled-twice", "ResourceConflictException", "securityhub", "/accounts", {
    EnableDefaultStandards: false,
  }),
  twice("macie2-enabled-twice", "ConflictException", "macie2", "/macie", { status: "ENABLED" }),
  {
    refusal: "guardduty-two-runtime-plans",
    code: "BadRequestException",
    emulator: "accepts",
    async prepare() {
      const make = (...names: string[]) =>
        send("guardduty", LONDON, "POST", "/detector", {
          enable: true,
          features: names.map((name) => ({ name, status: "ENABLED" })),
        });
      return {
        refused: make("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"),
        taken: make("RUNTIME_MONITORING"),
      };
    },
  },
  {
    refusal: "securityhub-control-off-without-reason",
    code: "InvalidInputException",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(send("securityhub", LONDON, "POST", "/accounts", { EnableDefaultStandards: false }));
      const StandardsArn = `arn:aws:securityhub:${LONDON}::standards/pci-dss/v/4.0.1`;
      await sandbox.must(
        send("securityhub", LONDON, "POST", "/standards/register", {
          StandardsSubscriptionRequests: [{ StandardsArn }],
        }),
      );
      const off = (reason: object) =>
        send("securityhub", LONDON, "PATCH", "/associations", {
          StandardsControlAssociationUpdates: [
            { StandardsArn, SecurityControlId: "EC2.10", AssociationStatus: "DISABLED", ...reason },
          ],
        });
      return { refused: off({}), taken: off({ UpdatedReason: "no such subnets" }) };
    },
  },
  {
    refusal: "inspector2-code-without-functions",
    code: "ValidationException",
    emulator: "accepts",
    async prepare() {
      const enable = (...resourceTypes: string[]) =>
        send("inspector2", LONDON, "POST", "/enable", { accountIds: [ACCOUNT], resourceTypes });
      return { refused: enable("LAMBDA_CODE"), taken: enable("LAMBDA", "LAMBDA_CODE") };
    },
  },
  {
    refusal: "macie2-schedule-of-job",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(send("macie2", LONDON, "POST", "/macie", { status: "ENABLED" }));
      const job = (name: string, schedule: object) =>
        send("macie2", LONDON, "POST", "/jobs", {
          name,
          clientToken: name,
          jobType: "SCHEDULED",
          s3JobDefinition: { bucketDefinitions: [{ accountId: ACCOUNT, buckets: ["invoices"] }] },
          ...schedule,
        });
      return {
        refused: job("never", {}),
        taken: job("weekly", { scheduleFrequency: { weeklySchedule: { dayOfWeek: "SUNDAY" } } }),
      };
    },
  },
];
