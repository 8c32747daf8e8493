/**
 * Ce que le bilan pédagogique et financier demandera d’une session, et qui ne se retrouve pas après coup. Chaque manque nomme la chose : une liste vide veut dire que le BPF a tout.
 */

import type { Montant } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import type { Dispositif, Regime, StatutF1 } from './dossier.ts'

export type FaitsBpf = {
  readonly offre: { readonly f3: string | null; readonly niveau: string | null; readonly nsf: string | null }
  readonly seances: readonly {
    readonly id: string
    readonly nom: string
    /** Tous ceux qui y sont attendus ont une présence ou une absence ; absent : l’émargement n’a rien dit. */
    readonly statuee: boolean | undefined
    readonly intervenants: readonly {
      readonly nom: string
      readonly statut: string | null
      readonly confieeA: string | null
    }[]
  }[]
  readonly inscriptions: readonly {
    readonly id: string
    readonly nom: string
    readonly statutF1: StatutF1 | null
    readonly dossier: string | null
  }[]
  readonly dossiers: readonly {
    readonly id: string
    readonly client: string
    readonly regime: Regime
    readonly prix: Montant
    readonly lignes: readonly {
      readonly payeur: string | null
      readonly dispositif: Dispositif
      readonly montantHt: Montant
    }[]
  }[]
}

export type ManqueBpf = {
  readonly code:
    | 'presence'
    | 'statut-f1'
    | 'objectif'
    | 'niveau'
    | 'nsf'
    | 'role'
    | 'intervenant'
    | 'statut-intervenant'
    | 'confiee-a'
    | 'financement'
    | 'payeur'
    | 'seances'
  readonly objet: string | null
  readonly phrase: string
}

const manque = (code: ManqueBpf['code'], objet: string | null, phrase: string): ManqueBpf => ({
  code,
  objet,
  phrase,
})

export const manquesDuBpf = (f: FaitsBpf): ManqueBpf[] => {
  const trouves: ManqueBpf[] = []
  if (!f.offre.f3)
    trouves.push(manque('objectif', null, 'L’objectif de la formation (F-3) n’est pas dit par l’offre.'))
  // Le niveau ne se demande que d’une certification professionnelle (bpf-exemple.json, lecture).
  else if (f.offre.f3 === 'a' && !f.offre.niveau)
    trouves.push(manque('niveau', null, 'L’offre vise une certification : son niveau (F-3 a) n’est pas dit.'))
  if (!f.offre.nsf)
    trouves.push(manque('nsf', null, 'La spécialité (F-4, code NSF) n’est pas dite par l’offre.'))
  if (f.seances.length === 0) trouves.push(manque('seances', null, 'La session n’a aucune séance.'))
  for (const s of f.seances) {
    if (s.statuee !== true)
      trouves.push(manque('presence', s.id, `${s.nom} : des personnes n’ont ni présence ni absence.`))
    if (s.intervenants.length === 0)
      trouves.push(manque('intervenant', s.id, `${s.nom} : personne n’y est affecté.`))
    for (const i of s.intervenants) {
      if (i.statut === null)
        trouves.push(
          manque('statut-intervenant', s.id, `${s.nom} : le statut ${de(i.nom)} n’est pas dit ce jour-là.`),
        )
      else if (i.statut === 'sous-traitant-of' && !i.confieeA)
        trouves.push(
          manque(
            'confiee-a',
            s.id,
            `${s.nom} : ${i.nom} sous-traite, l’organisme à qui elle est confiée n’est pas dit.`,
          ),
        )
    }
  }
  for (const i of f.inscriptions) {
    if (i.dossier === null || !f.dossiers.some((d) => d.id === i.dossier))
      trouves.push(
        manque(
          'role',
          i.id,
          `${i.nom} : sans dossier client, on ne sait ni qui paie, ni si l’action est à vous ou reçue.`,
        ),
      )
    if (i.statutF1 === null)
      trouves.push(
        manque('statut-f1', i.id, `${i.nom} : le statut (F-1) à la date de l’action n’est pas dit.`),
      )
  }
  for (const d of f.dossiers) {
    const total = d.lignes.reduce((t, l) => t + l.montantHt, 0)
    if (total !== d.prix)
      trouves.push(manque('financement', d.id, `${d.client} : la somme des financements n’est pas le prix.`))
    if (d.lignes.some((l) => l.payeur === null))
      trouves.push(manque('payeur', d.id, `${d.client} : une ligne de financement n’a pas de payeur.`))
  }
  return trouves
}
