/** Le dépôt : fait par le mandataire sur le profil d’acheteur, jamais par Coforme, qui n’en garde que la preuve. */
import { aLHeure } from './echeance.ts'

/** Ce que dit l’accusé d’un dépôt. */
export type Depot = {
  /** L’heure de l’acheteur, instant ISO. */
  readonly deposeLe: string
  /** L’empreinte du pli que dit l’accusé ; vide : il n’en dit pas. */
  readonly empreinte: string
  /** La pièce jointe : l’accusé lui-même. */
  readonly accuse: string
  /** Le mandataire a vérifié que ce pli porte tout : seul le dernier compte. */
  readonly complet: boolean
  readonly note: string
}
export type DepotJuge = Depot & { readonly dernier: boolean; readonly enRetard: boolean }

/**
 * Les dépôts, dans l’ordre de l’acheteur. De plusieurs, seul le dernier reçu dans le délai compte, et il doit être complet (R2151-6) : un pli
 * arrivé après la date limite est en retard et ne remplace pas celui d’avant.
 */
export const jugerDepots = (depots: readonly Depot[], limite: Date): readonly DepotJuge[] => {
  const ordre = depots.toSorted((a, b) => a.deposeLe.localeCompare(b.deposeLe))
  const compte = ordre.findLast((d) => aLHeure(new Date(d.deposeLe), limite))
  return ordre.map((d) => ({ ...d, dernier: d === compte, enRetard: !aLHeure(new Date(d.deposeLe), limite) }))
}

/** Ce que le dossier doit craindre de ses dépôts, en phrases ; rien : le dernier pli est à l’heure et complet. */
export const craintesDuDepot = (depots: readonly DepotJuge[]): readonly string[] => {
  const compte = depots.find((d) => d.dernier)
  if (depots.length === 0) return ['Rien n’est déposé.']
  if (!compte)
    return [
      'Aucun pli n’est arrivé avant la date limite : l’offre est éliminée (R2151-5 du code de la commande publique, à vérifier).',
    ]
  return [
    ...(compte.complet
      ? []
      : ['Le dernier pli n’est pas complet : lui seul compte, les précédents ne le complètent pas.']),
    ...depots
      .filter((d) => d.enRetard)
      .map(() => 'Un pli est arrivé après la date limite : l’acheteur ne l’ouvrira pas.'),
  ]
}

/** Un accusé donne une empreinte en hexadécimal, parfois coupée d’espaces. */
export const lireEmpreinte = (texte: string): string | undefined => {
  const nu = texte.replace(/[\s:]/g, '').toLowerCase()
  return nu === '' || /^[0-9a-f]{32,128}$/.test(nu) ? nu : undefined
}
