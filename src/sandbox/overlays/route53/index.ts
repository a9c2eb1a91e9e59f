import { DEFAULT_ACCOUNT } from "../../accounts.ts";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import type { DnsAnswer, DnsQuestion } from "../../sandbox.ts";
import { element, errorReply, fields, xmlReply } from "../../wire/index.ts";
import { type EdgeAnswer, edgeAnswer } from "../cloudfront/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { zonesLeftBy } from "../zonalshift/index.ts";
import { alarmCheckCall } from "./alarmChecks.ts";
import { changeRecords } from "./changes.ts";
import { healthOf } from "./health.ts";
import { privateZoneCall } from "./privateZones.ts";
import { resolve } from "./resolve.ts";
import { signingCall } from "./signing.ts";
import { type HealthCheck, plainName, type Route53View, readRoute53, zoneOf } from "./view.ts";

export { regionOfBalancer } from "./health.ts";

export const route53HealthAndAnswers: Overlay = {
  name: "route53-health-and-answers",
  service: "route53",
  grade: "modelled",
  models:
    "Health checks that follow the region of the load balancer they reach through the zone's own records and the rules " +
    "of its listener, " +
    "calculated, inverted and disabled ones, those of alarms over one metric by the values put, those of routing controls, and what DNS would answer: simple, weighted (heaviest first), " +
    "latency (medians of 2022), failover, multivalue, alias chains, and the origin of a distribution. Key-signing " +
    "keys and signing, and the networks of private zones, as settings. Leaves out routing by the client's place, " +
    "answers from private zones, signatures, checks of IP addresses and of other alarms, targets' own health within a living region.",
  handle: answer,
};

/** Accounts that have spoken to Route 53: a question from outside names none. */
const accountsOf = perSandbox((): Set<string> => new Set([DEFAULT_ACCOUNT]));

/** What DNS would answer now, from the public zones of all accounts seen. Names at the end stay names. */
export async function resolveName(world: World, question: DnsQuestion): Promise<DnsAnswer> {
  return (await namesNow(world))(question);
}

/** The same for many questions: the records are read once, while health goes on following the clock. */
export async function namesNow(world: World): Promise<(question: DnsQuestion) => DnsAnswer> {
  const views = await Promise.all([...accountsOf(world)].map((account) => readRoute53(world, account)));
  return (question) => {
    const answer = resolveIn(views, world, question);
    const [first = ""] = answer.answers;
    const edge = edgeAnswer(world, first, plainName(question.name));
    return edge === undefined ? answer : { ...answer, origin: behind(views, world, question, edge) };
  };
}

function resolveIn(views: readonly Route53View[], world: World, question: DnsQuestion): DnsAnswer {
  const name = plainName(question.name);
  const view = views
    .filter((each) => zoneOf(each, name) !== undefined)
    .sort((a, b) => (zoneOf(b, name)?.name.length ?? 0) - (zoneOf(a, name)?.name.length ?? 0))[0];
  const answer = resolve(view ?? { zones: [], checks: new Map() }, world, question);
  const left = answer.answers.flatMap((each) => zonesLeftBy(world, each));
  return left.length === 0 ? answer : { ...answer, withoutZones: left };
}

/** An edge looks its origin up where it is: near the client, whose region stands for the edge's. */
function behind(
  views: readonly Route53View[],
  world: World,
  question: DnsQuestion,
  edge: EdgeAnswer,
): DnsAnswer {
  if ("origin" in edge) return resolveIn(views, world, { ...question, name: edge.origin, type: "A" });
  const record = plainName(question.name);
  return {
    question,
    answers: [],
    chosen: undefined,
    passedOver: [{ record, reason: edge.refused }],
    ttlSeconds: 0,
  };
}

async function answer(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  accountsOf(world).add(call.account);
  switch (call.action) {
    case "ChangeResourceRecordSets":
      return changeRecords(call, world);
    case "GetHealthCheckStatus":
    case "GetHealthCheckLastFailureReason":
      return status(call, world);
    case "TestDNSAnswer":
      return testAnswer(call, world);
    default:
      return (
        (await alarmCheckCall(call, world)) ??
        (await signingCall(call, world)) ??
        (await privateZoneCall(call, world))
      );
  }
}

const XMLNS = { xmlns: "https://route53.amazonaws.com/doc/2013-04-01/" };

/** Regions of Route 53's checkers. Source: HealthCheckRegion in the API reference (read 2026-11). */
const CHECKER_REGIONS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

async function status(call: AwsCall, world: World): Promise<AwsReply> {
  const id = /\/healthcheck\/([^/?]+)/.exec(call.target)?.[1] ?? "";
  const view = await readRoute53(world, call.account);
  const check = view.checks.get(id);
  if (check === undefined) {
    const message = `A health check with id ${id} does not exist.`;
    return errorReply(call, { status: 404, code: "NoSuchHealthCheck", message });
  }
  const health = healthOf(check, view, world);
  const text = health.healthy ? `Success: ${health.reason}` : `Failure: ${health.reason}`;
  const wanted = call.action === "GetHealthCheckStatus" || !health.healthy;
  const observations = wanted ? observationsOf(check, text, world) : [];
  return xmlReply(
    call,
    200,
    element(`${call.action}Response`, [element("HealthCheckObservations", observations)], XMLNS),
  );
}

function observationsOf(check: HealthCheck, text: string, world: World) {
  const time = new Date(world.clock.now()).toISOString();
  const regions = check.regions.length > 0 ? check.regions : CHECKER_REGIONS;
  return regions.map((region, index) =>
    element("HealthCheckObservation", [
      ...fields({ Region: region, IPAddress: `192.0.2.${index + 1}` }),
      element("StatusReport", fields({ Status: text, CheckedTime: time })),
    ]),
  );
}

/** Asked as a resolver in us-east-1 would, which AWS takes when none is named; addresses are not placed. */
async function testAnswer(call: AwsCall, world: World): Promise<AwsReply> {
  const query = new URL(call.target, "http://route53").searchParams;
  const name = query.get("recordname") ?? "";
  const type = query.get("recordtype") ?? "A";
  const zone = query.get("hostedzoneid") ?? "";
  const view = await readRoute53(world, call.account);
  if (!view.zones.some((each) => each.id === zone)) {
    return errorReply(call, {
      status: 404,
      code: "NoSuchHostedZone",
      message: `No hosted zone found with ID: ${zone}`,
    });
  }
  if (type !== "A" && type !== "CNAME") {
    return errorReply(call, {
      status: 400,
      code: "InvalidInput",
      message: `Answers of type ${type} are not modelled.`,
    });
  }
  const within = { ...view, zones: view.zones.filter((each) => each.id === zone) };
  const { answers } = resolve(within, world, { name, type, clientRegion: "us-east-1" });
  return xmlReply(
    call,
    200,
    element(
      "TestDNSAnswerResponse",
      [
        ...fields({ Nameserver: "ns-2048.awsdns-64.com", RecordName: name, RecordType: type }),
        element(
          "RecordData",
          answers.map((each) => element("RecordDataEntry", each)),
        ),
        ...fields({ ResponseCode: answers.length > 0 ? "NOERROR" : "NXDOMAIN", Protocol: "UDP" }),
      ],
      XMLNS,
    ),
  );
}
