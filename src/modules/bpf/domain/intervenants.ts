import type { DateCivile } from '#kernel/dates.ts'
import type { Formateur, StatutIntervenant } from './dossier.ts'
import { diviser, entier, type Fraction } from './fraction.ts'
import type { Lectures } from './parametres.ts'

export type LigneE = 'internes' | 'externes'

/** Le statut au jour de la séance ; rien si aucun ne le couvre (V27). */
export const statutAuJour = (formateur: Formateur, date: DateCivile): StatutIntervenant | undefined =>
  formateur.statuts.find((s) => s.du <= date && date <= s.au)?.statut

const externes: ReadonlySet<StatutIntervenant> = new Set(['honoraires', 'sous_traitant_of', 'portage'])

/**
 * R13. L’entrepreneur salarié de la CAE est l’un de ses salariés, donc interne : une mission pour un autre entrepreneur
 * de la même coopérative ne fait ni produit, ni achat, ni F-2, ni G. Le porteur en CAPE est douteux.
 */
export const ligneE = (statut: StatutIntervenant, lectures: Pick<Lectures, 'cape'>): LigneE =>
  statut === 'porteur_cape' ? lectures.cape : externes.has(statut) ? 'externes' : 'internes'

/** R13. En co-animation, chacun compte ses heures ; l’autre lecture partage la durée entre eux. */
export const heuresDIntervention = (
  intervention: { readonly heures: Fraction; readonly animateurs: number },
  lectures: Pick<Lectures, 'coanimation'>,
): Fraction =>
  lectures.coanimation === 'chacun'
    ? intervention.heures
    : diviser(intervention.heures, entier(intervention.animateurs))

/** R9 et R10. La séance est-elle confiée à un autre organisme ? Des honoraires n’y suffisent pas, sauf lecture contraire. */
export const estConfiee = (
  seance: { readonly confiee: boolean; readonly honoraires: boolean },
  lectures: Pick<Lectures, 'honorairesEnF2'>,
): boolean => seance.confiee || (lectures.honorairesEnF2 && seance.honoraires)
