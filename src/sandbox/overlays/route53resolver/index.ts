import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import { listIn, textIn } from "../settingsDesk.ts";
import { Firewall, firewallCall } from "./firewall.ts";
import { type Desk, deskOf, missing, refused, type Sort, Things, told } from "./things.ts";

const CONFIG: Sort = {
  prefix: "rslvr-qlc",
  path: "resolver-query-log-config",
  field: "ResolverQueryLogConfig",
  status: "CREATED",
};
const ASSOCIATION: Sort = {
  prefix: "rslvr-qla",
  path: "resolver-query-log-config-association",
  field: "ResolverQueryLogConfigAssociation",
  status: "ACTIVE",
};

/** Logs of lookups and DNS Firewall. The emulator can make the first and not delete it, and lacks the second. */
export function resolverOverlay(): Overlay {
  const things = new Things();
  const firewall = new Firewall();
  return {
    name: "resolver-logs-and-firewall",
    service: "route53resolver",
    grade: "echoed",
    models:
      "Logs of lookups, DNS Firewall's lists, rules, associations and what it does when it fails, with what uses what. Leaves out lookups: none is logged or blocked. Endpoints and forwarding rules are the emulator's.",
    async handle(call, world): Promise<AwsReply | undefined> {
      const desk = deskOf(call, world, jsonBody(call), things);
      return logCall(desk) ?? firewallCall(desk, firewall) ?? tagCall(desk);
    },
  };
}

function logCall(desk: Desk): AwsReply | undefined {
  const { call, body, things } = desk;
  const config = things.find(call, CONFIG, body.ResolverQueryLogConfigId);
  switch (call.action) {
    case "CreateResolverQueryLogConfig": {
      const { Name, DestinationArn } = body;
      return told(desk, CONFIG, things.make(desk, CONFIG, { Name, DestinationArn, AssociationCount: 0 }));
    }
    case "GetResolverQueryLogConfig":
      return config === undefined
        ? missing(desk, "Query log config", body.ResolverQueryLogConfigId)
        : told(desk, CONFIG, config);
    case "DeleteResolverQueryLogConfig": {
      if (config === undefined) return missing(desk, "Query log config", body.ResolverQueryLogConfigId);
      const used = associationsOf(desk).length > 0;
      if (used) return refused(call, "InvalidRequestException", "The config is associated with a VPC.");
      things.remove(config);
      return told(desk, CONFIG, { ...config, Status: "DELETING" });
    }
    case "AssociateResolverQueryLogConfig": {
      if (config === undefined) return missing(desk, "Query log config", body.ResolverQueryLogConfigId);
      const { ResolverQueryLogConfigId, ResourceId } = body;
      return told(
        desk,
        ASSOCIATION,
        things.make(desk, ASSOCIATION, { ResolverQueryLogConfigId, ResourceId }),
      );
    }
    case "GetResolverQueryLogConfigAssociation": {
      const id = body.ResolverQueryLogConfigAssociationId;
      const found = things.find(call, ASSOCIATION, id);
      return found === undefined ? missing(desk, "Association", id) : told(desk, ASSOCIATION, found);
    }
    case "DisassociateResolverQueryLogConfig": {
      const found = associationsOf(desk).find(({ ResourceId }) => ResourceId === body.ResourceId);
      if (found === undefined) return missing(desk, "Association of", body.ResourceId);
      things.remove(found);
      return told(desk, ASSOCIATION, { ...found, Status: "DELETING" });
    }
    default:
      return undefined;
  }
}

function associationsOf({ call, body, things }: Desk) {
  return things
    .all(call, ASSOCIATION)
    .filter((each) => each.ResolverQueryLogConfigId === body.ResolverQueryLogConfigId);
}

/** Tags of what is kept here; of the rest the emulator's. */
function tagCall({ call, body, things }: Desk): AwsReply | undefined {
  const arn = textIn(body.ResourceArn);
  const tags = things.tags.get(arn);
  if (tags === undefined) return undefined;
  switch (call.action) {
    case "ListTagsForResource":
      return jsonReply(call, { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
    case "TagResource":
      things.tag(arn, body.Tags);
      return jsonReply(call, {});
    case "UntagResource":
      for (const key of listIn(body.TagKeys)) tags.delete(String(key));
      return jsonReply(call, {});
    default:
      return undefined;
  }
}
