// L'ouvrier seul (`npm run travailleur`) : les tâches de fond, sans page. À lancer à côté de serveurs réglés par
// COFORME_TRAVAILLEUR=non.
import { demarrer } from './demarrer.ts'
import { ouvrirInstance } from './instance.ts'
import { modules } from './modules.ts'
import { travailler } from './travailler.ts'

await demarrer(async ({ config, grappe, arret }) => {
  const instance = await ouvrirInstance(config, grappe, { pool: 2, annoncer: console.log })
  arret.poser('les services', () => instance.fermer())
  const travailleur = await travailler(instance, modules)
  arret.poser('les tâches de fond', () => travailleur.stop())
  console.log('L’ouvrier de Coforme est prêt.')
})
