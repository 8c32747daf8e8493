/** Ce que la coopérative règle de ses données : les durées, la purge de la nuit, le registre des traitements. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireTraitement, poserRegle } from '../db/demandes.ecritures.ts'
import { traitementsEcrits } from '../db/demandes.ts'
import { reglerPurge } from '../db/effacement.ecritures.ts'
import { activiteCommune, listerPassages } from '../db/effacement.ts'
import { type Categorie, categories } from '../domain/conservation.ts'
import { composerRegistre, type Traitement, versionSuivante } from '../domain/traitements.ts'

const dire = async (tx: TenantTx, le: Date, geste: string, phrase: string): Promise<void> => {
  await consigner(tx, {
    activite: await activiteCommune(tx),
    faitLe: le,
    module: 'donnees',
    geste,
    phrase,
  })
}

/** Pose une durée de conservation. `annees` : un nombre entier d’années. Un double envoi n’en pose qu’une. */
export const poserUneDuree = async (
  tx: TenantTx,
  d: {
    readonly id: string
    readonly categorie: Categorie
    readonly financeur: string | null
    readonly annees: number
    readonly depuis: DateCivile
    readonly source: string
  },
  le: Date,
): Promise<void> => {
  const { annees, ...regle } = d
  await poserRegle(tx, { ...regle, mois: annees * 12, le })
  await dire(
    tx,
    le,
    'poser-duree',
    `Une durée de conservation est posée : ${categories[d.categorie].nom.toLowerCase()}, ${annees} ans.`,
  )
}

/** La purge n’efface qu’une fois lue : il faut qu’un passage ait dit ce qu’elle ferait. */
export const reglerLaPurge = async (
  tx: TenantTx,
  active: boolean,
  le: Date,
): Promise<Result<null, Refus<'sans-rapport'>>> => {
  if (active && (await listerPassages(tx)).length === 0)
    return refuser('sans-rapport', 'La purge ne s’active qu’après avoir lu un premier rapport.')
  await reglerPurge(tx, active, le)
  await dire(
    tx,
    le,
    active ? 'activer-purge' : 'arreter-purge',
    active ? 'La purge de chaque nuit est active.' : 'La purge de chaque nuit est arrêtée.',
  )
  return ok(null)
}

/** Écrit une version de plus d’un traitement, ou le retire du registre. `code` absent : il est neuf, son nom donne son code. */
export const ecrireUnTraitement = async (
  tx: TenantTx,
  code: string | undefined,
  contenu: Traitement,
  retire: boolean,
  le: Date,
): Promise<Result<null, Refus<'nom' | 'deja' | 'depasse'>>> => {
  const ecrits = await traitementsEcrits(tx)
  const juge = versionSuivante(ecrits, composerRegistre(ecrits), code, contenu.nom)
  if (!juge.ok) return juge
  if (!(await ecrireTraitement(tx, { ...juge.value, contenu, retire }, le)))
    return refuser('depasse', 'Quelqu’un l’a changé entre-temps : relisez-le.')
  await dire(
    tx,
    le,
    retire ? 'retirer-traitement' : 'ecrire-traitement',
    `Le registre des traitements change : « ${contenu.nom} » ${retire ? 'est retiré' : 'est écrit'}.`,
  )
  return ok(null)
}
