/** Renoncer en ligne au contrat signé en ligne : à qui cela s’offre, et jusqu’à quand. */
import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'
import type { RetractationEnLigne } from '#kernel/retractation-en-ligne.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import type { Regime } from './dossier.ts'
import { retractationEnLigne } from './parametres.ts'
import type { Retractation } from './retractation.ts'

/** Le contrat se rétracterait en ligne, signé ce jour-là par lien (C. conso., art. L221-21 et D221-5) : le délai de quatorze jours seul, celui de L6353-5 veut une lettre recommandée. */
export const seRetracteEnLigne = (delaiJours: number, jour: DateCivile): boolean =>
  delaiJours === 14 && enVigueur(retractationEnLigne, jour)

export type FaitsDuContrat = {
  readonly regime: Regime
  readonly signeLe: Date | null
  readonly signatureMoyen: 'lien' | 'scan' | null
  readonly retracteLe: Date | null
  readonly debutAnticipeLe: Date | null
  readonly delaiJours: number
  readonly delai: Retractation | null
  readonly zone: Zone
  /** La fin de la dernière demi-journée qui se tient. */
  readonly derniereFin: Date | undefined
}

/** Rien : pas un contrat à distance, hors établissement ou après démarchage, ou signé sur papier, ou d’avant l’obligation. */
export const droitDeRenoncer = (f: FaitsDuContrat, maintenant: Date): RetractationEnLigne | undefined => {
  if (f.regime !== 'contrat') return undefined
  if (!seRetracteEnLigne(f.delaiJours, jourLocal(f.signeLe ?? maintenant, f.zone))) return undefined
  if (!f.signeLe) return { etat: 'a-signer', jours: f.delaiJours }
  if (f.signatureMoyen !== 'lien' || !f.delai) return undefined
  if (f.retracteLe) return { etat: 'exerce', le: f.retracteLe }
  const { dernierJour } = f.delai
  if (maintenant >= f.delai.finLe) return { etat: 'clos', pourquoi: 'delai', dernierJour }
  if (f.debutAnticipeLe && f.derniereFin && f.derniereFin <= maintenant)
    return { etat: 'clos', pourquoi: 'executee', dernierJour }
  return { etat: 'ouvert', dernierJour, zone: f.zone, anticipe: f.debutAnticipeLe !== null }
}
