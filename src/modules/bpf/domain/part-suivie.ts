import type { Fraction } from './fraction.ts'

/** Ce qu’une personne a suivi sur des séances de même sorte ; `seance` quand on les tient une à une. */
export type PartSuivie = {
  /** Confiée par écrit à un autre organisme ; animée par quelqu'un en honoraires ce jour-là. */
  readonly confiee: boolean
  readonly honoraires: boolean
  readonly asynchrone: boolean
  readonly cotraitee: boolean
  readonly heures: Fraction
  readonly seance?: string
}
