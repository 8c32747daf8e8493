/**
 * Joindre le scan d’une feuille signée à la main. Il se range tel quel, sous son empreinte ; il ne change aucune case : ce que le papier dit
 * s’atteste, avec un motif, comme le reste.
 */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Acces } from '#platform/db/access.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { lireDemi } from '../db/lectures.ts'
import { poserFeuillePapier } from '../db/papier.ecritures.ts'
import { lireFeuillesPapier } from '../db/papier.ts'
import { auteurDe, type Ou, type Qui } from './composer.ts'
import { nomPropre } from './distance.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas.')

export const joindreFeuillePapier = async (
  { db, clock, storage }: Services,
  qui: Qui,
  ou: Ou & { readonly fichier: { readonly nom: string; readonly octets: Uint8Array; readonly type: string } },
): Promise<Result<true, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<true, Refus>> => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    const { nom, octets, type } = ou.fichier
    const { empreinte } = await storage.put(tx, octets, type)
    const le = clock.now()
    if (!(await poserFeuillePapier(tx, demi, { fichier: empreinte, nom: nomPropre(nom), le })))
      return refuser('deja-jointe', 'Ce fichier est déjà joint à cette demi-journée.')
    await consigner(tx, {
      activite: demi.activite,
      faitLe: le,
      module: 'emargement',
      geste: 'joindre-feuille-papier',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{personne:${qui.id}} a joint le scan d’une feuille papier.`,
    })
    return ok(true)
  })
  return rendu ?? introuvable()
}

/** Le scan, s’il est bien de cette demi-journée. */
export const lireFeuillePapier = (
  { db, storage }: Services,
  acces: Acces,
  ou: Ou,
  empreinte: string,
): Promise<{ readonly nom: string; readonly octets: Uint8Array; readonly type: string } | undefined> =>
  db.withTenant(acces, async (tx) => {
    const f = (await lireFeuillesPapier(tx, ou.seance)).find((x) => x.fichier === empreinte)
    const lu = f && (await storage.get(tx, empreinte))
    return lu && { ...lu, nom: f.nom }
  })
