import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { answer, listIn, refuse, type SettingsDesk, settingsDesk, textIn } from "../settingsDesk.ts";

const TYPES = ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"] as const;
/** Field of an account's status for each type. */
const FIELDS: Readonly<Record<string, string>> = {
  EC2: "ec2",
  ECR: "ecr",
  LAMBDA: "lambda",
  LAMBDA_CODE: "lambdaCode",
  CODE_REPOSITORY: "codeRepository",
};

interface State {
  /** What is scanned, by account and region. */
  readonly scanned: Map<string, ReadonlySet<string>>;
  /** Delegated administrators by the account and region that named them. */
  readonly administrators: Map<string, string>;
  readonly organisations: Map<string, unknown>;
}

/** Inspector's settings. Nothing is scanned. */
export function inspectorOverlay(): Overlay {
  const state: State = { scanned: new Map(), administrators: new Map(), organisations: new Map() };
  return {
    name: "inspector-settings",
    service: "inspector2",
    grade: "validated",
    models:
      "Which kinds of resources are scanned in an account and region, the delegated administrator and what it " +
      "switches on for members. Leaves out findings, coverage, filters and members.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      return scanCall(desk, state) ?? administrationCall(desk, state);
    },
  };
}

function scanCall(desk: SettingsDesk, { scanned }: State): AwsReply | undefined {
  const accounts = listIn(desk.body.accountIds).map(textIn);
  const asked = accounts.length === 0 ? [desk.call.account] : accounts;
  const wanted = listIn(desk.body.resourceTypes).map(textIn);
  const place = (account: string) => `${account} ${desk.call.signedRegion}`;
  switch (desk.call.action) {
    case "Enable":
      for (const each of asked) {
        scanned.set(place(each), new Set([...(scanned.get(place(each)) ?? []), ...wanted]));
      }
      break;
    case "Disable":
      for (const each of asked) {
        const left = [...(scanned.get(place(each)) ?? [])].filter(
          (type) => wanted.length > 0 && !wanted.includes(type),
        );
        scanned.set(place(each), new Set(left));
      }
      break;
    case "BatchGetAccountStatus":
      return answer(desk, {
        accounts: asked.map((account) => {
          const on = scanned.get(place(account)) ?? new Set();
          const status = (type: string) => ({
            status: on.has(type) ? "ENABLED" : "DISABLED",
            errorCode: "",
            errorMessage: "",
          });
          return {
            accountId: account,
            state: { status: on.size > 0 ? "ENABLED" : "DISABLED", errorCode: "", errorMessage: "" },
            resourceState: Object.fromEntries(TYPES.map((type) => [FIELDS[type], status(type)])),
          };
        }),
        failedAccounts: [],
      });
    default:
      return undefined;
  }
  return answer(desk, {
    accounts: asked.map((accountId) => ({
      accountId,
      status: (scanned.get(place(accountId))?.size ?? 0) > 0 ? "ENABLED" : "DISABLED",
      resourceStatus: Object.fromEntries(
        TYPES.map((type) => [
          FIELDS[type],
          scanned.get(place(accountId))?.has(type) === true ? "ENABLED" : "DISABLED",
        ]),
      ),
    })),
    failedAccounts: [],
  });
}

function administrationCall(
  desk: SettingsDesk,
  { administrators, organisations }: State,
): AwsReply | undefined {
  const known = administrators.get(desk.place);
  const admin = textIn(desk.body.delegatedAdminAccountId);
  switch (desk.call.action) {
    case "EnableDelegatedAdminAccount":
      administrators.set(desk.place, admin);
      return answer(desk, { delegatedAdminAccountId: admin });
    case "DisableDelegatedAdminAccount":
      administrators.delete(desk.place);
      return answer(desk, { delegatedAdminAccountId: admin });
    case "ListDelegatedAdminAccounts":
      return answer(desk, {
        delegatedAdminAccounts: known === undefined ? [] : [{ accountId: known, status: "ENABLED" }],
      });
    case "GetDelegatedAdminAccount":
      if (known === undefined)
        return refuse(desk, "ResourceNotFoundException", "No delegated administrator", 404);
      return answer(desk, { delegatedAdmin: { accountId: known, relationshipStatus: "ENABLED" } });
    case "UpdateOrganizationConfiguration":
    case "DescribeOrganizationConfiguration": {
      const named = [...administrators].some(
        ([place, each]) => each === desk.call.account && place.endsWith(` ${desk.call.signedRegion}`),
      );
      if (!named)
        return refuse(
          desk,
          "AccessDeniedException",
          "Invoking account is not the delegated administrator",
          403,
        );
      if (desk.call.action === "UpdateOrganizationConfiguration")
        organisations.set(desk.place, desk.body.autoEnable);
      const autoEnable = organisations.get(desk.place) ?? {
        ec2: false,
        ecr: false,
        lambda: false,
        lambdaCode: false,
      };
      return answer(desk, { autoEnable, maxAccountLimitReached: false });
    }
    default:
      return undefined;
  }
}
