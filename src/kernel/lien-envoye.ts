/**
 * Où en est un lien personnel. Il naît pour partir par courriel, ou pour être copié ou imprimé par qui le remet :
 * la base note sa naissance, et le journal du courrier, quand il y en a un, dit s’il est parti.
 */
/**
 * Ce que l’on sait d’un message suivi. `parti` : le serveur de courrier l’a pris, et il n’est pas revenu. `retenu`, `refuse` : il
 * n’a pas été remis, et `pourquoi` le dit en quelques mots.
 */
export type SortDuCourriel = {
  readonly etat: 'en-cours' | 'attente' | 'parti' | 'refuse' | 'retenu'
  readonly pourquoi: string | null
  readonly le: Date
}

/** `envoyeeLe` : quand le dernier est né, parti ou non. */
export type LienNe = { readonly id: string; readonly envois: number; readonly envoyeeLe: Date | null }

export type EtatDuLien =
  | { readonly etat: 'aucun' }
  | { readonly etat: 'en-route' }
  | { readonly etat: 'en-attente' }
  /** Le courriel est parti ; ou rien ne dit s’il l’est, ou s’il fut préparé. */
  | { readonly etat: 'envoye' | 'ne'; readonly le: Date }
  /** Né sans courriel : à copier, à montrer, à imprimer. */
  | { readonly etat: 'prepare'; readonly le: Date }
  /** `revenu` : le courriel est parti, puis revenu ; sinon il n’est jamais parti. */
  | { readonly etat: 'non-remis'; readonly revenu: boolean; readonly pourquoi: string | null }

/** L’identifiant du message qui porte ce lien, pour le retrouver au journal. */
export const messageDuLien = (id: string, envoi: number): string => `${id}-${envoi}`

/** `courriels` : ce que dit le journal, par message ; absent, personne n’en tient un. */
export const etatDuLien = (
  lien: LienNe | undefined,
  courriels: ReadonlyMap<string, SortDuCourriel> | undefined,
): EtatDuLien => {
  if (!lien) return { etat: 'aucun' }
  const suivant = courriels?.get(messageDuLien(lien.id, lien.envois + 1))
  // Un envoi de plus fut demandé : c’est lui qui compte, tant qu’il n’est pas né.
  if (suivant?.etat === 'retenu' || suivant?.etat === 'refuse')
    return { etat: 'non-remis', revenu: false, pourquoi: suivant.pourquoi }
  if (suivant?.etat === 'attente') return { etat: 'en-attente' }
  const { envoyeeLe: le } = lien
  if (suivant || lien.envois === 0 || !le) return { etat: 'en-route' }
  if (!courriels) return { etat: 'ne', le }
  const sien = courriels.get(messageDuLien(lien.id, lien.envois))
  if (sien?.etat === 'refuse' && sien.le > le)
    return { etat: 'non-remis', revenu: true, pourquoi: sien.pourquoi }
  // Retenu avant la naissance du lien : qui forme l’a préparé ensuite, à remettre en main propre.
  return sien && sien.etat !== 'retenu' && sien.etat !== 'refuse'
    ? { etat: 'envoye', le }
    : { etat: 'prepare', le }
}
