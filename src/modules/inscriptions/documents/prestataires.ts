/** Qui anime pour l’organisme sans en être : la clause de sous-traitance suit leur statut, jamais une phrase de principe. */

import { ligneBpf } from '#modules/tiers/index.ts'
import type { JourAnime, Prestataire } from '../domain/a-imprimer.ts'

const externe = (j: JourAnime): boolean =>
  j.confieeA !== null || (j.statut !== null && ligneBpf(j.statut) === 'externe')

const qualiteDe = (j: JourAnime): string => {
  if (j.confieeA) return `intervention confiée à ${j.confieeA}`
  if (j.statut === 'portage') return j.chez ? `en portage salarial, ${j.chez}` : 'en portage salarial'
  if (j.statut === 'sous-traitant-of') return j.chez ? `sous-traitance, ${j.chez}` : 'sous-traitance'
  return 'en honoraires'
}

/**
 * Les personnes extérieures qui animent au moins un jour, une fois chacune (RNQ, indicateur 27) : honoraires, sous-traitance et
 * portage ; l’entrepreneur salarié d’une CAE est des siens. Aucune : la liste est vide. Un statut inconnu, ou personne
 * d’affecté : rien ne s’affirme.
 */
export const prestatairesDe = (jours: readonly JourAnime[]): readonly Prestataire[] | undefined => {
  const vus = new Map<string, Prestataire>()
  for (const j of jours)
    if (externe(j) && !vus.has(j.personne))
      vus.set(j.personne, { prenom: j.prenom, nom: j.nom, qualite: qualiteDe(j) })
  if (vus.size > 0) return [...vus.values()]
  return jours.length > 0 && jours.every((j) => j.statut !== null) ? [] : undefined
}
