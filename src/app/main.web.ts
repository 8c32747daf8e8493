// Le serveur web : configuration, PostgreSQL, assemblage, écoute. Ce qui se lance se défait dans l'ordre inverse.
import { arreterSurSignal, creerArret } from './arret.ts'
import { ouvrirGrappe } from './instance.ts'
import { lireConfig } from './lire-config.ts'
import { phraseDePanne } from './renoncer.ts'
import { phraseDuPort, servir } from './servir.ts'
import { tolererCoupures } from './tolerer-coupures.ts'
import { assembler } from './wiring.ts'

const arret = creerArret()
arreterSurSignal(arret)

/** Une fin qui s'explique en une phrase, sans pile. */
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
  const { host, port, origine } = config.value

  const grappe = await ouvrirGrappe(config.value, console.log)
  arret.poser('la base de données', () => grappe.arreter())
  grappe.surPerte((phrase) => void renoncer(phrase))

  const { app, annonces } = await assembler(config.value, grappe, arret)
  if (arret.enCours()) return

  const service = await servir(app, { host, port })
  if ('refus' in service) return renoncer(phraseDuPort(host, port, service.refus))
  arret.poser('le serveur', () => service.fermer())

  for (const annonce of annonces) console.log(annonce)
  console.log(`Coforme est prêt\u00a0: ${port === 0 ? `http://localhost:${service.port}` : origine}`)
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
