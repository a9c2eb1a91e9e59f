import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

interface FeatureBody {
  readonly name?: string;
}

interface ControlUpdate {
  readonly AssociationStatus?: string;
  readonly UpdatedReason?: string;
}

const RUNTIME = ["EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"];

/**
 * Places in which a service is on already, by sandbox: refusals come before overlays, so that what they let pass is
 * noted here.
 */
const switchedOn = new WeakMap<World["clock"], Set<string>>();

/** Refuses a second switching on in an account and region, until it was switched off. */
function onlyOnce(call: AwsCall, world: World, off: string, refused: RefusedCall): RefusedCall | undefined {
  const places = switchedOn.get(world.clock) ?? new Set<string>();
  switchedOn.set(world.clock, places);
  const place = `${call.service} ${call.account} ${call.signedRegion}`;
  if (call.action === off) {
    places.delete(place);
    return undefined;
  }
  if (places.has(place)) return refused;
  places.add(place);
  return undefined;
}

const secondDetector: Refusal = {
  id: "guardduty-second-detector",
  service: "guardduty",
  actions: ["CreateDetector", "DeleteDetector"],
  rule: "An account has one detector in a region.",
  source: "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html",
  async check(call, world) {
    const message = "The request is rejected because a detector already exists for the current account.";
    return onlyOnce(call, world, "DeleteDetector", { status: 400, code: "BadRequestException", message });
  },
};

const twoRuntimePlans: Refusal = {
  id: "guardduty-two-runtime-plans",
  service: "guardduty",
  actions: ["CreateDetector", "UpdateDetector"],
  rule: "Runtime Monitoring includes that of EKS: a detector takes one of the two.",
  source: "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html",
  async check(call) {
    const features = (jsonBody(call).features ?? []) as readonly FeatureBody[];
    const asked = features.filter(({ name }) => RUNTIME.includes(name ?? ""));
    if (asked.length < 2) return undefined;
    const message =
      "The request is rejected because EKS_RUNTIME_MONITORING and RUNTIME_MONITORING cannot both be provided.";
    return { status: 400, code: "BadRequestException", message };
  },
};

const secondHub: Refusal = {
  id: "securityhub-enabled-twice",
  service: "securityhub",
  actions: ["EnableSecurityHub", "DisableSecurityHub"],
  rule: "Security Hub is switched on once in an account and region.",
  source: "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html",
  async check(call, world) {
    const message = "Account is already subscribed to Security Hub";
    return onlyOnce(call, world, "DisableSecurityHub", {
      status: 409,
      code: "ResourceConflictException",
      message,
    });
  },
};

const controlWithoutReason: Refusal = {
  id: "securityhub-control-off-without-reason",
  service: "securityhub",
  actions: ["BatchUpdateStandardsControlAssociations"],
  rule: "A control is switched off in a standard with a reason.",
  source:
    "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateStandardsControlAssociations.html",
  async check(call) {
    const updates = (jsonBody(call).StandardsControlAssociationUpdates ?? []) as readonly ControlUpdate[];
    if (!updates.some((each) => each.AssociationStatus === "DISABLED" && !each.UpdatedReason))
      return undefined;
    const message = "Invalid parameter: UpdatedReason is required to disable a control";
    return { status: 400, code: "InvalidInputException", message };
  },
};

const codeWithoutFunctions: Refusal = {
  id: "inspector2-code-without-functions",
  service: "inspector2",
  actions: ["Enable"],
  rule: "The code of functions is scanned only where functions are.",
  source: "https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html",
  async check(call) {
    const types = (jsonBody(call).resourceTypes ?? []) as readonly string[];
    if (!types.includes("LAMBDA_CODE") || types.includes("LAMBDA")) return undefined;
    const message = "Lambda code scanning requires Lambda standard scanning to be activated";
    return { status: 400, code: "ValidationException", message };
  },
};

const secondMacie: Refusal = {
  id: "macie2-enabled-twice",
  service: "macie2",
  actions: ["EnableMacie", "DisableMacie"],
  rule: "Macie is switched on once in an account and region.",
  source: "https://docs.aws.amazon.com/macie/latest/APIReference/macie.html",
  async check(call, world) {
    const message = "Macie has already been enabled";
    return onlyOnce(call, world, "DisableMacie", { status: 409, code: "ConflictException", message });
  },
};

const jobWithoutSchedule: Refusal = {
  id: "macie2-schedule-of-job",
  service: "macie2",
  actions: ["CreateClassificationJob"],
  rule: "A job that is scheduled says how often it runs, and a job that runs once says nothing of it.",
  source: "https://docs.aws.amazon.com/macie/latest/APIReference/jobs.html",
  async check(call) {
    const { jobType, scheduleFrequency } = jsonBody(call);
    if ((jobType === "SCHEDULED") === (scheduleFrequency !== undefined)) return undefined;
    const message = "The request includes a schedule that does not fit the type of the job";
    return { status: 400, code: "ValidationException", message };
  },
};

export const detectionRefusals: readonly Refusal[] = [
  twoRuntimePlans,
  secondDetector,
  secondHub,
  controlWithoutReason,
  codeWithoutFunctions,
  secondMacie,
  jobWithoutSchedule,
];
