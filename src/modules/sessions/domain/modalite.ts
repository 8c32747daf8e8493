/** Sur place ou à distance, demi-journée par demi-journée : la seule règle, pour toute page et toute pièce. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { SeanceConnue, SeanceVoulue } from './modifier-session.ts'
import type { Modalite } from './mots.ts'

/** Une demi-journée est d’un côté ou de l’autre : en faire deux, si elle change en route. */
export type ModaliteSeance = Exclude<Modalite, 'mixte'>

export const motModaliteSeance = {
  presentiel: 'sur place',
  distance: 'à distance',
} as const satisfies Record<ModaliteSeance, string>

type QuiDit = { readonly modalite?: ModaliteSeance | null | undefined }
type Tenue = { readonly modalite: Modalite }

/** Celle que la demi-journée dit, sinon celle de sa session. « mixte » : personne n’a encore dit laquelle. */
export const modaliteDe = (seance: QuiDit, session: Tenue): Modalite => seance.modalite ?? session.modalite

/** Où la suivre : ce que sa session dit de son lieu, sauf si elle est notée à distance. */
export const ouSuivre = (seance: QuiDit, lieu: string): string =>
  seance.modalite === 'distance' ? 'À distance' : lieu

/** La session est mixte, et l’une de ses demi-journées au moins dit ce qu’elle est : on peut les dire une à une. */
export const ditesUneAUne = (session: Tenue & { readonly seances: readonly QuiDit[] }): boolean =>
  session.modalite === 'mixte' && session.seances.some((s) => s.modalite)

/** Une part se suit à distance, ou peut-être : le lien de connexion est à donner. */
export const aUnePartADistance = (session: Tenue & { readonly seances: readonly QuiDit[] }): boolean =>
  session.seances.length === 0
    ? session.modalite !== 'presentiel'
    : session.seances.some((s) => modaliteDe(s, session) !== 'presentiel')

/**
 * Celle de ce qui se tient, demi-journée par demi-journée : une session mixte dont aucune n’est restée à distance est sur place, et une
 * pièce ne promet plus de distance. Une seule que personne n’a dite, et elle reste mixte.
 */
export const modaliteTenue = (session: Tenue & { readonly seances: readonly QuiDit[] }): Modalite => {
  const dites = new Set(session.seances.map((s) => modaliteDe(s, session)))
  const [premiere] = dites
  return premiere === undefined ? session.modalite : dites.size === 1 ? premiere : 'mixte'
}

export type RefusModalite =
  | Refus<'modalite-figee'>
  | (Refus<'modalite-emargee' | 'modalite-de-session'> & { readonly seance: string })

const dite = (s: SeanceConnue) =>
  `Le ${formaterDate(s.jour)}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}`

const refusModaliteDeSession = (seance: string): RefusModalite => ({
  ...refus(
    'modalite-de-session',
    'Seule une session « en présence et à distance » dit ses demi-journées une à une : choisissez cette modalité, ou ôtez celle de la demi-journée.',
  ),
  seance,
})

/** Hors d’une session mixte, une demi-journée ne dit rien : elle est comme sa session. */
export const poserModalite = (
  voulue: ModaliteSeance | null | undefined,
  session: Modalite,
  rang: number,
): Result<ModaliteSeance | null, RefusModalite> =>
  session === 'mixte'
    ? ok(voulue ?? null)
    : !voulue || voulue === session
      ? ok(null)
      : ko(refusModaliteDeSession(String(rang)))

/**
 * Ce que chaque demi-journée voulue dira, dans l’ordre. Sans modalité écrite (`undefined`), elle garde la sienne ; nulle, elle n’en dit
 * plus. Une session qui cesse d’être mixte l’ôte à ses demi-journées ; une session qui le devient la laisse à celles qui sont émargées,
 * et qui se sont tenues comme elle. Une demi-journée émargée ne change pas.
 */
export const comparerModalites = (
  avant: Modalite,
  apres: Modalite,
  connues: readonly (SeanceConnue & QuiDit)[],
  figees: ReadonlySet<string>,
  voulues: readonly (SeanceVoulue & QuiDit)[],
): Result<readonly (ModaliteSeance | null)[], readonly RefusModalite[]> => {
  const refusees: RefusModalite[] = []
  const parId = new Map(connues.map((s) => [s.id, s]))
  const rendues = voulues.map((v, i): ModaliteSeance | null => {
    const connue = v.id === undefined ? undefined : parId.get(v.id)
    const sienne = connue?.modalite ?? null
    if (connue && figees.has(connue.id)) {
      const gardee = sienne ?? (avant !== 'mixte' && apres === 'mixte' ? avant : null)
      if (v.modalite !== undefined && v.modalite !== gardee)
        refusees.push({
          ...refus(
            'modalite-emargee',
            `${dite(connue)} : cette demi-journée est émargée, sa modalité ne change plus.`,
          ),
          seance: String(i),
        })
      return gardee
    }
    // La session cesse d’être mixte : ce que ses demi-journées disaient tombe avec.
    if (avant === 'mixte' && apres !== 'mixte') return null
    const pose = poserModalite(v.modalite === undefined ? sienne : v.modalite, apres, i)
    if (pose.ok) return pose.value
    refusees.push(pose.error)
    return null
  })
  const contraires = connues.filter(
    (s) => apres !== 'mixte' && figees.has(s.id) && s.modalite && s.modalite !== apres,
  )
  if (contraires[0])
    refusees.push(
      refus(
        'modalite-figee',
        `${dite(contraires[0])} : cette demi-journée est émargée, elle s’est tenue ${motModaliteSeance[contraires[0].modalite ?? 'presentiel']}. La session reste « en présence et à distance ».`,
      ),
    )
  return refusees.length > 0 ? ko(refusees) : ok(rendues)
}
