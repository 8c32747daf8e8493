/** L'horloge est un port : la démonstration et les tests se tiennent au jour qu'ils veulent. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
export const fixedClock = (instant: Date): Clock => ({ now: () => new Date(instant) })
