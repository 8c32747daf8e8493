import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { sniff } from '#web/sniff.ts'
import { genresDeSupport } from '../db/supports.ts'
import type { Contenu } from '../domain/registres.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { joindreFichier } from './joindre-fichier.ts'
import { classerReprise } from './tenir-registre.ts'

/**
 * Classe à son registre un support venu d’une autre coopérative, daté d’aujourd’hui ; ses fichiers s’y joignent, hors ceux qui ne sont ni un
 * PDF ni une image. Il ne prouve rien avant que la révision dise ce que l’on en fait ici.
 */
export const classerSupport = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  s: {
    readonly activite: ActiviteId
    readonly offre: string | null
    readonly de: string
    readonly genre: string
    readonly titre: string
    readonly contenu: Readonly<Record<string, unknown>>
    readonly fichiers: readonly { readonly nom: string; readonly octets: Uint8Array }[]
  },
  le: Date,
): Promise<Result<void, Refus>> => {
  if (!genresDeSupport.includes(s.genre))
    return refuser('genre', 'Ce registre ne tient pas de support pédagogique.')
  const regarde = await lireRegard(tx, le)
  const id = newId(le)
  const classe = await classerReprise(
    tx,
    {
      id,
      activite: s.activite,
      genre: s.genre,
      titre: s.titre,
      le: regarde.jour,
      expireLe: null,
      personne: null,
      offre: s.offre,
      session: null,
      etablissement: null,
      entreprise: null,
      responsable: null,
      origine: null,
      contenu: s.contenu as Contenu,
    },
    `${s.de}, copie du ${formaterDate(regarde.jour as DateCivile)}`,
    { regarde, le },
  )
  if (!classe.ok) return classe
  for (const f of s.fichiers) {
    const genre = sniff(f.octets)
    if (genre !== 'pdf' && genre !== 'png' && genre !== 'jpeg') continue
    const joint = await joindreFichier(
      storage,
      tx,
      { id: newId(le), activite: s.activite, ligne: id, nom: f.nom, genre, octets: f.octets, expireLe: null },
      { le, jour: regarde.jour },
    )
    if (!joint.ok) return joint
  }
  return ok(undefined)
}
