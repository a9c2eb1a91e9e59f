import type { AwsCall, AwsReply } from "../call.ts";
import type { Overlay, World } from "../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../wire/index.ts";

type Project = Readonly<Record<string, unknown>>;

/** Of a project, what the emulator drops or invents: its key, its limit, its update. */
export function codeBuildOverlay(): Overlay {
  const given = new Map<string, Project>();
  return {
    name: "codebuild-projects",
    service: "codebuild",
    grade: "echoed",
    models:
      "Projects as they were made and changed, with key, limit of builds at a time, and updates, which the emulator lacks. Builds are the emulator's and run nothing.",
    async handle(call, world) {
      const body = jsonBody(call);
      switch (call.action) {
        case "CreateProject":
          return await create(call, world, given);
        case "UpdateProject": {
          const name = String(body.name);
          const known = given.get(keyOf(call, name));
          if (known === undefined) {
            const message = `Project cannot be found: ${name}`;
            return errorReply(call, { status: 400, code: "ResourceNotFoundException", message });
          }
          given.set(keyOf(call, name), { ...known, ...body, lastModified: world.clock.now() / 1000 });
          return jsonReply(call, { project: given.get(keyOf(call, name)) });
        }
        case "BatchGetProjects":
          return await describe(call, world, given);
        case "DeleteProject":
          given.delete(keyOf(call, String(body.name)));
          return undefined;
        default:
          return undefined;
      }
    },
  };
}

const keyOf = ({ account, signedRegion }: AwsCall, name: string) => `${account} ${signedRegion} ${name}`;

async function create(call: AwsCall, world: World, given: Map<string, Project>): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status !== 200) return reply;
  const { project } = jsonBody({ body: Buffer.from(reply.body) }) as { project?: Project };
  const whole = { ...project, ...jsonBody(call) };
  given.set(keyOf(call, String(whole.name)), whole);
  return jsonReply(call, { project: whole });
}

async function describe(call: AwsCall, world: World, given: Map<string, Project>): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status !== 200) return reply;
  const found = jsonBody({ body: Buffer.from(reply.body) });
  const projects = (Array.isArray(found.projects) ? found.projects : []) as readonly Project[];
  return jsonReply(call, {
    ...found,
    projects: projects.map((project) => ({ ...project, ...given.get(keyOf(call, String(project.name))) })),
  });
}
