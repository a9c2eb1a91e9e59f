import { createHash } from "node:crypto";
import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import {
  answer,
  listIn,
  recordIn,
  refuse,
  type SettingsDesk,
  settingsDesk,
  textIn,
} from "../settingsDesk.ts";

interface Sink {
  readonly arn: string;
  readonly name: string;
  policy: string | undefined;
}

interface Link {
  readonly arn: string;
  readonly label: string;
  readonly sinkArn: string;
  resourceTypes: readonly string[];
}

/** All sinks and links of a sandbox, by ARN: a link of one account leads to a sink of another. */
interface State {
  readonly sinks: Map<string, Sink>;
  readonly links: Map<string, Link>;
  readonly tags: Map<string, Readonly<Record<string, string>>>;
}

/** What accounts let other accounts see. */
export function oamOverlay(): Overlay {
  const state: State = { sinks: new Map(), links: new Map(), tags: new Map() };
  return {
    name: "oam-sinks-and-links",
    service: "oam",
    grade: "validated",
    models:
      "One sink for an account and region, its policy, links to it from other accounts of what that policy allows, and their tags. Leaves out which accounts are an organization's, and what is seen through a link.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      return tagged(desk, state) ?? sink(desk, state) ?? link(desk, state);
    },
  };
}

/** The same for the same account, region and name, so that a rehearsal is the same each time. */
function idOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

function arnOf({ call }: SettingsDesk, kind: "sink" | "link", seed: string): string {
  return `arn:aws:oam:${call.signedRegion}:${call.account}:${kind}/${idOf(`${call.account} ${call.signedRegion} ${seed}`)}`;
}

function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function missing(desk: SettingsDesk, what: string): AwsReply {
  return refuse(desk, "ResourceNotFoundException", `${what} was not found`, 404);
}

function sink(desk: SettingsDesk, state: State): AwsReply | undefined {
  const { call, body } = desk;
  const named = textIn(body.SinkIdentifier) || textIn(body.Identifier);
  const known = state.sinks.get(named);
  const here = `arn:aws:oam:${call.signedRegion}:${call.account}:`;
  switch (call.action) {
    case "CreateSink": {
      if ([...state.sinks.keys()].some((arn) => arn.startsWith(here)))
        return refuse(desk, "ServiceQuotaExceededException", "An account has one sink in a region", 429);
      const name = textIn(body.Name);
      const made: Sink = { arn: arnOf(desk, "sink", name), name, policy: undefined };
      state.sinks.set(made.arn, made);
      state.tags.set(made.arn, recordIn(body.Tags) as Record<string, string>);
      return answer(desk, sinkView(made, state));
    }
    case "ListSinks":
      return answer(desk, {
        Items: [...state.sinks.values()]
          .filter(({ arn }) => arn.startsWith(here))
          .map(({ arn, name }) => ({ Arn: arn, Id: idIn(arn), Name: name })),
      });
    case "GetSink":
      return known === undefined ? missing(desk, named) : answer(desk, sinkView(known, state));
    case "PutSinkPolicy":
    case "GetSinkPolicy":
      if (known === undefined) return missing(desk, named);
      if (call.action === "PutSinkPolicy") known.policy = textIn(body.Policy);
      return answer(desk, { SinkArn: known.arn, SinkId: idIn(known.arn), Policy: known.policy });
    case "DeleteSink":
      if (known === undefined) return missing(desk, named);
      if ([...state.links.values()].some(({ sinkArn }) => sinkArn === named))
        return refuse(desk, "ConflictException", `${named} has links that lead to it`, 409);
      state.sinks.delete(named);
      return answer(desk, {});
    default:
      return undefined;
  }
}

function sinkView({ arn, name }: Sink, { tags }: State) {
  return { Arn: arn, Id: idIn(arn), Name: name, Tags: tags.get(arn) ?? {} };
}

function link(desk: SettingsDesk, state: State): AwsReply | undefined {
  const { call, body } = desk;
  const named = textIn(body.Identifier);
  const known = state.links.get(named);
  switch (call.action) {
    case "CreateLink": {
      const sinkArn = textIn(body.SinkIdentifier);
      const problem = refusedLink(desk, state, sinkArn);
      if (problem !== undefined) return problem;
      const made: Link = {
        arn: arnOf(desk, "link", sinkArn),
        label: textIn(body.LabelTemplate),
        sinkArn,
        resourceTypes: listIn(body.ResourceTypes).map(textIn),
      };
      if (state.links.has(made.arn))
        return refuse(desk, "ConflictException", `A link to ${sinkArn} exists already`, 409);
      state.links.set(made.arn, made);
      state.tags.set(made.arn, recordIn(body.Tags) as Record<string, string>);
      return answer(desk, linkView(desk, made, state));
    }
    case "GetLink":
      return known === undefined ? missing(desk, named) : answer(desk, linkView(desk, known, state));
    case "UpdateLink": {
      if (known === undefined) return missing(desk, named);
      const problem = refusedLink(desk, state, known.sinkArn);
      if (problem !== undefined) return problem;
      known.resourceTypes = listIn(body.ResourceTypes).map(textIn);
      return answer(desk, linkView(desk, known, state));
    }
    case "DeleteLink":
      if (!state.links.delete(named)) return missing(desk, named);
      return answer(desk, {});
    default:
      return undefined;
  }
}

/** The sink must be there, in this region, and allow all kinds that are asked for. */
function refusedLink(desk: SettingsDesk, state: State, sinkArn: string): AwsReply | undefined {
  const target = state.sinks.get(sinkArn);
  if (target === undefined || sinkArn.split(":")[3] !== desk.call.signedRegion) return missing(desk, sinkArn);
  const allowed = allowedTypes(target.policy);
  const refused = listIn(desk.body.ResourceTypes)
    .map(textIn)
    .find((each) => !allowed.includes(each));
  return refused === undefined
    ? undefined
    : refuse(desk, "AccessDeniedException", `The policy of ${sinkArn} allows no link of ${refused}`, 403);
}

function allowedTypes(policy: string | undefined): readonly string[] {
  const statements = listIn(policy === undefined ? [] : recordIn(JSON.parse(policy)).Statement);
  return statements.flatMap((statement) => {
    const conditions = recordIn(recordIn(statement).Condition);
    return listIn(recordIn(conditions["ForAllValues:StringEquals"])["oam:ResourceTypes"]).map(textIn);
  });
}

function linkView({ call }: SettingsDesk, { arn, label, sinkArn, resourceTypes }: Link, { tags }: State) {
  return {
    Arn: arn,
    Id: idIn(arn),
    // The names of accounts are the organization's; here an account is called by its id.
    Label: label.replace(/^\$Account\w+$/, call.account),
    LabelTemplate: label,
    ResourceTypes: resourceTypes,
    SinkArn: sinkArn,
    Tags: tags.get(arn) ?? {},
  };
}

function tagged(desk: SettingsDesk, { tags }: State): AwsReply | undefined {
  const arn = desk.path.slice(1).join("/");
  const now = tags.get(arn) ?? {};
  switch (desk.call.action) {
    case "ListTagsForResource":
      return answer(desk, { Tags: now });
    case "TagResource":
      tags.set(arn, { ...now, ...(recordIn(desk.body.Tags) as Record<string, string>) });
      return answer(desk, {});
    case "UntagResource": {
      const gone = desk.query.getAll("tagKeys");
      tags.set(arn, Object.fromEntries(Object.entries(now).filter(([key]) => !gone.includes(key))));
      return answer(desk, {});
    }
    default:
      return undefined;
  }
}
