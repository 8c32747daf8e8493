// L'ouvrier seul : les tâches de fond, sans page. À lancer à côté de serveurs réglés par COFORME_TRAVAILLEUR=non.
import { arreterSurSignal, creerArret } from './arret.ts'
import { ouvrirGrappe, ouvrirInstance } from './instance.ts'
import { lireConfig } from './lire-config.ts'
import { modules } from './modules.ts'
import { phraseDePanne } from './renoncer.ts'
import { tolererCoupures } from './tolerer-coupures.ts'
import { travailler } from './travailler.ts'

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

const demarrer = async (): Promise<void> => {
  const config = lireConfig()
  if (!config.ok) return renoncer(config.error.phrase)
  const grappe = await ouvrirGrappe(config.value, console.log)
  arret.poser('la base de données', () => grappe.arreter())
  grappe.surPerte((phrase) => void renoncer(phrase))

  const instance = await ouvrirInstance(config.value, grappe, { pool: 2 })
  arret.poser('les services', () => instance.fermer())
  const travailleur = await travailler(instance, modules)
  arret.poser('les tâches de fond', () => travailleur.stop())
  console.log('L’ouvrier de Coforme est prêt.')
}

try {
  await demarrer()
} catch (erreur) {
  const phrase = phraseDePanne(erreur)
  if (phrase !== undefined) await renoncer(phrase)
  else {
    if (!arret.enCours()) console.error(erreur)
    await arret.arreter(1)
  }
}
