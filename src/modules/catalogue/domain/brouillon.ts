import { FINE, tronquer, uneLigne } from '#kernel/texte.ts'
import { type Contenu, sansRubriques } from './contenu.ts'
import type { ActionLue, Constat, OffreLue } from './lheo.ts'
import type { Modalite } from './offre.ts'

const codesModalite: Readonly<Record<string, Modalite>> = { 0: 'presentiel', 1: 'mixte', 2: 'distance' }

/** Les valeurs distinctes que disent les actions ; une seule, et elle vaut pour la formation. */
const distinctes = <T>(actions: readonly ActionLue[], lire: (a: ActionLue) => T | null): T[] => [
  ...new Set(actions.map(lire).filter((v) => v !== null)),
]
const assembler = (actions: readonly ActionLue[], lire: (a: ActionLue) => string | null): string =>
  distinctes(actions, lire).join('\n')

const heures = (a: ActionLue): number | null =>
  a.heuresTotal ?? (a.heuresCentre === null ? null : a.heuresCentre + (a.heuresEntreprise ?? 0))

/**
 * Ce qu’une formation lue devient en brouillon. Des actions qui se contredisent ne sont pas départagées : la valeur
 * reste vide et le constat le dit ; l’adoption demandera de trancher.
 */
export const enBrouillon = (f: OffreLue): { contenu: Contenu; constats: Constat[] } => {
  const constats: Constat[] = []
  const unique = <T>(valeurs: readonly T[], quoi: string): T | null => {
    if (valeurs.length > 1)
      constats.push({
        niveau: 'avertissement',
        code: 'actions-divergentes',
        ligne: f.ligne,
        chemin: 'formation/action',
        phrase: `Les actions de cette formation donnent ${valeurs.length} ${quoi} différents${FINE}; aucune n’est retenue.`,
      })
    return valeurs.length === 1 ? (valeurs[0] ?? null) : null
  }
  const duree = unique(
    distinctes(f.actions, (a) => heures(a) || null),
    'nombres d’heures',
  )
  const prix = unique(
    distinctes(f.actions, (a) => a.prixTotalTtc),
    'prix',
  )
  const modes = distinctes(f.actions, (a) => (a.modalites ? (codesModalite[a.modalites.code] ?? null) : null))
  return {
    constats,
    contenu: {
      ...sansRubriques,
      f3: null,
      niveauF3: null,
      intitule: f.intitule,
      objectif: f.objectif ?? '',
      resultats: f.resultats ?? '',
      contenu: f.contenu ?? '',
      publicVise: assembler(f.actions, (a) => a.infoPublic),
      prerequis: assembler(f.actions, (a) => a.conditions),
      methodes: assembler(f.actions, (a) => a.pedagogie),
      evaluation: '',
      acces: assembler(f.actions, (a) => a.recrutement),
      accessibilite: assembler(f.actions, (a) => a.accesHandicapes),
      certifiante: f.certifiante ?? false,
      certification: f.certifications[0] ?? null,
      nsf: f.nsf,
      formacodes: f.formacodes,
      rome: f.rome,
      modalite: modes.length === 1 ? (modes[0] ?? null) : null,
      duree: duree === null ? null : duree * 60,
      dureeTexte: tronquer(uneLigne(assembler(f.actions, (a) => a.dureeIndicative)), 150),
      prix,
    },
  }
}
