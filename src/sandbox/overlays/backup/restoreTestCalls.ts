import type { AwsReply } from "../../call.ts";
import { answer, type Desk, done, keyOf, notFound, objectOf, refuse, seconds, textOf } from "./desk.ts";

type Kept = Readonly<Record<string, unknown>>;

/** Restore tests and what they restore, as settings: nothing is restored on schedule. */
export async function restoreTestCall(desk: Desk): Promise<AwsReply | undefined> {
  const [, , plan = "", , selection = ""] = desk.path;
  const { restoreTests, restoreTestSelections } = desk.state;
  switch (desk.call.action) {
    case "CreateRestoreTestingPlan":
      return createPlan(desk);
    case "UpdateRestoreTestingPlan":
      return change(desk, restoreTests, keyOf(desk, plan), objectOf(desk.body.RestoreTestingPlan));
    case "GetRestoreTestingPlan":
      return show(desk, "RestoreTestingPlan", restoreTests.get(keyOf(desk, plan)));
    case "DeleteRestoreTestingPlan":
      if ([...restoreTestSelections.keys()].some((key) => key.startsWith(`${keyOf(desk, plan)} `))) {
        return refuse(desk, "InvalidRequestException", `Restore testing plan ${plan} still has selections`);
      }
      restoreTests.delete(keyOf(desk, plan));
      return done(desk);
    case "CreateRestoreTestingSelection":
      return createSelection(desk, plan);
    case "UpdateRestoreTestingSelection":
      return change(
        desk,
        restoreTestSelections,
        keyOf(desk, plan, selection),
        objectOf(desk.body.RestoreTestingSelection),
      );
    case "GetRestoreTestingSelection":
      return show(desk, "RestoreTestingSelection", restoreTestSelections.get(keyOf(desk, plan, selection)));
    case "DeleteRestoreTestingSelection":
      restoreTestSelections.delete(keyOf(desk, plan, selection));
      return done(desk);
    default:
      return undefined;
  }
}

function show(desk: Desk, name: string, found: Kept | undefined): AwsReply {
  return found === undefined ? notFound(desk, name) : answer(desk, { [name]: found });
}

async function createPlan(desk: Desk): Promise<AwsReply> {
  const plan = objectOf(desk.body.RestoreTestingPlan);
  const name = textOf(plan.RestoreTestingPlanName);
  if (desk.state.restoreTests.has(keyOf(desk, name))) {
    return refuse(desk, "AlreadyExistsException", `Restore testing plan ${name} already exists`);
  }
  const { account, region } = desk.place;
  const RestoreTestingPlanArn = `arn:aws:backup:${region}:${account}:restore-testing-plan:${name}`;
  const CreationTime = seconds(desk.world.clock.now());
  desk.state.restoreTests.set(keyOf(desk, name), {
    StartWindowHours: 24,
    ScheduleExpressionTimezone: "Etc/UTC",
    ...plan,
    RecoveryPointSelection: {
      ExcludeVaults: [],
      SelectionWindowDays: 30,
      ...objectOf(plan.RecoveryPointSelection),
    },
    RestoreTestingPlanArn,
    CreationTime,
  });
  const tags = objectOf(desk.body.Tags);
  if (Object.keys(tags).length > 0) {
    await desk.world.ask({
      ...desk.place,
      service: "backup",
      method: "POST",
      target: `/tags/${encodeURIComponent(RestoreTestingPlanArn)}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ Tags: tags }),
    });
  }
  return answer(desk, { RestoreTestingPlanName: name, RestoreTestingPlanArn, CreationTime });
}

function createSelection(desk: Desk, plan: string): AwsReply {
  const known = desk.state.restoreTests.get(keyOf(desk, plan));
  if (known === undefined) return notFound(desk, `Restore testing plan ${plan}`);
  const selection = objectOf(desk.body.RestoreTestingSelection);
  const RestoreTestingSelectionName = textOf(selection.RestoreTestingSelectionName);
  const made = {
    RestoreTestingPlanName: plan,
    RestoreTestingSelectionName,
    CreationTime: seconds(desk.world.clock.now()),
  };
  desk.state.restoreTestSelections.set(keyOf(desk, plan, RestoreTestingSelectionName), {
    ProtectedResourceArns: [],
    RestoreMetadataOverrides: {},
    ValidationWindowHours: 0,
    ...selection,
    ...made,
  });
  return answer(desk, { ...made, RestoreTestingPlanArn: known.RestoreTestingPlanArn });
}

function change(desk: Desk, all: Map<string, Kept>, key: string, changes: Kept): AwsReply {
  const known = all.get(key);
  if (known === undefined) return notFound(desk, "Restore testing setting");
  const { CreationTime, RestoreTestingPlanArn, RestoreTestingPlanName, RestoreTestingSelectionName } = known;
  all.set(key, { ...known, ...changes });
  return answer(desk, {
    CreationTime,
    UpdateTime: seconds(desk.world.clock.now()),
    RestoreTestingPlanArn,
    RestoreTestingPlanName,
    RestoreTestingSelectionName,
  });
}
