/** Calculer un résultat, et le rendre public avec de quoi le refaire (RNQ, indicateurs 2 et 3). */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { insererPublication, retirerPublication } from '../db/publications.ecritures.ts'
import { type Mesure, mesures, type OffreSuivie, type Publication } from '../db/publications.ts'
import { compterRecueils, compterReponses, questionsPosees } from '../db/resultats.queries.ts'
import type { Genre } from '../domain/genres.ts'
import { codesSatisfaits, formuleDe, part } from '../domain/resultats.ts'

export type Calcul = Omit<Publication, 'id' | 'offre' | 'publieeLe'>
export type RefusCalcul = Refus<'sans-reponse' | 'plusieurs-questions' | 'sans-question'>
type Periode = { readonly du: Publication['du']; readonly au: Publication['au'] }

const genreDe: Readonly<Record<Mesure, Genre>> = {
  satisfaction: 'chaud',
  recommandation: 'chaud',
  retour: 'chaud',
  acquis: 'acquis',
  insertion: 'insertion',
}

/** Ce que vaut cette mesure pour cette offre et cette période, de ce qui se montre. */
export const calculer = async (
  tx: TenantTx,
  mesure: Mesure,
  {
    offre,
    du,
    au,
    jour,
    seuil,
  }: { readonly offre: string; readonly jour: string; readonly seuil: number } & Periode,
): Promise<Result<Calcul, RefusCalcul>> => {
  const f = { genre: genreDe[mesure], offre, du, au }
  const totaux = await compterRecueils(tx, f, jour, seuil)
  const [interroges, repondants] = [totaux.sollicites, totaux.reponses]
  const rendre = (libelle: string, formule: string, numerateur: number, denominateur: number) => {
    const valeurMilliemes = part(numerateur, denominateur)
    return valeurMilliemes === null
      ? refuser('sans-reponse', 'Personne n’a encore répondu sur cette période : rien ne se calcule.')
      : ok({
          mesure,
          libelle,
          formule,
          du,
          au,
          valeurMilliemes,
          numerateur,
          denominateur,
          interroges,
          repondants,
        })
  }
  if (mesure === 'retour')
    return rendre(
      mesures.retour,
      'Nombre de réponses au questionnaire à chaud, divisé par le nombre de personnes à qui il a été envoyé ou remis.',
      repondants,
      interroges,
    )
  const { questions } = await questionsPosees(tx, f, jour, seuil)
  const comptes = await compterReponses(tx, f, jour, seuil, { parObjectif: false })
  const total = (id: string, codes?: readonly string[]) =>
    comptes
      .filter((c) => c.question === id && c.code !== null && (codes === undefined || codes.includes(c.code)))
      .reduce((t, c) => t + c.nombre, 0)
  if (mesure === 'acquis') {
    const evaluees = questions.filter((q) => q.genre === 'acquis')
    const somme = (codes: readonly string[]) => evaluees.reduce((t, q) => t + total(q.id, codes), 0)
    return rendre(
      mesures.acquis,
      'Nombre d’objectifs évalués « acquis », divisé par le nombre d’objectifs évalués (acquis, en cours ou non acquis), pour toutes les personnes.',
      somme(['acquis']),
      somme(['acquis', 'en-cours', 'non-acquis']),
    )
  }
  const posees = questions.filter((q) => q.sert === mesure && total(q.id) > 0)
  const [q] = posees
  if (!q)
    return questions.length === 0
      ? refuser('sans-reponse', 'Personne n’a encore répondu sur cette période : rien ne se calcule.')
      : refuser(
          'sans-question',
          'Aucune question de ce questionnaire ne sert à cette mesure, ou personne n’y a répondu.',
        )
  // Deux questions différentes ne font pas un taux : le public ne pourrait pas le refaire.
  if (posees.length > 1)
    return refuser(
      'plusieurs-questions',
      'La question a changé pendant cette période : choisissez une période où elle est restée la même.',
    )
  return rendre(mesures[mesure], formuleDe(q), total(q.id, codesSatisfaits(q)), total(q.id))
}

export const publier = async (
  tx: TenantTx,
  offre: OffreSuivie,
  { id, calcul, le }: { readonly id: string; readonly calcul: Calcul; readonly le: Date },
): Promise<void> => {
  if (
    await insererPublication(tx, { ...calcul, id, offre: offre.id, activite: offre.activite, publieeLe: le })
  )
    await consigner(tx, {
      activite: offre.activite,
      faitLe: le,
      module: 'questionnaires',
      geste: 'publier-resultat',
      objet: { genre: 'offre', id: offre.id },
      phrase: `Un résultat de {offre:${offre.id}} est rendu public : ${calcul.libelle}.`,
      details: { mesure: calcul.mesure, numerateur: calcul.numerateur, denominateur: calcul.denominateur },
    })
}

export const retirer = async (tx: TenantTx, offre: OffreSuivie, mesure: Mesure, le: Date): Promise<void> => {
  if (await retirerPublication(tx, offre.id, mesure, le))
    await consigner(tx, {
      activite: offre.activite,
      faitLe: le,
      module: 'questionnaires',
      geste: 'retirer-resultat',
      objet: { genre: 'offre', id: offre.id },
      phrase: `Un résultat de {offre:${offre.id}} n’est plus public : ${mesures[mesure]}.`,
    })
}
