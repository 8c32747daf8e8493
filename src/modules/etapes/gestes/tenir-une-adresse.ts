import type { ActiviteId, Id } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { leverLeDefaut, marquerEnDefaut } from '../db/adresses.ecritures.ts'
import { nePlusInformer } from '../db/adresses.ts'
import { leverArret, poserArret } from '../db/arrets.ecritures.ts'

/** Ce que l’équipe fait des envois d’une personne, et comment la page et le journal le disent. */
export const gestesDAdresse = {
  signaler: {
    journal: 'signaler-adresse',
    fort: 'Cette adresse est signalée.',
    suite: 'Plus rien n’y part tant qu’on ne la rétablit pas.',
  },
  retablir: {
    journal: 'retablir-adresse',
    fort: 'Cette adresse est rétablie.',
    suite: 'Les prochains envois y partiront.',
  },
  arreter: {
    journal: 'arreter-envois',
    fort: 'Les envois sont arrêtés pour elle.',
    suite: 'Rien ne lui part plus seul.',
  },
  reprendre: { journal: 'reprendre-envois', fort: 'Ses envois reprennent.', suite: '' },
} as const
export type GesteDAdresse = keyof typeof gestesDAdresse
export const asGesteDAdresse = (texte: string | undefined): GesteDAdresse | undefined =>
  texte !== undefined && Object.hasOwn(gestesDAdresse, texte) ? (texte as GesteDAdresse) : undefined

/** `cle` : l’empreinte de son adresse, si elle en a une. */
export const tenirUneAdresse = async (
  tx: TenantTx,
  personne: { readonly id: string; readonly activite: ActiviteId; readonly cle: Buffer | undefined },
  geste: GesteDAdresse,
  motif: string,
  le: Date,
): Promise<void> => {
  const { id, cle } = personne
  const vise = { session: null, code: null, personne: id }
  if (geste === 'signaler' && cle) await marquerEnDefaut(tx, { cle, personne: id, origine: 'equipe', le })
  if (geste === 'retablir' && cle) await leverLeDefaut(tx, cle, le)
  if (geste === 'arreter') await poserArret(tx, { ...vise, motif, le })
  if (geste === 'reprendre') await leverArret(tx, vise, le)
  const { journal, fort } = gestesDAdresse[geste]
  await consigner(tx, {
    activite: personne.activite,
    faitLe: le,
    module: 'etapes',
    geste: journal,
    objet: { genre: 'tiers', id },
    phrase: `{tiers:${id}} : ${fort.charAt(0).toLowerCase()}${fort.slice(1)}`,
  })
}

/** Qui a reçu ce message n’est plus informé·e à cette adresse ; ce que le contrat doit part toujours. Faux : le message n’est plus là. */
export const seDesinscrire = (tx: PublicTx, message: Id<'MessageDEtape'>, le: Date): Promise<boolean> =>
  nePlusInformer(tx, message, le)
