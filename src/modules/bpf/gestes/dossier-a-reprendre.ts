/** Ce qu’une histoire tenue ailleurs devient ici : ses demi-journées, ses natures, ses noms. */

import { plier, uneLigne } from '#kernel/texte.ts'
import type { Action, Formateur, Seance } from '../domain/dossier.ts'
import { enNombre } from '../domain/fraction.ts'

/** Ce qu'une ligne garde d'un nom du fichier : une ligne, 200 signes ; la clé, elle, tient le nom entier. */
export const court = (texte: string, longueur = 200): string =>
  [...uneLigne(texte.toWellFormed())].slice(0, longueur).join('') || '?'

const debuts: Readonly<Record<string, number>> = {
  matin: 540,
  'apres-midi': 810,
  soiree: 1080,
  journee: 540,
}
export const demiDe = (s: Seance): string =>
  s.demiJournee === null || s.demiJournee === 'journee' ? 'matin' : s.demiJournee

/** Une heure de début par séance, distincte dans la journée : l'écran les range, le bilan ne les lit pas. */
export const horaires = (seances: readonly Seance[]): ReadonlyMap<string, readonly [number, number]> => {
  const pris = new Set<string>()
  return new Map(
    seances.map((s) => {
      let debut = debuts[s.demiJournee ?? 'matin'] ?? 540
      while (pris.has(`${s.date} ${debut}`)) debut = debut >= 1430 ? 1 : debut + 1
      pris.add(`${s.date} ${debut}`)
      const minutes = Math.max(1, Math.min(1440, Math.round(enNombre(s.heures) * 60)))
      return [s.id, [debut, Math.min(1440, debut + minutes)]] as const
    }),
  )
}

export const natureDe = (a: Action): string =>
  a.objectif?.f3 === 'e' ? 'bilan' : a.objectif?.f3 === 'f' ? 'vae' : 'formation'

/** Deux mots et plus : un prénom et un nom ; un seul : le nom du fichier, dit repris. */
export const nommer = (nom: string): { prenom: string; nom: string; pli: string } => {
  const [prenom = '?', ...suite] = court(nom).split(' ')
  const famille = suite.length > 0 ? suite.join(' ') : '(reprise)'
  const fiche = { prenom: court(prenom, 100), nom: court(famille, 100) }
  return { ...fiche, pli: plier(`${fiche.nom} ${fiche.prenom}`) }
}

/** Les statuts dans les bornes du calendrier de la base : au-delà de 2199, sans fin ; avant 1900, hors d'atteinte. */
export const statutsDe = (f: Formateur) =>
  f.statuts
    .filter((s) => s.au >= '1900-01-01' && s.du <= '2199-12-31')
    .map((s) => ({
      statut:
        s.statut === 'mise_a_disposition_non_lucrative'
          ? 'mise-a-disposition'
          : s.statut.replaceAll('_', '-'),
      du: s.du < '1900-01-01' ? '1900-01-01' : s.du,
      au: s.au > '2199-12-31' ? null : s.au,
    }))
    .toSorted((a, b) => (a.du < b.du ? -1 : 1))
