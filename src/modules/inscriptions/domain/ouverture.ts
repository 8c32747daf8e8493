/** Quand une session prend du monde : ce que l’écran sait avant qu’on essaie, et que le geste redit s’il arrive trop tard. */
import { type Refus, refus } from '#kernel/refus.ts'

const inscrivent: ReadonlySet<string> = new Set(['ouverte', 'confirmee', 'en-cours'])
const sansClient: ReadonlySet<string> = new Set(['annulee', 'cloturee', 'archivee'])

/** Un dossier client s’ouvre avant les inscriptions, et jusqu’à la clôture. */
export const prendUnClient = (etat: string): boolean => !sansClient.has(etat)

/** Ce qui empêche d’inscrire qui que ce soit ; rien si l’on peut. `inscrits` : les places tenues. */
export const refusDInscrire = (s: {
  readonly etat: string
  readonly capacite: number | null
  readonly inscrits: number
}): Refus<'session-fermee' | 'pas-ouverte' | 'complet'> | undefined => {
  if (s.etat === 'brouillon')
    return refus('pas-ouverte', 'Les inscriptions ne sont pas ouvertes : ouvrez-les d’abord.')
  if (!inscrivent.has(s.etat)) return refus('session-fermee', 'Cette session n’inscrit plus personne.')
  return s.capacite !== null && s.inscrits >= s.capacite
    ? refus('complet', `Il ne reste aucune place : ${s.inscrits} sur ${s.capacite}.`)
    : undefined
}
