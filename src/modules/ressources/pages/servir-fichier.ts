import type { Context } from 'hono'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { conflict, notFound, unavailable } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { Fichier } from '../db/ressources.ts'
import { composerCopie, type Sortie } from '../documents/composer-copie.ts'

/** `sortie` : ce que dit le feuillet mis devant ; sans elle, le fichier sort tel quel. */
type Lu = { readonly fichier: Fichier; readonly sortie?: Sortie }

/** Le fichier d’une autre sort précédé de son feuillet, composé une fois la transaction rendue. */
export const servir = async (
  c: Context<Env>,
  services: Services,
  lire: (tx: TenantTx, ici: { readonly le: Date }) => Promise<Lu | undefined>,
): Promise<Response> => {
  const aComposer: { readonly fichier: Fichier; readonly sortie: Sortie; readonly nom: string }[] = []
  const reponse = await pourVisiteur(c, services.db, async (tx, visiteur) => {
    const lu = await lire(tx, { le: services.clock.now() })
    if (!lu) return notFound(c)
    if (!lu.sortie) return fichierAEnregistrer(lu.fichier)
    aComposer.push({ fichier: lu.fichier, sortie: lu.sortie, nom: visiteur.organisme?.nom ?? '' })
    return c.body(null)
  })
  const [a] = aComposer
  if (!a) return reponse
  const fait = await composerCopie(services, a.sortie, a.fichier, a.nom)
  if (fait.ok) return fichierAEnregistrer(fait.value)
  return fait.error.code === 'occupe'
    ? unavailable(c, fait.error.phrase)
    : conflict(c, fait.error.phrase, 'Le fichier ne s’ouvre pas')
}
