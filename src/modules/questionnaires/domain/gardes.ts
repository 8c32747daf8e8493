import type { Genre } from './genres.ts'

/**
 * Ce que les recueils d'une session répondent aux gardes de sa clôture : les acquis évalués de chacun, le bilan de qui a
 * formé. Un recueil qui n'est pas parti ne répond rien : la chose se juge alors hors du logiciel, par qui clôt.
 */
export const gardesDesRecueils = (
  recueils: readonly { readonly genre: Genre; readonly demandes: number; readonly reponses: number }[],
): Readonly<Record<string, boolean>> => {
  const dernier = (genre: Genre) => recueils.findLast((r) => r.genre === genre && r.demandes > 0)
  const [acquis, bilan] = [dernier('acquis'), dernier('intervenant')]
  return {
    ...(acquis ? { 'acquis-evalues': acquis.reponses >= acquis.demandes } : {}),
    ...(bilan ? { 'bilan-fait': bilan.reponses >= bilan.demandes } : {}),
  }
}
