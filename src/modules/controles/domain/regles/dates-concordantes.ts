import { type DateCivile, formaterPeriode } from '#kernel/dates.ts'
import type { DossierControle, PieceControlee } from '../dossier.ts'
import { parCause } from '../lire.ts'
import type { Regle } from '../regle.ts'

/**
 * Une facture peut ne couvrir qu’une part de l’action : sa période y tient, et contient les jours suivis quand ce sont
 * toutes les heures de son dossier qu’elle compte.
 */
const periodeFausse = (d: DossierControle, p: PieceControlee, debut: string, fin: string): boolean => {
  const [du, au] = [p.debut ?? debut, p.fin ?? fin]
  if (du < debut || au > fin) return true
  const siennes = d.inscriptions.filter((i) => i.dossier === p.objet)
  if (p.minutes === null || p.minutes < siennes.reduce((t, i) => t + i.realiseMin, 0)) return false
  return d.seances.some(
    (s) =>
      (s.jour < du || s.jour > au) &&
      d.cases.some(
        (c) => c.seance === s.id && c.etat === 'presente' && siennes.some((i) => i.id === c.inscription),
      ),
  )
}

/** « le 20 janvier 2027 », « du 20 au 22 janvier 2027 ». */
const quand = (debut: string, fin: string): string =>
  `${debut === fin ? 'le' : 'du'} ${formaterPeriode(debut as DateCivile, fin as DateCivile, 'long')}`

export const datesConcordantes: Regle = {
  code: 'dates-concordantes',
  titre: 'Dates différentes',
  source: {
    texte: 'incohérence avec planning, conventions et factures, motif de rejet ; D6353-1',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Voir la pièce',
  examiner: (d) => {
    const jours = d.seances.map((s) => s.jour).toSorted()
    const [debut, fin] = [jours[0], jours.at(-1)]
    if (!debut || !fin) return []
    return parCause(
      d,
      d.pieces.filter((p) =>
        p.genre === 'facture'
          ? periodeFausse(d, p, debut, fin)
          : (p.debut !== null && p.debut !== debut) || (p.fin !== null && p.fin !== fin),
      ),
      (p) => quand(p.debut ?? debut, p.fin ?? fin),
      (dit, plusieurs) => `${plusieurs ? 'disent' : 'dit'} ${dit}, la session se tient ${quand(debut, fin)}.`,
    )
  },
}
