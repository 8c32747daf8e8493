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
    source: 'conditions générales de Mon Compte Formation ; non relu',
  },
]

/**
 * Un contrat conclu en ligne se rétracte en ligne, sur la même interface (C. conso., art. L221-21 et D221-5 ; ordonnance 2026-2 et
 * décret 2026-3 du 5 janvier 2026). Lu sur une reprise du décret (art. 7) et dans des notes d’avocats ; L221-21 et D221-5 non relus sur le code.
 */
export const retractationEnLigne: ParametreDate<boolean> = [
  { depuis: '1900-01-01', valeur: false, source: 'avant l’ordonnance 2026-2' },
  { depuis: '2026-06-19', valeur: true, source: 'ordonnance 2026-2 et décret 2026-3 ; non relu sur le code' },
]
