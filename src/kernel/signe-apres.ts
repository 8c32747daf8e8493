import { jourLocal, type Zone } from './zones.ts'

/**
 * Signé après le début de l’action ? Un papier ne dit qu’un jour : celui du début lui laisse le bénéfice de l’heure. La page d’un
 * dossier et le contrôle de la session le jugent ainsi l’un et l’autre (C. trav., art. L6353-3, pour un contrat). `zone` : celle de la salle.
 */
export const signeApres = (
  s: { readonly signeLe: Date; readonly surPapier: boolean },
  debut: Date,
  zone: Zone,
): boolean => (s.surPapier ? jourLocal(s.signeLe, zone) > jourLocal(debut, zone) : s.signeLe > debut)
