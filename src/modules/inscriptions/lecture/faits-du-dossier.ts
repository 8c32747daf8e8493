import type { SessionLue } from '#modules/sessions/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { FaitsDuDossier } from '../domain/gardes.ts'
import { delaiDe, retractationDe } from './retractation-de.ts'

/** Le délai est celui que l’écran du dossier montre : mêmes termes, même lieu, mêmes jours fériés. */
export const faitsDuDossier = (d: DossierLu, session: Pick<SessionLue, 'zone'>): FaitsDuDossier => ({
  ...d,
  delaiJours: delaiDe(d).jours,
  dernierJour: retractationDe(d, session)?.dernierJour ?? null,
})
