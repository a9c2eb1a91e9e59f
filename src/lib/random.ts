/** The only source of chance for logic. Injected, so that equal input gives equal output. */
export interface RandomSource {
  /** A whole number from 0 to 2³² - 1, each equally likely. */
  bits(): number;
}

/**
 * A source for each name. What is drawn for one thing does not move when another is added or taken away, so
 * two variants of one platform can be compared without the noise of new draws.
 */
export type RandomStreams = (name: string) => RandomSource;

/**
 * The same numbers for the same seed, on every machine. A Weyl sequence through a mixing function (the
 * construction of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014, with 32 bits
 * in place of 64): good enough to sample from and not for secrets. It repeats after 2³² numbers.
 */
export function seededRandom(seed: string): RandomSource {
  let state = hash(seed);
  return {
    bits() {
      state = (state + 0x9e3779b9) | 0;
      return mixed(state) >>> 0;
    },
  };
}

/** One independent source for each name, all from one seed. */
export function seededStreams(seed: string): RandomStreams {
  return (name) => seededRandom(`${seed}\n${name}`);
}

/** FNV-1a over the code units, mixed once more: neighbouring names get distant states. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed(value);
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
