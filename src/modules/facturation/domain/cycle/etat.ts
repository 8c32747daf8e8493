/** Où en est une facture émise, d’un mot : avant de partir, en route, ou ce que ses messages en disent. Pur. */
import { type CodeStatut, type FicheStatut, fichesStatut, motVoie, ouEnEst, type Voie } from './statuts.ts'

export type EtatElectronique = Pick<FicheStatut, 'mot' | 'forme' | 'quiAgit' | 'suite'> & {
  readonly motif: string | null
}

export const etatDElectronique = (f: {
  readonly voie: Voie | null
  readonly flux: string | null
  /** Du fichier pris ; sans elle, un flux n’est que dit par une personne. */
  readonly empreinte: string | null
  /** Ceux qui ont pu y faire entrer quelque chose. */
  readonly essais: number | null
  readonly deposeLe: Date | null
  readonly echec: string | null
  /** Rien : son dépôt est ouvert, et se refait de lui-même. */
  readonly closLe: Date | null
  readonly ttc: number
  readonly regle: number
  /** Ce que ses avoirs en ôtent : négatif ou nul. */
  readonly avoirs: number
  readonly statuts: readonly {
    readonly code: CodeStatut
    readonly le: string | Date
    readonly motif: string | null
  }[]
}): EtatElectronique => {
  const statut = ouEnEst(
    f.statuts.map((s) => ({ ...s, le: new Date(s.le) })),
    { solde: f.regle >= f.ttc + f.avoirs },
  )
  if (statut) {
    const fiche = fichesStatut[statut.code]
    const annulee = (statut.code === 210 || statut.code === 213) && f.ttc + f.avoirs <= 0
    return annulee
      ? { ...fiche, quiAgit: 'personne', suite: 'son avoir l’annule', motif: statut.motif }
      : { ...fiche, motif: statut.motif }
  }
  if (f.voie === null)
    return {
      mot: 'pas encore partie',
      forme: 'a-venir',
      quiAgit: 'nous',
      suite: 'faites-la partir',
      motif: null,
    }
  if (f.echec !== null && f.closLe === null && f.flux !== null && f.empreinte !== null)
    return {
      mot: 'prise, avec un incident',
      forme: 'manquant',
      quiAgit: 'nous',
      suite: 'regardez-y ce qu’elle devient',
      motif: f.echec,
    }
  if (f.echec !== null && f.closLe === null && f.flux !== null)
    return {
      mot: 'dite présente à la plateforme',
      forme: 'declare',
      quiAgit: 'plateforme',
      suite: 'elle n’a pas encore répondu elle-même',
      motif: f.echec,
    }
  if (f.echec !== null && f.closLe === null && f.voie === 'chorus' && (f.essais ?? 0) > 0)
    return {
      mot: 'y est peut-être',
      forme: 'manquant',
      quiAgit: 'nous',
      suite: 'cherchez-la sur Chorus Pro, puis, un jour après sa demande, dites ici ce que vous y avez vu',
      motif: f.echec,
    }
  if (f.echec !== null && f.closLe === null)
    return {
      mot: 'ne part pas encore',
      forme: 'manquant',
      quiAgit: 'plateforme',
      suite: 'un nouvel essai vient de lui-même',
      motif: f.echec,
    }
  if (f.echec !== null)
    return {
      mot: f.flux === null ? 'ne part pas' : 'refusée à ses contrôles',
      forme: 'manquant',
      quiAgit: 'nous',
      suite: 'réparez, puis déposez-la de nouveau',
      motif: f.echec,
    }
  return f.deposeLe
    ? {
        mot: `prise par ${f.voie === 'chorus' ? motVoie.chorus : 'la plateforme'}`,
        forme: 'partiel',
        quiAgit: 'plateforme',
        suite: 'ses contrôles sont en cours',
        motif: null,
      }
    : {
        mot: 'en route',
        forme: 'a-venir',
        quiAgit: 'plateforme',
        suite: 'elle part dans un instant',
        motif: null,
      }
}
