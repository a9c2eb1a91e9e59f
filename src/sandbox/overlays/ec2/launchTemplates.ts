import type { Overlay } from "../../overlay.ts";
import { isXml, parseXml, textAt, walk, xmlReply } from "../../wire/index.ts";

/**
 * The emulator counts the tags of a launch template itself among those that the template gives to
 * instances and volumes: a difference at every plan.
 */
export const launchTemplates: Overlay = {
  name: "ec2-launch-templates",
  service: "ec2",
  grade: "echoed",
  models:
    "Versions of a launch template without the template's own tags among those for instances. Leaves out " +
    "everything else, which the emulator answers.",
  async handle(call, world) {
    if (call.action !== "DescribeLaunchTemplateVersions") return undefined;
    const reply = await world.forward(call);
    if (reply.status >= 300 || !isXml(reply)) return reply;
    const root = parseXml(reply.body);
    for (const node of walk(root)) {
      if (node.name !== "tagSpecificationSet") continue;
      node.children = node.children.filter((item) => textAt(item, "resourceType") !== "launch-template");
    }
    return xmlReply(call, reply.status, root);
  },
};
