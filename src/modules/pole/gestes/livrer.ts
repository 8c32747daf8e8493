import { createHash } from 'node:crypto'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from '../db/poles.ts'
import type { Groupe } from '../db/suites.ts'
import { ajouterVersion, creerLivrable, relire } from '../db/travaux.ecritures.ts'
import {
  type DossierId,
  type Fichier,
  type Livrable,
  type LivrableId,
  livrablesDe,
  participantsDe,
  type Relecture,
  type VersionDeLivrable,
  verrouillerLivrable,
  versionsDe,
} from '../db/travaux.ts'

export type Depot = Pick<VersionDeLivrable, 'note' | 'licence' | 'dateLe' | 'valableAu' | 'lien'> & {
  readonly fichier: Fichier | undefined
}
type Qui = { readonly compte: string; readonly nom: string }
type RefusDepot = Refus<'pas-du-groupe' | 'rien' | 'clos'>

/** Livre dans un groupe ouvert à tout le pôle, ou dans un dossier fermé. Le même envoi, deux fois, n'écrit qu'une fois. */
export const livrer = async (
  tx: TenantTx,
  pole: PoleId,
  groupe: Groupe,
  l: { readonly id: LivrableId; readonly titre: string; readonly dossier: DossierId | null },
  depot: Depot,
  qui: Qui,
  le: Date,
): Promise<Result<LivrableId, RefusDepot>> => {
  if (groupe.closLe) return refuser('clos', 'Ce groupe est clos\u00a0: il ne livre plus.')
  if (!depot.fichier && depot.lien === '')
    return refuser('rien', 'Joignez un fichier, ou donnez l’adresse où le lire.')
  if (l.dossier === null && !(await participantsDe(tx, pole, groupe.id)).some((p) => p.compte === qui.compte))
    return refuser(
      'pas-du-groupe',
      'Entrez dans le groupe pour y livrer\u00a0: il faut savoir à qui en parler.',
    )
  if (await creerLivrable(tx, pole, { ...l, groupe: groupe.id }, le))
    await deposer(tx, pole, l.id, depot, qui, le)
  return ok(l.id)
}

const deposer = (tx: TenantTx, pole: PoleId, id: LivrableId, depot: Depot, qui: Qui, le: Date) =>
  ajouterVersion(
    tx,
    pole,
    id,
    {
      ...depot,
      par: qui.nom,
      fichier: depot.fichier && {
        ...depot.fichier,
        empreinte: createHash('sha256').update(depot.fichier.octets).digest(),
      },
    },
    le,
  )

/** La version suivante. `vue` est la dernière que la page montrait : si une autre est venue entre-temps, on le dit. */
export const livrerEncore = async (
  tx: TenantTx,
  pole: PoleId,
  groupe: Groupe,
  l: Livrable,
  vue: number,
  depot: Depot,
  qui: Qui,
  le: Date,
): Promise<Result<null, Refus<'pas-du-groupe' | 'rien' | 'clos' | 'depassee'>>> => {
  if (groupe.closLe) return refuser('clos', 'Ce groupe est clos\u00a0: il ne livre plus.')
  if (!depot.fichier && depot.lien === '')
    return refuser('rien', 'Joignez un fichier, ou donnez l’adresse où le lire.')
  if (l.dossier === null && !(await participantsDe(tx, pole, groupe.id)).some((p) => p.compte === qui.compte))
    return refuser('pas-du-groupe', 'Entrez dans le groupe pour y livrer une version.')
  await verrouillerLivrable(tx, l.id)
  const derniere = (await versionsDe(tx, pole, [l.id]))[0]?.version ?? 0
  if (derniere !== vue)
    return refuser(
      'depassee',
      `La version ${derniere} est arrivée entre-temps\u00a0: lisez-la, puis livrez la vôtre.`,
    )
  await deposer(tx, pole, l.id, depot, qui, le)
  return ok(null)
}

/** Relit la dernière version, une fois par personne, et jamais la sienne : on ne se relit pas soi-même. */
export const relireLivrable = async (
  tx: TenantTx,
  pole: PoleId,
  l: Livrable,
  r: Pick<Relecture, 'version' | 'avis' | 'mot'> & { readonly id: Parameters<typeof relire>[2]['id'] },
  qui: Qui,
  le: Date,
): Promise<Result<boolean, Refus<'depassee' | 'sienne' | 'motif' | 'introuvable'>>> => {
  const derniere = (await versionsDe(tx, pole, [l.id]))[0]
  if (!derniere) return refuser('introuvable', 'Rien n’a encore été livré.')
  if (derniere.version !== r.version)
    return refuser(
      'depassee',
      `La version ${derniere.version} est arrivée entre-temps\u00a0: c’est elle qui se relit.`,
    )
  if (derniere.compte === qui.compte)
    return refuser('sienne', 'Vous l’avez livrée\u00a0: une autre personne la relit.')
  if (r.avis === 'a-reprendre' && r.mot.trim().length < 3)
    return refuser('motif', 'Dites ce qui est à reprendre.')
  return ok(await relire(tx, pole, { ...r, livrable: l.id, par: qui.nom }, le))
}

/** Le livrable, s'il est de ce pôle et qu'on le lit. */
export const lireLivrable = async (
  tx: TenantTx,
  pole: PoleId,
  id: LivrableId,
): Promise<Livrable | undefined> => (await livrablesDe(tx, pole, { id }))[0]
