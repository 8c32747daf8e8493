/** Chorus Pro et PISTE sur la boucle locale, d’après ce que des clients publiés en emploient : rien n’en est prouvé contre le vrai. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { creerDemander } from '#platform/reseau/demander.ts'
import { creerChorusPro } from '../lecture/chorus.ts'

type Depot = { readonly numero: string; readonly nom: string; readonly octets: Buffer }

export const chorusSimule = async () => {
  const depots: Depot[] = []
  const etats = new Map<string, { readonly etat: string; readonly erreurs?: readonly string[] }>()
  const pannes: (number | 'apres' | 'charabia' | 'code')[] = []
  const demandes: string[] = []
  const serveur = createServer(async (q, r) => {
    const morceaux: Buffer[] = []
    for await (const m of q) morceaux.push(m as Buffer)
    const corps = Buffer.concat(morceaux).toString('utf8')
    const rendre = (statut: number, v: unknown) =>
      r.writeHead(statut, { 'content-type': 'application/json' }).end(JSON.stringify(v))
    demandes.push(`${q.method} ${q.url}`)
    if (q.url === '/api/oauth/token') {
      const f = new URLSearchParams(corps)
      const bon =
        f.get('grant_type') === 'client_credentials' &&
        f.get('client_id') === 'app' &&
        f.get('client_secret') === 'secret-piste' &&
        f.get('scope') === 'openid'
      return void rendre(bon ? 200 : 400, bon ? { access_token: 'porteur', expires_in: 3600 } : {})
    }
    const compte = Buffer.from(String(q.headers['cpro-account'] ?? ''), 'base64').toString('utf8')
    if (q.headers.authorization !== 'Bearer porteur' || compte !== 'TECH_1@cpro.fr:mot-technique')
      return void rendre(403, { compte })
    if (q.url === '/cpro/transverses/v1/health-check') return void rendre(200, {})
    const lu = JSON.parse(corps) as Readonly<Record<string, string | boolean>>
    if (q.url === '/cpro/factures/v1/deposer/flux') {
      const panne = pannes.shift()
      if (typeof panne === 'number') return void rendre(panne, {})
      if (panne === 'code') return void rendre(200, { codeRetour: 20, libelle: 'Syntaxe de flux inconnue' })
      if (lu.syntaxeFlux !== 'IN_DP_E2_CII_FACTURX' || lu.avecSignature !== false) return void rendre(400, {})
      const numero = `CPP${String(depots.length + 1).padStart(22, '0')}`
      depots.push({
        numero,
        nom: String(lu.nomFichier),
        octets: Buffer.from(String(lu.fichierFlux), 'base64'),
      })
      if (panne === 'apres') return void q.socket.destroy()
      if (panne === 'charabia') return void r.end('<p>Bonjour</p>')
      return void rendre(200, { codeRetour: 0, libelle: 'OK', numeroFluxDepot: numero })
    }
    if (q.url === '/cpro/transverses/v1/consulterCRDetaille') {
      const vu = etats.get(String(lu.numeroFluxDepot))
      return void rendre(200, {
        codeRetour: 0,
        etatCourantDepotFlux: vu?.etat ?? 'IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP',
        listeErreurDP: (vu?.erreurs ?? []).map((libelleErreurDP) => ({ libelleErreurDP })),
      })
    }
    rendre(404, {})
  })
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
  const racine = `http://chorus.exemple:${(serveur.address() as AddressInfo).port}`
  return {
    acces: {
      api: racine,
      jeton: `${racine}/api/oauth/token`,
      client: 'app',
      secret: 'secret-piste',
      compte: 'TECH_1@cpro.fr',
      motDePasse: 'mot-technique',
    },
    creer: creerChorusPro(
      creerDemander({ resoudre: async () => ['127.0.0.1'], permise: () => true, millisecondes: 2_000 }),
    ),
    depots,
    demandes,
    panne: (p: (typeof pannes)[number]) => void pannes.push(p),
    dire: (numero: string, etat: string, erreurs?: readonly string[]) =>
      void etats.set(numero, { etat, ...(erreurs ? { erreurs } : {}) }),
    fermer: () => {
      serveur.closeAllConnections()
      serveur.close()
    },
  }
}
