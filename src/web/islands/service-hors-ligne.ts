/**
 * Le service de la page « Signer sans réseau » : il garde la coquille et ses fichiers, et rien d'autre. Ni nom, ni
 * signature ne passent par lui : ce qui est à la personne vit dans la base de l'appareil. Le serveur écrit en tête la
 * liste de ce qu'il garde ; une version neuve a une autre liste, donc un autre service.
 */
type Attente = Event & { waitUntil(promesse: Promise<unknown>): void }
type Requete = Event & { readonly request: Request; respondWith(reponse: Promise<Response>): void }
declare const self: {
  readonly aGarder: { readonly page: string; readonly fichiers: readonly string[] }
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(nom: 'install' | 'activate', quand: (e: Attente) => void): void
  addEventListener(nom: 'fetch', quand: (e: Requete) => void): void
}

const { page, fichiers } = self.aGarder
const prefixe = 'coforme-hors-ligne '
// Le nom suit la liste : deux versions ne mêlent pas leurs fichiers.
const armoire = `${prefixe}${fichiers.join(' ')}`

self.addEventListener('install', (e) => {
  const garder = async () => {
    const cache = await caches.open(armoire)
    // La page sans témoin de connexion : la coquille est la même pour tous.
    await cache.addAll([new Request(page, { credentials: 'omit', cache: 'reload' }), ...fichiers])
    await self.skipWaiting()
  }
  e.waitUntil(garder())
})

self.addEventListener('activate', (e) => {
  const ranger = async () => {
    for (const nom of await caches.keys())
      if (nom.startsWith(prefixe) && nom !== armoire) await caches.delete(nom)
    await self.clients.claim()
  }
  e.waitUntil(ranger())
})

self.addEventListener('fetch', (e) => {
  const { request } = e
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  const laPage = request.mode === 'navigate' && url.pathname === page
  if (!laPage && !fichiers.includes(url.pathname)) return
  const repondre = async () => {
    const cache = await caches.open(armoire)
    return (await cache.match(laPage ? page : url.pathname)) ?? fetch(request)
  }
  e.respondWith(repondre())
})

export {}
