/** Les règles de facturation que les sources ne tranchent pas, datées : on ajoute une ligne, on n’en change aucune. */
import type { ParametreDate } from '#kernel/parametres.ts'

/**
 * Ce que doit un client dont une personne a manqué des heures. `prorata` : le prix convenu, au prorata des heures suivies par
 * ses stagiaires. `forfait` : le prix entier dès qu’une personne est venue. Douteux pour un groupe au forfait : la
 * jurisprudence refuse toute heure d’absence facturée comme formation (CAA Paris, 31/01/2019 ; CAA Nantes, 04/02/2020), elle
 * ne dit rien d’un prix convenu pour le groupe quel que soit l’effectif.
 */
export const absenceReduit: ParametreDate<'prorata' | 'forfait'> = [
  { depuis: '1900-01-01', valeur: 'prorata', source: 'synthèse Coforme (pièces) ; la lecture la plus sûre' },
]

/** L’indemnité forfaitaire pour frais de recouvrement, en centimes (C. com., D441-5 ; non relu). */
export const indemniteRecouvrement: ParametreDate<number> = [
  { depuis: '2013-01-01', valeur: 4000, source: 'C. com., D441-5 (non relu)' },
]

/**
 * Ce que doit de plein droit un acheteur public en retard (code de la commande publique, L2192-13) : d’ordre public, le taux que la
 * coopérative s’est choisi ne s’y applique pas. Il doit la même indemnité que les autres, quarante euros (D2192-35). Non relus.
 */
export const interetsMoratoires: ParametreDate<string> = [
  {
    depuis: '2019-04-01',
    valeur:
      'intérêts moratoires au taux de la Banque centrale européenne pour ses opérations principales de refinancement, majoré de huit points (code de la commande publique, R2192-31)',
    source: 'code de la commande publique, R2192-31 (non relu)',
  },
]
