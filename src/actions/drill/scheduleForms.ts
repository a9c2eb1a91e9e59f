import { stringify } from "yaml";
import { type DrillCycle, datesOf, type ScheduledDrill } from "./schedulePlan.ts";

export const SCHEDULE_FORMS = ["workflow", "crontab", "list"] as const;

export type ScheduleForm = (typeof SCHEDULE_FORMS)[number];

export interface Schedule {
  readonly platform: string;
  readonly cycle: DrillCycle;
  readonly drills: readonly ScheduledDrill[];
  /** Absolute folder of the configuration. */
  readonly dir: string;
  /** The same from the top of its repository, `.` for the top. */
  readonly dirInRepository: string;
  readonly now: number;
}

/** First words of whatever is made here: a file that begins so may be made anew. */
export const MADE_BY = "# Made by `trireme drill schedule";

/** Name of the artifact in which the history goes from run to run. */
const HISTORY = "drill-history";

function nameOf({ environment, kind, lost }: Omit<ScheduledDrill, "cron">): string {
  return `${environment} ${kind} ${lost}`;
}

export function scheduleText(schedule: Schedule, form: ScheduleForm): string {
  if (form === "workflow") return workflow(schedule);
  if (form === "crontab") return crontab(schedule);
  return list(schedule);
}

function heading({ platform, cycle }: Schedule, form: ScheduleForm): string {
  return [
    `${MADE_BY} --every ${cycle} --as ${form}\` for ${platform}. Make it anew rather than change it.`,
    `# Each drill is held once a ${cycle}, no two on one day${cycle === "week" ? "" : "; days of a month fall on weekends too"}. Times are UTC.`,
    "",
  ].join("\n");
}

/**
 * GitHub's schedules run on the default branch only, late when many begin at a full hour, and stop in a public
 * repository in which nothing happens for 60 days.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
function workflow(schedule: Schedule): string {
  const { drills, dirInRepository } = schedule;
  const kept = dirInRepository === "." ? ".trireme/drills" : `${dirInRepository}/.trireme/drills`;
  const document = {
    name: "Recovery drills",
    on: {
      schedule: drills.map(({ cron }) => ({ cron })),
      workflow_dispatch: {
        inputs: {
          drill: {
            description: "Drill to hold now",
            required: true,
            type: "choice",
            options: drills.map(nameOf),
          },
        },
      },
    },
    // To read the repository, and the history that an earlier run has kept.
    permissions: { contents: "read", actions: "read" },
    // Two at once would each keep a history without the other.
    concurrency: { group: "recovery-drills", "cancel-in-progress": false },
    jobs: {
      drill: {
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 180,
        defaults: { run: { shell: "bash", "working-directory": dirInRepository } },
        steps: [
          { uses: "actions/checkout@v4", with: { "persist-credentials": false } },
          { uses: "actions/setup-node@v4", with: { "node-version": 24 } },
          // The wrapper would stand between Terraform's output and who reads it.
          { uses: "hashicorp/setup-terraform@v3", with: { terraform_wrapper: false } },
          { name: "Install Trireme and moto's server", run: "npm ci\npipx install 'moto[server]'\n" },
          {
            name: "Take the history of the runs before",
            env: { GH_TOKEN: "$" + "{{ github.token }}", BRANCH: "$" + "{{ github.ref_name }}" },
            run: takeHistory(),
          },
          {
            name: "Hold the drill, and fail when it is not proven",
            env: { DRILL: "$" + "{{ inputs.drill || github.event.schedule }}" },
            run: holdDrill(drills),
          },
          {
            name: "Keep the history",
            if: "always()",
            uses: "actions/upload-artifact@v4",
            with: {
              name: HISTORY,
              path: `${kept}\n`,
              "include-hidden-files": true,
              // Of a run that is begun again.
              overwrite: true,
              "if-no-files-found": "error",
              "retention-days": 90,
            },
          },
        ],
      },
    },
  };
  return [
    heading(schedule, "workflow"),
    "# Put it into .github/workflows/ on the default branch: GitHub holds schedules nowhere else. Actions stand here by\n",
    "# version; put the commit of the version that you have read in its place, as a version can be moved.\n",
    ...drills.map((drill) => `#   ${drill.cron.padEnd(20)} ${nameOf(drill)}\n`),
    stringify(document, { lineWidth: 0 }),
  ].join("");
}

/** Of this branch and this repository alone: a run for somebody's fork may keep an artifact of the same name. */
function takeHistory(): string {
  return `mkdir -p .trireme/drills
run=$(gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=${HISTORY}&per_page=100" --jq '[.artifacts[] | select((.expired | not) and .workflow_run.head_branch == env.BRANCH and .workflow_run.head_repository_id == .workflow_run.repository_id)] | sort_by(.created_at) | last | .workflow_run.id // empty')
if [ -n "$run" ]; then
  gh run download "$run" --repo "$GITHUB_REPOSITORY" --name ${HISTORY} --dir .trireme/drills
else
  echo "No history is kept: this is the first drill, or the last was more than 90 days ago."
fi
`;
}

function holdDrill(drills: readonly ScheduledDrill[]): string {
  const cases = drills.map(
    (drill) => `  '${drill.cron}' | '${nameOf(drill)}')
    npx trireme drill ${drill.kind} ${drill.lost} --env ${drill.environment} --json > .trireme/drills/last.json
    ;;
`,
  );
  return `case "$DRILL" in
${cases.join("")}  *)
    echo "::error::No drill is held at $DRILL: make this file anew."
    exit 2
    ;;
esac
`;
}

function crontab(schedule: Schedule): string {
  const { drills, dir } = schedule;
  const there = quoted(dir);
  return [
    heading(schedule, "crontab"),
    "# Cron goes by the machine's time: let it be UTC. Whoever owns the crontab gets a letter when a drill is not proven.\n",
    ...drills.map(
      (drill) =>
        `${drill.cron} cd ${there} && mkdir -p .trireme/drills && npx trireme drill ${drill.kind} ${drill.lost} --env ${drill.environment} --json > .trireme/drills/last.json 2> .trireme/drills/last.log || echo "Not proven: ${nameOf(drill)}; see .trireme/drills in" ${there}\n`,
    ),
  ].join("");
}

/** For a shell within a crontab, where `%` ends the command. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''").replaceAll("%", "\\%")}'`;
}

function list(schedule: Schedule): string {
  const lines = datesOf(schedule.drills, schedule.now).map(
    ({ at, drill }) => `${at.slice(0, 16).replace("T", " ")}  ${nameOf(drill)}\n`,
  );
  return [heading(schedule, "list"), ...lines].join("");
}
