import { createHash } from "node:crypto";
import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { answer, recordIn, type SettingsDesk, settingsDesk, TagBook } from "../settingsDesk.ts";
import { administrationCall } from "./administration.ts";
import { DETECTOR_FEATURES, merged, ORGANISATION_FEATURES } from "./features.ts";
import { type Detector, type GuardDutyState, notOurs, textOr } from "./state.ts";

/** GuardDuty's settings. Nothing is detected. */
export function guardDutyOverlay(): Overlay {
  const state: GuardDutyState = { detectors: new Map(), administrators: new Map(), tags: new TagBook() };
  return {
    name: "guardduty-settings",
    service: "guardduty",
    grade: "validated",
    models:
      "One detector for an account and region, its protection plans with what goes with them, tags, the delegated " +
      "administrator of a region and what it switches on for members. Leaves out findings, members, filters and lists.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      return detectorCall(desk, state) ?? administrationCall(desk, state) ?? state.tags.answer(desk);
    },
  };
}

function detectorCall(desk: SettingsDesk, { detectors, tags }: GuardDutyState): AwsReply | undefined {
  const known = detectors.get(desk.place);
  const arn = (id: string) =>
    `arn:aws:guardduty:${desk.call.signedRegion}:${desk.call.account}:detector/${id}`;
  switch (desk.call.action) {
    case "CreateDetector": {
      const id = createHash("sha256").update(desk.place).digest("hex").slice(0, 32);
      detectors.set(desk.place, {
        id,
        createdAt: desk.world.clock.now(),
        status: desk.body.enable === true ? "ENABLED" : "DISABLED",
        frequency: textOr(desk.body.findingPublishingFrequency, "SIX_HOURS"),
        features: merged(DETECTOR_FEATURES, desk.body.features),
        organisation: { members: "NONE", features: ORGANISATION_FEATURES },
      });
      tags.set(arn(id), desk.body.tags);
      return answer(desk, { detectorId: id });
    }
    case "ListDetectors":
      return answer(desk, { detectorIds: known === undefined ? [] : [known.id] });
    case "GetDetector":
    case "UpdateDetector":
    case "DeleteDetector":
      if (known === undefined || known.id !== desk.path[1]) return notOurs(desk);
      return oneDetector(desk, known, detectors, tags.of(arn(known.id)));
    default:
      return undefined;
  }
}

function oneDetector(
  desk: SettingsDesk,
  known: Detector,
  detectors: Map<string, Detector>,
  tags: Readonly<Record<string, string>>,
): AwsReply {
  const { enable, findingPublishingFrequency, features } = desk.body;
  switch (desk.call.action) {
    case "UpdateDetector":
      if (enable !== undefined) known.status = enable === true ? "ENABLED" : "DISABLED";
      known.frequency = textOr(findingPublishingFrequency, known.frequency);
      known.features = merged(known.features, features);
      return answer(desk, {});
    case "DeleteDetector":
      detectors.delete(desk.place);
      return answer(desk, {});
    default:
      return answer(desk, {
        createdAt: new Date(known.createdAt).toISOString(),
        findingPublishingFrequency: known.frequency,
        serviceRole: `arn:aws:iam::${desk.call.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        status: known.status,
        tags: recordIn(tags),
        features: known.features,
      });
  }
}
