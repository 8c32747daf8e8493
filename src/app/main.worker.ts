// L'ouvrier seul (`npm run travailleur`) : les tâches de fond, sans page. À lancer à côté de serveurs réglés par
// COFORME_TRAVAILLEUR=non. Il n'écoute que si COFORME_PORT_TRAVAILLEUR le dit : sa santé et ses mesures.
import { demarrer } from './demarrer.ts'
import { ouvrirInstance } from './instance.ts'
import { modules } from './modules.ts'
import { phraseDuPort, servir } from './servir.ts'
import { appDeLOuvrier } from './surveillance.ts'
import { travailler } from './travailler.ts'

await demarrer(async ({ config, grappe, arret, renoncer }) => {
  const instance = await ouvrirInstance(config, grappe, { pool: 2, annoncer: console.log })
  arret.poser('les services', () => instance.fermer())
  const travailleur = await travailler(instance, modules)
  arret.poser('les tâches de fond', () => travailleur.stop())
  if (config.portTravailleur !== undefined) {
    const { host, portTravailleur: port } = config
    const service = await servir(appDeLOuvrier(instance), { host, port })
    if ('refus' in service)
      return renoncer(phraseDuPort(host, port, service.refus, 'COFORME_PORT_TRAVAILLEUR'))
    arret.poser('les sondes', () => service.fermer())
    console.log(`Santé de l’ouvrier\u00a0: http://${host}:${service.port}/sante`)
  }
  console.log('L’ouvrier de Coforme est prêt.')
})
