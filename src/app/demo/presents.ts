import { comptesPresents } from '#modules/comptes/index.ts'
import { type MaintenanceTx, openMaintenance } from '#platform/db/index.ts'
import type { Instance } from '../instance.ts'
import { type CompteListe, listeDesComptes } from './comptes.ts'

/** Les comptes de démonstration que la base porte, dans l'ordre où on les montre. */
export const comptesDeDemonstration = async (instance: Instance): Promise<readonly CompteListe[]> => {
  const liste = listeDesComptes()
  const maintenance = openMaintenance(instance.connexion('coforme_migrator'))
  try {
    const presents = await maintenance.withMaintenance((tx) =>
      comptesPresents(
        tx,
        liste.map((c) => c.courriel),
      ),
    )
    return liste.filter((c) => presents.has(c.courriel))
  } finally {
    await maintenance.close()
  }
}

export const dansLaMaintenance = async <T>(
  instance: Instance,
  work: (tx: MaintenanceTx) => Promise<T>,
): Promise<T> => {
  const maintenance = openMaintenance(instance.connexion('coforme_migrator'))
  try {
    return await maintenance.withMaintenance(work)
  } finally {
    await maintenance.close()
  }
}
