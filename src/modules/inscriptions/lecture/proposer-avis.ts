import type { SessionLue } from '#modules/sessions/index.ts'
import { type Changement, type ConditionsChangees, type GenreAvis, texteDAvis } from '../domain/avis.ts'
import { demiesDe } from './demies-de.ts'

/** Le message que l’on propose d’envoyer à chacun ; vide : rien à dire de plus, et pas de dates qui valent. */
export const proposerAvis = (
  session: SessionLue,
  a: {
    readonly genre: GenreAvis | undefined
    readonly changement: Changement
    readonly conditions: ConditionsChangees
  },
): string => {
  const demies = demiesDe(session)
  return a.genre || demies.length > 0
    ? texteDAvis(a.genre ?? 'dates', {
        ...session,
        demies,
        changement: a.changement,
        conditions: a.conditions,
        connexion: session.lienConnexion,
      })
    : ''
}

/** Qui n’a pas de courriel : on l’appelle, et l’on coche. */
export const aAppeler = (a: {
  readonly sansCourriel: readonly {
    readonly nom: string
    readonly telephone: string | null
    readonly inscription: string | null
    readonly prevenue: boolean
  }[]
  readonly intervenants: readonly {
    readonly personne: string
    readonly nom: string
    readonly courriel: string | null
    readonly telephone: string | null
  }[]
}): readonly { readonly value: string; readonly label: string }[] =>
  [
    ...a.sansCourriel.flatMap((s) =>
      s.inscription !== null && !s.prevenue
        ? [{ id: s.inscription, nom: s.nom, telephone: s.telephone }]
        : [],
    ),
    ...a.intervenants
      .filter((i) => i.courriel === null)
      .map((i) => ({ id: i.personne, nom: i.nom, telephone: i.telephone })),
  ].map((x) => ({ value: x.id, label: x.telephone ? `${x.nom}, ${x.telephone}` : x.nom }))
