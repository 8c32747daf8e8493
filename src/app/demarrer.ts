import type { Config } from '#platform/config/config.ts'
import type { Grappe } from '#platform/postgres/index.ts'
import { type Arret, arreterSurSignal, creerArret } from './arret.ts'
import { ouvrirGrappe } from './instance.ts'
import { lireConfig } from './lire-config.ts'
import { phraseDePanne } from './renoncer.ts'
import { tolererCoupures } from './tolerer-coupures.ts'

export type Depart = {
  readonly config: Config
  readonly grappe: Grappe
  /** Ce qui se lance s'y pose, et se défait dans l'ordre inverse. */
  readonly arret: Arret
  /** Une fin qui s'explique en une phrase, sans pile. */
  renoncer(phrase: string): Promise<void>
}

/**
 * Le début commun du serveur et du travailleur : signaux, configuration, PostgreSQL. Puis `suite`, qui lance ce que ce
 * programme-ci fait. Une panne qui s'explique finit par sa phrase, une faute du logiciel par sa pile ; le code est 1.
 */
export const demarrer = async (suite: (depart: Depart) => Promise<void>): Promise<void> => {
  const arret = creerArret()
  arreterSurSignal(arret)
  const renoncer = async (phrase: string): Promise<void> => {
    if (!arret.enCours()) console.error(phrase)
    await arret.arreter(1)
  }
  tolererCoupures((erreur) => {
    console.error(erreur)
    void arret.arreter(1)
  })
  try {
    const config = lireConfig()
    if (!config.ok) return await renoncer(config.error.phrase)
    const grappe = await ouvrirGrappe(config.value, console.log)
    arret.poser('la base de données', () => grappe.arreter())
    grappe.surPerte((phrase) => void renoncer(phrase))
    await suite({ config: config.value, grappe, arret, renoncer })
  } catch (erreur) {
    const phrase = phraseDePanne(erreur)
    if (phrase !== undefined) return await renoncer(phrase)
    if (!arret.enCours()) console.error(erreur)
    await arret.arreter(1)
  }
}
