/** Les règles du dossier que les sources ne tranchent pas, datées : on ajoute une ligne, on n’en change aucune. */
import type { ParametreDate } from '#kernel/parametres.ts'

/**
 * Jours pour se rétracter d’un achat par le compte personnel de formation. Douteux : les conditions générales de Mon Compte
 * Formation disent quatorze jours, d’autres sources onze jours ouvrés ; à relire sur la plateforme.
 */
export const delaiCpfJours: ParametreDate<number> = [
  {
    depuis: '1900-01-01',
    valeur: 14,
    source: 'conditions générales de Mon Compte Formation (documents.md § 5) ; non relu',
  },
]
