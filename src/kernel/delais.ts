import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'

/**
 * Jours de la dernière séance au certificat de réalisation. Aucun texte n’en fixe : l’usage le veut prêt avant le service fait du
 * CPF, dû sous trois jours ouvrés. La session, « Aujourd’hui » et les étapes d’une session lisent ce seul délai.
 */
const delaiCertificatJours: ParametreDate<number> = [
  { depuis: '1900-01-01', valeur: 2, source: 'usage, avant le service fait du CPF' },
]

/** Le délai qui vaut pour une action finie ce jour-là ; sans jour, celui que l’on propose à présent. */
export const delaiCertificat = (dernierJour = '9999-12-31' as DateCivile): number =>
  enVigueur(delaiCertificatJours, dernierJour)

/** Le jour où le certificat d’une action finie ce jour-là est attendu. */
export const jourDuCertificat = (dernierJour: DateCivile): DateCivile =>
  ajouterJours(dernierJour, delaiCertificat(dernierJour))

/** Le temps de revenir sur un geste, en minutes. Choix du produit. */
const MINUTES_POUR_DEFAIRE = 15

/** Fait à l’instant : le geste se défait encore. Un fait daté d’après `maintenant` ne vient pas de se faire. */
export const vientDEtreFait = (le: Date, maintenant: Date): boolean => {
  const ecoule = maintenant.getTime() - le.getTime()
  return ecoule >= 0 && ecoule <= MINUTES_POUR_DEFAIRE * 60_000
}
