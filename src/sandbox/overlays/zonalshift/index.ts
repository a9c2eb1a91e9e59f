import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { jsonReply, requestId } from "../../wire/index.ts";
import { answer, type SettingsDesk, settingsDesk, textIn } from "../settingsDesk.ts";
import { type Managed, managedResource, zoneIds } from "./managed.ts";
import { type Shift, shiftsOf, statusOf } from "./shifts.ts";

export { zonesLeftBy } from "./shifts.ts";

/**
 * Traffic kept out of a zone for a while. Calls, reasons and limits: the model of arc-zonal-shift 2022-10-30 (botocore
 * 1.43.11); from one minute to 72 hours, one shift for a resource:
 * https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html, read November 2026.
 */
export function zonalShiftOverlay(): Overlay {
  return {
    name: "arc-zonal-shift",
    service: "arc-zonal-shift",
    grade: "modelled",
    models:
      "Zonal shifts of load balancers and clusters that allow them: started, changed, cancelled, expired, one for a resource, and which zones a load balancer's name does not answer with meanwhile. Leaves out autoshift, practice runs, Auto Scaling groups, and the targets behind a balancer.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      switch (call.action) {
        case "StartZonalShift":
          return start(desk);
        case "UpdateZonalShift":
          return update(desk);
        case "CancelZonalShift":
          return cancel(desk);
        case "ListZonalShifts":
          return list(desk);
        case "GetManagedResource":
          return managed(desk);
        default:
          return undefined;
      }
    },
  };
}

/** An error with what the service says of its reason. */
function refuse(
  { call }: SettingsDesk,
  status: number,
  code: string,
  fields: { readonly message: string; readonly reason?: string; readonly zonalShiftId?: string },
) {
  const reply = jsonReply(call, fields, status);
  return { ...reply, headers: { ...reply.headers, "x-amzn-errortype": code } };
}

function invalid(desk: SettingsDesk, reason: string, message: string): AwsReply {
  return refuse(desk, 400, "ValidationException", { message, reason });
}

function conflict(desk: SettingsDesk, reason: string, shift: Shift, message: string): AwsReply {
  return refuse(desk, 409, "ConflictException", { message, reason, zonalShiftId: shift.id });
}

function missing(desk: SettingsDesk, what: string): AwsReply {
  return refuse(desk, 404, "ResourceNotFoundException", { message: `${what} was not found` });
}

const HOUR_MS = 3_600_000;

/** Milliseconds; undefined for what is no length of a shift. */
function lengthOf(expiresIn: string): number | undefined {
  const [, number, unit] = /^([1-9][0-9]*)(m|h)$/.exec(expiresIn) ?? [];
  if (number === undefined || expiresIn.length > 5) return undefined;
  const length = Number(number) * (unit === "h" ? HOUR_MS : 60_000);
  return length <= 72 * HOUR_MS ? length : undefined;
}

const LENGTH = "expiresIn is a whole number of minutes or hours, as in 120m or 20h, of 72 hours at most";

function placeOf({ call }: SettingsDesk) {
  return { account: call.account, region: call.signedRegion };
}

function here(desk: SettingsDesk): readonly Shift[] {
  const { account, region } = placeOf(desk);
  return shiftsOf(desk.world).filter((shift) => shift.account === account && shift.region === region);
}

function active(desk: SettingsDesk, arn: string): readonly Shift[] {
  const now = desk.world.clock.now();
  return here(desk).filter((shift) => shift.resource.arn === arn && statusOf(shift, now) === "ACTIVE");
}

async function start(desk: SettingsDesk): Promise<AwsReply> {
  const { body, world, call } = desk;
  const place = placeOf(desk);
  const lacking = ["resourceIdentifier", "awayFrom", "expiresIn", "comment"].find(
    (name) => typeof body[name] !== "string",
  );
  if (lacking !== undefined) return invalid(desk, "MissingValue", `${lacking} is missing`);
  const arn = textIn(body.resourceIdentifier);
  if (!arn.startsWith("arn:"))
    return invalid(desk, "InvalidResourceIdentifier", `${arn} is no ARN of a resource`);
  const length = lengthOf(textIn(body.expiresIn));
  if (length === undefined) return invalid(desk, "InvalidExpiresIn", LENGTH);
  const awayFrom = textIn(body.awayFrom);
  if (![...(await zoneIds(world, place)).values()].includes(awayFrom))
    return invalid(desk, "InvalidAz", `${awayFrom} is the id of no zone of ${place.region}`);
  const resource = await managedResource(world, place, arn);
  if (resource === undefined) return missing(desk, `A managed resource ${arn}`);
  if (!resource.zones.includes(awayFrom))
    return invalid(desk, "UnsupportedAz", `${arn} is not deployed in ${awayFrom}`);
  const [other] = active(desk, arn);
  if (other !== undefined)
    return conflict(desk, "ZonalShiftAlreadyExists", other, `${arn} is shifted away from ${other.awayFrom}`);
  const startedAt = world.clock.now();
  const shift: Shift = {
    id: requestId(call),
    ...place,
    resource,
    awayFrom,
    startedAt,
    expiresAt: startedAt + length,
    comment: textIn(body.comment),
    cancelledAt: undefined,
  };
  shiftsOf(world).push(shift);
  return answer(desk, view(desk, shift));
}

function update(desk: SettingsDesk): AwsReply {
  const { body, world } = desk;
  const shift = named(desk);
  if (shift === undefined) return missing(desk, `A zonal shift ${desk.path[1] ?? ""}`);
  if (body.expiresIn === undefined && body.comment === undefined)
    return invalid(desk, "MissingValue", "neither comment nor expiresIn is given");
  const refused = ended(desk, shift);
  if (refused !== undefined) return refused;
  if (body.expiresIn !== undefined) {
    const length = lengthOf(textIn(body.expiresIn));
    if (length === undefined) return invalid(desk, "InvalidExpiresIn", LENGTH);
    shift.expiresAt = world.clock.now() + length;
  }
  if (body.comment !== undefined) shift.comment = textIn(body.comment);
  return answer(desk, view(desk, shift));
}

function cancel(desk: SettingsDesk): AwsReply {
  const shift = named(desk);
  if (shift === undefined) return missing(desk, `A zonal shift ${desk.path[1] ?? ""}`);
  const refused = ended(desk, shift);
  if (refused !== undefined) return refused;
  shift.cancelledAt = desk.world.clock.now();
  return answer(desk, view(desk, shift));
}

function named(desk: SettingsDesk): Shift | undefined {
  return here(desk).find(({ id }) => id === desk.path[1]);
}

/** What has ended can neither be changed nor ended. */
function ended(desk: SettingsDesk, shift: Shift): AwsReply | undefined {
  const status = statusOf(shift, desk.world.clock.now());
  if (status === "ACTIVE") return undefined;
  return conflict(desk, "ZonalShiftStatusNotActive", shift, `The zonal shift ${shift.id} is ${status}`);
}

function list(desk: SettingsDesk): AwsReply {
  const [status, arn] = [desk.query.get("status"), desk.query.get("resourceIdentifier")];
  if (status !== null && !["ACTIVE", "EXPIRED", "CANCELED"].includes(status))
    return invalid(desk, "InvalidStatus", `${status} is no status of a zonal shift`);
  const now = desk.world.clock.now();
  const items = here(desk)
    .filter((shift) => status === null || statusOf(shift, now) === status)
    .filter((shift) => arn === null || shift.resource.arn === arn)
    .map((shift) => view(desk, shift));
  return answer(desk, { items });
}

async function managed(desk: SettingsDesk): Promise<AwsReply> {
  const arn = desk.path[1] ?? "";
  const resource = await managedResource(desk.world, placeOf(desk), arn);
  return resource === undefined
    ? missing(desk, `A managed resource ${arn}`)
    : answer(desk, managedView(desk, resource));
}

function managedView(desk: SettingsDesk, { arn, name, zones }: Managed): object {
  const shifts = active(desk, arn);
  const away = shifts.map(({ awayFrom }) => awayFrom);
  return {
    arn,
    name,
    appliedWeights: Object.fromEntries(zones.map((zone) => [zone, away.includes(zone) ? 0 : 1])),
    zonalShifts: shifts.map((shift) => {
      const { status: _, ...shown } = view(desk, shift);
      return { ...shown, appliedStatus: "APPLIED", shiftType: "ZONAL_SHIFT" };
    }),
    autoshifts: [],
    zonalAutoshiftStatus: "DISABLED",
  };
}

function view({ world }: SettingsDesk, shift: Shift) {
  return {
    zonalShiftId: shift.id,
    resourceIdentifier: shift.resource.arn,
    awayFrom: shift.awayFrom,
    expiryTime: shift.expiresAt / 1000,
    startTime: shift.startedAt / 1000,
    status: statusOf(shift, world.clock.now()),
    comment: shift.comment,
  };
}
