import type { Id } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'

/** Ce dont le contrat garantit les droits à l’entrepreneure ou à l’entrepreneur (L7331-2, f, du code du travail). */
export const genresDeBien = ['client', 'programme', 'support'] as const
export type GenreDeBien = (typeof genresDeBien)[number]
export const motBien: Readonly<Record<GenreDeBien, string>> = {
  client: 'Clientèle',
  programme: 'Programmes',
  support: 'Supports',
}

export type Bien = { readonly genre: GenreDeBien; readonly id: Id<'Bien'>; readonly nom: string }

/** À qui : les personnes de l’enseigne ensemble, l’une d’elles, ou la coopérative. */
export type Titulaire =
  | { readonly qui: 'enseigne' | 'cooperative' }
  | { readonly qui: 'personne'; readonly personne: TiersId }
export type DroitDit = {
  readonly genre: GenreDeBien
  readonly objet: Id<'Bien'>
  readonly titulaire: Titulaire
  readonly note: string
}

/** Sans rien de dit, un bien de l’enseigne est aux personnes de l’enseigne, ensemble : le contrat le leur garantit. */
export const titulaireDe = (bien: Pick<Bien, 'genre' | 'id'>, dits: readonly DroitDit[]): Titulaire =>
  dits.findLast((d) => d.genre === bien.genre && d.objet === bien.id)?.titulaire ?? { qui: 'enseigne' }

/** Ce qu’une personne de l’enseigne emporte : le sien, et ce qui est à toutes. */
export const emporte = (t: Titulaire, personne: TiersId): boolean =>
  t.qui === 'enseigne' || (t.qui === 'personne' && t.personne === personne)

/** Ce qui cesse avec elle : le sien, et ce qui est à l’enseigne quand personne d’autre n’y reste. */
export const cesseAvec = (t: Titulaire, personne: TiersId, restent: readonly TiersId[]): boolean =>
  t.qui === 'personne'
    ? t.personne === personne
    : t.qui === 'enseigne' && restent.every((r) => r === personne)
