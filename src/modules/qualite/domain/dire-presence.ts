import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { heureLocale, type Zone } from '#kernel/zones.ts'

/** Une case, telle que l’émargement la lit. */
export type CaseADire = {
  readonly presence:
    | { readonly etat: 'attendue' }
    | { readonly etat: 'absente' }
    | { readonly etat: 'signee'; readonly signeeLe: Date }
  /** Attestée par qui tient la feuille, et non signée. */
  readonly regularisee: boolean
  readonly minutes: { readonly retard: number; readonly depart: number }
  /** Signée sans réseau : quand elle fut reçue. */
  readonly recueLe?: Date | undefined
}

/** Ce qu’un auditeur lit d’une case : l’heure de la salle, le jour s’il n’est pas celui de la demi-journée. Rien tant que personne n’en a rien écrit. */
export const direPresence = (
  { presence, regularisee, minutes, recueLe }: CaseADire,
  { date, zone }: { readonly date: DateCivile; readonly zone: Zone },
): string => {
  if (presence.etat === 'attendue') return ''
  if (presence.etat === 'absente') return 'absence notée'
  const quand = (le: Date): string => {
    const ici = heureLocale(le, zone)
    return `à ${formaterHeure(ici.minute)}${ici.date === date ? '' : ` le ${formaterDate(ici.date, 'court')}`}`
  }
  const signee = quand(presence.signeeLe)
  const perdues = minutes.retard + minutes.depart
  return `${
    regularisee
      ? `présence attestée ${signee}, sans signature`
      : recueLe
        ? `présence signée sans réseau ${signee}, reçue ${quand(recueLe)}`
        : `présence signée ${signee}`
  }${perdues > 0 ? `, moins ${formaterDuree(perdues)}` : ''}`
}
