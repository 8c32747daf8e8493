// Le serveur web : l'assemblage, l'écoute. Ce qui se lance se défait dans l'ordre inverse.
import { demarrer } from './demarrer.ts'
import { phraseDuPort, servir } from './servir.ts'
import { assembler } from './wiring.ts'

await demarrer(async ({ config, grappe, arret, renoncer }) => {
  const { host, port, origine } = config
  const { app, annonces } = await assembler(config, grappe, arret)
  if (arret.enCours()) return

  const service = await servir(app, { host, port })
  if ('refus' in service) return renoncer(phraseDuPort(host, port, service.refus))
  arret.poser('le serveur', () => service.fermer())

  for (const annonce of annonces) console.log(annonce)
  console.log(`Coforme est prêt\u00a0: ${port === 0 ? `http://localhost:${service.port}` : origine}`)
})
