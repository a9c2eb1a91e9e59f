import type { RandomStreams } from "../../lib/index.ts";
import type { TimingFigure } from "../timing/figure.ts";
import { durationSlices, sliceOf } from "../timing/lognormal.ts";
import { TERRAFORM_OVERHEAD } from "../timing/table.ts";
import { ListScheduler, type ScheduleSpace } from "./listSchedule.ts";
import { type StackTimes, scheduleStacks, stackTimes } from "./stackSchedule.ts";
import type { StackWork } from "./work.ts";

export interface SimulationOptions {
  readonly samples: number;
  /** Resources that one Terraform creates at once. */
  readonly resourcesAtOnce: number;
  /** Stacks that are applied at once. */
  readonly stacksAtOnce: number;
  readonly random: RandomStreams;
}

/** One sample, whole: what a visitor sees while it is there, and must not keep. */
export interface Sample {
  /** Seconds until everything stands. */
  readonly makespan: number;
  readonly stacks: StackTimes;
  readonly tasks: ScheduleSpace;
  /** Seconds for each task. */
  readonly durations: Float32Array;
  /** Seconds of Terraform's own for each stack. */
  readonly overheads: Float32Array;
}

/**
 * Rolls the work out, again and again, with durations drawn anew. Each resource and each stack draws from a
 * stream of its own name, so a change elsewhere in the platform does not move its draws. The same sample can
 * be had again by its number.
 */
export class Simulation {
  readonly #work: readonly StackWork[];
  readonly #options: SimulationOptions;
  /** For each sample: the slice drawn for each task, then for each stack. */
  readonly #slices: Uint16Array;
  /** For each task, then for each stack. */
  readonly #figures: readonly TimingFigure[];
  readonly #values: readonly Float32Array[];
  readonly #tasks: number;
  readonly #scheduler: ListScheduler;
  readonly #space: ScheduleSpace;
  readonly #times: StackTimes;
  readonly #durations: Float32Array;
  readonly #overheads: Float32Array;
  readonly #lengths: Float64Array;

  constructor(work: readonly StackWork[], options: SimulationOptions) {
    const tasks = work.flatMap((stack) => stack.tasks);
    this.#work = work;
    this.#options = options;
    this.#tasks = tasks.length;
    this.#scheduler = new ListScheduler(
      options.resourcesAtOnce,
      Math.max(0, ...work.map((stack) => stack.tasks.length)),
    );
    this.#space = { finish: new Float64Array(tasks.length), cause: new Int32Array(tasks.length) };
    this.#times = stackTimes(work);
    this.#durations = new Float32Array(tasks.length);
    this.#overheads = new Float32Array(work.length);
    this.#lengths = new Float64Array(work.length);
    this.#figures = [...tasks.map(({ figure }) => figure), ...work.map(() => TERRAFORM_OVERHEAD)];
    this.#values = this.#figures.map(durationSlices);
    const names = [...tasks.map(({ resource }) => resource.id), ...work.map(({ id }) => `terraform ${id}`)];
    this.#slices = drawAll(names, options);
  }

  /**
   * The sample of that number, from 0. The next call writes over it.
   *
   * `instant`: what goes by this figure takes no time, all else being as it was.
   */
  sample(number: number, instant?: TimingFigure): Sample {
    this.#lookUp(number);
    if (instant !== undefined) {
      for (let row = 0; row < this.#tasks; row++) {
        if (this.#figures[row] === instant) this.#durations[row] = 0;
      }
    }
    this.#work.forEach((stack, index) => {
      const applied = this.#scheduler.run(stack, this.#durations, this.#space);
      this.#lengths[index] = (this.#overheads[index] as number) + applied;
    });
    const makespan = scheduleStacks(this.#work, this.#lengths, this.#options.stacksAtOnce, this.#times);
    return {
      makespan,
      stacks: this.#times,
      tasks: this.#space,
      durations: this.#durations,
      overheads: this.#overheads,
    };
  }

  #lookUp(number: number): void {
    const values = this.#values;
    const slices = this.#slices;
    const first = number * values.length;
    for (let row = 0; row < values.length; row++) {
      const seconds = (values[row] as Float32Array)[slices[first + row] as number] as number;
      if (row < this.#tasks) this.#durations[row] = seconds;
      else this.#overheads[row - this.#tasks] = seconds;
    }
  }
}

/** Slices for each sample and name. All of one sample lie together, in the order in which they are read. */
function drawAll(names: readonly string[], { samples, random }: SimulationOptions): Uint16Array {
  const slices = new Uint16Array(names.length * samples);
  names.forEach((name, row) => {
    const source = random(name);
    for (let sample = 0; sample < samples; sample++) {
      slices[sample * names.length + row] = sliceOf(source.bits());
    }
  });
  return slices;
}
