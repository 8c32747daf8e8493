import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** Les requêtes en cours ont ce délai pour finir ; l'arrêt entier doit tenir en deux secondes. */
const delaiVidange = 1_200

export type Service = { readonly port: number; fermer(): Promise<void> }

/** Écoute, ou rend la raison système du refus (`EADDRINUSE`, `EACCES`…). */
export const servir = async (
  app: { readonly fetch: Hono['fetch'] },
  adresse: { readonly host: string; readonly port: number },
): Promise<Service | { readonly refus: string }> => {
  const serveur = serve({ fetch: app.fetch, hostname: adresse.host, port: adresse.port }) as Server
  try {
    if (!serveur.listening) await once(serveur, 'listening')
  } catch (erreur) {
    return { refus: erreur instanceof Error && 'code' in erreur ? String(erreur.code) : String(erreur) }
  }
  const ecoute = serveur.address()
  const port = typeof ecoute === 'object' && ecoute ? ecoute.port : adresse.port
  return { port, fermer: () => vider(serveur) }
}

const vider = async (serveur: Server): Promise<void> => {
  const ferme = new Promise<void>((fait) => {
    serveur.close(() => fait())
  })
  // Une connexion qui finit sa requête reste ouverte (keep-alive) : on repasse, puis l’on coupe.
  const ronde = setInterval(() => serveur.closeIdleConnections(), 20)
  const coupure = setTimeout(() => serveur.closeAllConnections(), delaiVidange)
  await ferme
  clearInterval(ronde)
  clearTimeout(coupure)
}

/** La phrase d'un port qu'on ne peut pas prendre. */
export const phraseDuPort = (host: string, port: number, refus: string, variable = 'PORT'): string => {
  if (refus === 'EADDRINUSE') {
    return `${variable}=${port} est déjà pris sur ${host}\u00a0: arrêtez le programme qui l’occupe, ou choisissez un autre port, par exemple ${variable}=${port + 1}.`
  }
  if (refus === 'EACCES') {
    return `${variable}=${port} est réservé au système\u00a0: choisissez un port à partir de 1024, par exemple ${variable}=3000.`
  }
  return `HOST=${host} et ${variable}=${port} ne peuvent être écoutés (${refus})\u00a0: choisissez une adresse de cette machine, comme 127.0.0.1.`
}
