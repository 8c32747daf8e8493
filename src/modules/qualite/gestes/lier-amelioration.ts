/** L’amélioration d’une enseigne monte à la coopérative, celle de la coopérative descend aux enseignes ; elles se closent ensemble ou séparément. */
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut, listerEnseignes, peutVisiteur } from '#modules/organisme/index.ts'
import { newId, type TenantTx, toutOuRien } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { lierAmelioration, repondreAmelioration } from '../db/ameliorations.ecritures.ts'
import { type Amelioration, ameliorationsLieesA } from '../db/ameliorations.ts'
import { agitPourToutes } from '../db/ateliers.ts'
import type { Regarde } from '../db/population.ts'
import { lireLigne } from '../db/registre.ts'
import { etatDAmelioration } from '../domain/ameliorations.ts'
import type { Contenu } from '../domain/registres.ts'
import { tenirLigne } from './tenir-registre.ts'

type Fait<T> = Promise<Result<T, Refus>>
type Quand = { readonly le: Date; readonly regarde: Regarde }

const siege = () => refuser('siege', 'Seul qui agit pour toute la coopérative répond de ses améliorations.')

/** Qui n’a que les siennes ne tient ni celles de la coopérative, ni, d’un accès entier, celles d’enseignes où elle n’est pas. */
export const tientLAmelioration = (
  visiteur: Visiteur,
  { commune }: { readonly commune: boolean },
  toutes: boolean,
): boolean => peutVisiteur(visiteur, 'ameliorations.tenir', { estSien: !toutes && !commune })

const noter = (
  tx: TenantTx,
  a: Pick<Amelioration, 'id' | 'activite'>,
  geste: string,
  phrase: string,
  { le }: Quand,
) =>
  consigner(tx, {
    activite: a.activite,
    faitLe: le,
    module: 'qualite',
    geste,
    objet: { genre: 'ligne-qualite', id: a.id },
    phrase,
  })

/** Inscrit une action au registre d’une enseigne ; ses mots sont ceux qu’on lui donne. */
const inscrireAmelioration = (
  tx: TenantTx,
  a: {
    readonly id: string
    readonly activite: ActiviteId
    readonly titre: string
    readonly responsable: string | null
    readonly contenu: Contenu
  },
  q: Quand,
) =>
  tenirLigne(
    tx,
    {
      ...a,
      genre: 'action',
      le: q.regarde.jour,
      expireLe: null,
      personne: null,
      offre: null,
      session: null,
      etablissement: null,
      entreprise: null,
      origine: null,
      retire: false,
    },
    { rangLu: 0, ...q },
  )

/** Qui anime, ou suit la qualité, l’écrit au registre de l’enseigne pour laquelle il agit, et en répond. */
export const ecrireAmelioration = async (
  tx: TenantTx,
  { id, titre, ...contenu }: Readonly<Record<'id' | 'titre', string>> & Contenu,
  visiteur: Visiteur,
  q: Quand,
): Fait<string> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (!enseigne) return refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
  if (!tientLAmelioration(visiteur, enseigne, await agitPourToutes(tx))) return siege()
  const faite = await inscrireAmelioration(
    tx,
    { id, activite: enseigne.id, titre, responsable: visiteur.personneId, contenu },
    q,
  )
  return faite.ok ? ok(id) : faite
}

/** Ce qu’une action dit à l’autre niveau : son origine, sa cause, ce que l’on fait ; ni sa clôture, ni son effet. */
const redire = ({ closeLe: _, effet: __, ...reste }: Contenu): Contenu => reste

/** L’autre niveau a la sienne, des mêmes mots, et les deux se lient : qui perd à l’instant n’en laisse pas une seconde au registre. */
const redireEtLier = async (
  tx: TenantTx,
  a: Amelioration,
  l: {
    readonly vers: { readonly id: string; readonly activite: ActiviteId }
    readonly responsable: string | null
    readonly lier: () => Promise<boolean>
    readonly perdue: () => Result<never, Refus>
  },
  q: Quand,
): Fait<undefined> => {
  const { vers, responsable } = l
  const contenu = redire(a.contenu)
  const faite = await inscrireAmelioration(tx, { ...vers, titre: a.titre, responsable, contenu }, q)
  if (!faite.ok) return faite
  return (await l.lier()) ? ok(undefined) : l.perdue()
}

export const faireMonter = async (tx: TenantTx, a: Amelioration, q: Quand): Fait<undefined> => {
  if (a.commune) return refuser('commune', 'Cette amélioration est déjà celle de la coopérative.')
  if (a.lien || !(await lierAmelioration(tx, a, null, q.le)))
    return refuser('deja', 'Cette amélioration est déjà liée à la coopérative.')
  await noter(tx, a, 'faire-monter-amelioration', 'Une amélioration monte à la coopérative.', q)
  return ok(undefined)
}

/** La coopérative la prend : la sienne s’ouvre des mêmes mots, et les deux se lisent l’une de l’autre. */
export const prendreAmelioration = async (
  tx: TenantTx,
  a: Amelioration,
  responsable: string,
  q: Quand,
): Fait<string> => {
  if (!(await agitPourToutes(tx))) return siege()
  if (etatDAmelioration(a.lien) !== 'montee')
    return refuser('repondue', 'Cette amélioration n’attend pas de réponse.')
  const commune = (await listerEnseignes(tx)).find((e) => e.commune)
  if (!commune) return refuser('commune', 'La coopérative n’a pas d’enseigne commune.')
  const vers = { id: newId(q.le), activite: commune.id }
  return toutOuRien(tx, async () => {
    const prise = await redireEtLier(
      tx,
      a,
      {
        vers,
        responsable,
        lier: () => repondreAmelioration(tx, a.id, { commune: vers.id, motif: '' }, q.le),
        perdue: () => refuser('repondue', 'Quelqu’un vient d’y répondre : relisez-la.'),
      },
      q,
    )
    if (!prise.ok) return prise
    await noter(tx, a, 'prendre-amelioration', 'La coopérative prend une amélioration montée.', q)
    return ok(vers.id)
  })
}

export const laisserAmelioration = async (
  tx: TenantTx,
  a: Amelioration,
  motif: string,
  q: Quand,
): Fait<undefined> => {
  if (!(await agitPourToutes(tx))) return siege()
  if (
    etatDAmelioration(a.lien) !== 'montee' ||
    !(await repondreAmelioration(tx, a.id, { commune: null, motif }, q.le))
  )
    return refuser('repondue', 'Cette amélioration n’attend pas de réponse.')
  await noter(tx, a, 'laisser-amelioration', 'La coopérative laisse une amélioration à l’enseigne.', q)
  return ok(undefined)
}

/** La coopérative la demande à des enseignes : chacune a la sienne, des mêmes mots, à mener chez elle. */
export const faireDescendre = async (
  tx: TenantTx,
  a: Amelioration,
  vers: readonly string[],
  q: Quand,
): Fait<number> => {
  if (!(await agitPourToutes(tx))) return siege()
  if (!a.commune) return refuser('enseigne', 'Celle d’une enseigne ne descend pas : elle monte.')
  if (a.contenu.closeLe) return refuser('close', 'Cette amélioration est close.')
  const deja = new Set<string>((await ameliorationsLieesA(tx, a.id)).map((x) => x.activite))
  const enseignes = (await listerEnseignes(tx)).filter(
    (e) => !e.commune && e.etat !== 'fermee' && vers.includes(e.id) && !deja.has(e.id),
  )
  if (enseignes.length === 0) return refuser('vide', 'Cochez au moins une enseigne qui ne l’a pas encore.')
  return toutOuRien(tx, async () => {
    for (const e of enseignes) {
      const vers = { id: newId(q.le), activite: e.id }
      const faite = await redireEtLier(
        tx,
        a,
        {
          vers,
          responsable: null,
          lier: () => lierAmelioration(tx, vers, a.id, q.le),
          perdue: () => refuser('deja', `${e.nom} vient de la recevoir : relisez qui l’a déjà.`),
        },
        q,
      )
      if (!faite.ok) return faite
    }
    await noter(tx, a, 'faire-descendre-amelioration', 'Une amélioration est demandée à des enseignes.', q)
    return ok(enseignes.length)
  })
}

/** Clôt une action sur son effet ; les règles du registre jugent si elle peut l’être. */
export const cloreAmelioration = async (
  tx: TenantTx,
  a: Pick<Amelioration, 'id'>,
  { effet, indicateur }: { readonly effet: string; readonly indicateur: number },
  q: Quand,
): Fait<void> => {
  const [avant] = await lireLigne(tx, 'action', a.id)
  if (!avant || avant.retire) return refuser('introuvable', 'Cette amélioration n’est plus au registre.')
  if (avant.contenu.closeLe) return refuser('close', 'Cette amélioration est déjà close.')
  return tenirLigne(
    tx,
    {
      ...avant,
      contenu: { ...avant.contenu, closeLe: q.regarde.jour, effet, indicateur: String(indicateur) },
    },
    { rangLu: avant.rang, ...q },
  )
}

/** Celle de la coopérative et celles des enseignes qui y sont liées, d’un seul geste : toutes, ou aucune. */
export const cloreEnsemble = async (
  tx: TenantTx,
  a: Amelioration,
  dite: { readonly effet: string; readonly indicateur: number },
  q: Quand,
): Fait<number> => {
  if (!(await agitPourToutes(tx))) return siege()
  const aClore = [a, ...(await ameliorationsLieesA(tx, a.id))].filter((x) => !x.contenu.closeLe)
  if (aClore.length === 0) return refuser('close', 'Toutes sont déjà closes.')
  return toutOuRien(tx, async () => {
    for (const x of aClore) {
      const faite = await cloreAmelioration(tx, x, dite, q)
      if (!faite.ok) return faite
    }
    return ok(aClore.length)
  })
}
