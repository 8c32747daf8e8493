/*
 * Ce que chaque départ demande à la démonstration. Les récits, et ce qu’ils emploient, ne se chargent que si elle est voulue : une instance
 * qui sert pour de vrai en portait dix Mio (mesuré).
 */
import { InstallationError } from '#platform/db/index.ts'
import { oublierLaDemonstration } from '../db/demo.queries.ts'
import type { Instance } from '../instance.ts'
import { motDePasseDemo, nomDuRole } from './comptes.ts'
import { comptesDeDemonstration, dansLaMaintenance } from './presents.ts'

/**
 * Au départ : charge la démonstration si elle est voulue et que la base est vide ; refuse de servir des comptes au
 * mot de passe public hors de la démonstration.
 */
export const assurerDemonstration = async (
  instance: Instance,
  annoncer?: (phrase: string) => void,
): Promise<void> => {
  if (instance.services.config.demo) {
    // D'une démonstration incomplète, le départ avertit, et le suivant la reprend ; elle n'empêche pas de servir.
    const { chargerDemonstration } = await import('./demo.ts')
    await chargerDemonstration(instance, annoncer).catch((erreur: unknown) => {
      instance.services.log.error('demonstration-incomplete', erreur)
      annoncer?.(
        'La démonstration ne s’est pas chargée en entier\u00a0; le journal dit pourquoi. Un autre COFORME_DONNEES repart de zéro.',
      )
    })
    return
  }
  await dansLaMaintenance(instance, oublierLaDemonstration)
  if ((await comptesDeDemonstration(instance)).length > 0)
    throw new InstallationError(
      'COFORME_DEMO=non est refusé\u00a0: cette base porte les comptes de démonstration, dont le mot de passe est public. Donnez un autre dossier par COFORME_DONNEES, ou une autre base par DATABASE_URL.',
    )
}

/** Ce que le départ affiche avant l'adresse. */
export const annoncerDemonstration = async (instance: Instance): Promise<readonly string[]> => {
  const comptes = await comptesDeDemonstration(instance)
  if (comptes.length === 0) return []
  const large = Math.max(...comptes.map((c) => c.courriel.length))
  return [
    `Comptes de démonstration (mot de passe ${motDePasseDemo})\u00a0:`,
    ...comptes.map((c) => `  ${c.courriel.padEnd(large)}  ${nomDuRole(c.role)}, ${c.nomOrganisme}`),
    'Pour commencer\u00a0: nadia@langue-et-lien.example. Le courrier se lit à /courriels.',
  ]
}
