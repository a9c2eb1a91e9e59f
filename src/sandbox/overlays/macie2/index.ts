import { createHash } from "node:crypto";
import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { answer, refuse, type SettingsDesk, settingsDesk, TagBook, textIn } from "../settingsDesk.ts";

interface Session {
  readonly createdAt: string;
  frequency: string;
  status: string;
}

type Job = Readonly<Record<string, unknown>>;

interface State {
  /** By account and region. */
  readonly sessions: Map<string, Session>;
  /** By account, region and id. */
  readonly jobs: Map<string, Job>;
  readonly administrators: Map<string, string>;
  readonly organisations: Map<string, boolean>;
  readonly tags: TagBook;
}

/** Macie's settings. Nothing is read. */
export function macieOverlay(): Overlay {
  const state: State = {
    sessions: new Map(),
    jobs: new Map(),
    administrators: new Map(),
    organisations: new Map(),
    tags: new TagBook(),
  };
  return {
    name: "macie-settings",
    service: "macie2",
    grade: "validated",
    models:
      "Macie of an account and region, classification jobs, which are cancelled and never deleted, tags, and the " +
      "delegated administrator. Leaves out findings, runs of jobs, automated discovery, lists and members.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      return (
        sessionCall(desk, state) ??
        administrationCall(desk, state) ??
        jobCall(desk, state) ??
        state.tags.answer(desk)
      );
    },
  };
}

function sessionCall(desk: SettingsDesk, { sessions, jobs }: State): AwsReply | undefined {
  const known = sessions.get(desk.place);
  const now = new Date(desk.world.clock.now()).toISOString();
  switch (desk.call.action) {
    case "EnableMacie":
      sessions.set(desk.place, {
        createdAt: now,
        frequency: textIn(desk.body.findingPublishingFrequency) || "FIFTEEN_MINUTES",
        status: textIn(desk.body.status) || "ENABLED",
      });
      return answer(desk, {});
    case "GetMacieSession":
      if (known === undefined) return notEnabled(desk);
      return answer(desk, {
        createdAt: known.createdAt,
        updatedAt: known.createdAt,
        findingPublishingFrequency: known.frequency,
        serviceRole: `arn:aws:iam::${desk.call.account}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
        status: known.status,
      });
    case "UpdateMacieSession":
      if (known === undefined) return notEnabled(desk);
      known.frequency = textIn(desk.body.findingPublishingFrequency) || known.frequency;
      known.status = textIn(desk.body.status) || known.status;
      return answer(desk, {});
    case "DisableMacie":
      sessions.delete(desk.place);
      for (const key of jobs.keys()) if (key.startsWith(`${desk.place} `)) jobs.delete(key);
      return answer(desk, {});
    default:
      return undefined;
  }
}

function jobCall(desk: SettingsDesk, { sessions, jobs, tags }: State): AwsReply | undefined {
  const key = (id: string) => `${desk.place} ${id}`;
  const known = jobs.get(key(desk.path[1] ?? ""));
  switch (desk.call.action) {
    case "CreateClassificationJob": {
      if (!sessions.has(desk.place)) return notEnabled(desk);
      const { clientToken, tags: given, ...settings } = desk.body;
      const jobId = createHash("sha256")
        .update(`${desk.place} ${textIn(clientToken)}`)
        .digest("hex")
        .slice(0, 32);
      const jobArn = `arn:aws:macie2:${desk.call.signedRegion}:${desk.call.account}:classification-job/${jobId}`;
      jobs.set(key(jobId), {
        managedDataIdentifierSelector: "ALL",
        customDataIdentifierIds: [],
        samplingPercentage: 100,
        initialRun: false,
        ...settings,
        jobId,
        jobArn,
        clientToken,
        createdAt: new Date(desk.world.clock.now()).toISOString(),
        jobStatus: settings.jobType === "SCHEDULED" ? "IDLE" : "RUNNING",
      });
      tags.set(jobArn, given);
      return answer(desk, { jobId, jobArn });
    }
    case "DescribeClassificationJob":
      if (!sessions.has(desk.place)) return notEnabled(desk);
      if (known === undefined) return refuse(desk, "ResourceNotFoundException", "There is no such job", 404);
      return answer(desk, { ...known, tags: tags.of(textIn(known.jobArn)) });
    case "UpdateClassificationJob":
      if (known === undefined) return refuse(desk, "ResourceNotFoundException", "There is no such job", 404);
      jobs.set(key(textIn(known.jobId)), { ...known, jobStatus: desk.body.jobStatus });
      return answer(desk, {});
    default:
      return undefined;
  }
}

function administrationCall(
  desk: SettingsDesk,
  { administrators, organisations }: State,
): AwsReply | undefined {
  const accountId = administrators.get(desk.place);
  switch (desk.call.action) {
    case "EnableOrganizationAdminAccount":
      administrators.set(desk.place, textIn(desk.body.adminAccountId));
      return answer(desk, {});
    case "DisableOrganizationAdminAccount":
      administrators.delete(desk.place);
      return answer(desk, {});
    case "ListOrganizationAdminAccounts":
      return answer(desk, {
        adminAccounts: accountId === undefined ? [] : [{ accountId, status: "ENABLED" }],
      });
    case "UpdateOrganizationConfiguration":
    case "DescribeOrganizationConfiguration": {
      const named = [...administrators].some(
        ([place, each]) => each === desk.call.account && place.endsWith(` ${desk.call.signedRegion}`),
      );
      if (!named)
        return refuse(desk, "AccessDeniedException", "The account is not the Macie administrator", 403);
      if (desk.call.action === "UpdateOrganizationConfiguration")
        organisations.set(desk.place, desk.body.autoEnable === true);
      return answer(desk, {
        autoEnable: organisations.get(desk.place) ?? false,
        maxAccountLimitReached: false,
      });
    }
    default:
      return undefined;
  }
}

/** What Macie answers where it is not on; the provider reads it as gone. */
function notEnabled(desk: SettingsDesk): AwsReply {
  return refuse(desk, "AccessDeniedException", "Macie is not enabled", 403);
}
