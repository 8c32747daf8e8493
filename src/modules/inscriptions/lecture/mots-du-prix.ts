import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { mentionTva, motsDuPrix } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { prixDu } from '../domain/prix.ts'

const jourDe = (s: SessionLue) => s.debut ?? jourLocal(s.creeLe, s.zone)

/** Les mots du prix, au régime de la coopérative le premier jour de la session. */
export const motsDe = (s: SessionLue) => motsDuPrix(s.tva, jourDe(s))

/** Le prix d’un dossier comme son client le paie : taxe comprise pour un particulier, hors taxes entre professionnels. */
export const prixDit = (s: SessionLue, d: DossierLu): readonly [string, string] => {
  const { annonce, convenu } = motsDe(s)
  return d.regime === 'contrat'
    ? [`Prix ${annonce}`, formaterMontant(prixDu(d, mentionTva(s.tva, jourDe(s)).taux))]
    : [`Prix ${convenu}`, formaterMontant(d.prix)]
}
