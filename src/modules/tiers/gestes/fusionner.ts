import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enReposantLesCles } from '../db/cles.ts'
import { defaireFusion, distinguer, insererFusion } from '../db/fusions.ecritures.ts'
import { type FicheId, lireFusion, verrouiller } from '../db/fusions.ts'
import { type Renvois, resoudre, resoudreEntreprises } from '../db/renvois.ts'
import type { EntrepriseId, FusionId, TiersId } from '../domain/lus.ts'

export type RefusFusion = Refus<
  'introuvable' | 'meme-fiche' | 'deja-reunies' | 'autre-enseigne' | 'deja-defaite' | 'heures-prises'
>

const racinesDe = async (tx: TenantTx, r: Renvois, ids: readonly FicheId[]): Promise<Map<string, FicheId>> =>
  r === 'fusion'
    ? new Map<string, FicheId>(await resoudre(tx, ids as TiersId[]))
    : new Map<string, FicheId>(await resoudreEntreprises(tx, ids as EntrepriseId[]))

/** Une entreprise n'a pas d'heures ; une personne qui intervient prend les siennes sous sa clé du moment. */
const enReposant = async (
  tx: TenantTx,
  r: Renvois,
  personnes: readonly FicheId[],
  travail: () => Promise<void>,
): Promise<boolean> => {
  if (r === 'fusion') return enReposantLesCles(tx, personnes as readonly TiersId[], null, travail)
  await travail()
  return true
}
const heuresPrises = () =>
  refuser(
    'heures-prises',
    'Ces deux fiches interviennent au même moment, à des séances à venir : une personne n’est pas à deux endroits. Changez d’abord l’une de ces affectations.',
  )

const jeton = (r: Renvois, id: string) => (r === 'fusion' ? `{tiers:${id}}` : `{entreprise:${id}}`)
const genre = (r: Renvois) => (r === 'fusion' ? 'tiers' : 'entreprise')

/**
 * Réunit deux fiches : l'absorbée renvoie à la gardée. Aucune ligne d'un autre module ne bouge : signatures,
 * inscriptions et certificats restent au nom qu'ils portent. Les deux fiches sont verrouillées d'abord : deux
 * personnes qui réunissent au même instant s'attendent, et la seconde relit. Le même envoi reçu deux fois n'écrit qu'une.
 */
export const fusionner = async (
  tx: TenantTx,
  r: Renvois,
  id: FusionId,
  { garde, absorbe }: { readonly garde: FicheId; readonly absorbe: FicheId },
  le: Date,
): Promise<Result<void, RefusFusion>> => {
  if (garde === absorbe) return refuser('meme-fiche', 'C’est la même fiche : il n’y a rien à réunir.')
  const enseignes = await verrouiller(tx, r, [garde, absorbe])
  const [de, vers] = [enseignes.get(absorbe), enseignes.get(garde)]
  if (!de || !vers) return refuser('introuvable', 'Une de ces fiches n’existe pas ici.')
  if (de !== vers)
    return refuser('autre-enseigne', 'Ces deux fiches sont de deux enseignes : chacune garde la sienne.')
  const deja = await lireFusion(tx, r, id)
  if (deja)
    return !deja.defaite && deja.garde === garde && deja.absorbe === absorbe
      ? ok(undefined)
      : refuser('deja-defaite', 'Cet envoi a déjà servi, et sa réunion a été défaite : rouvrez cette page.')
  const racines = await racinesDe(tx, r, [garde, absorbe])
  if (racines.get(garde) !== garde || racines.get(absorbe) !== absorbe)
    return refuser(
      'deja-reunies',
      racines.get(garde) === racines.get(absorbe)
        ? 'Ces deux fiches sont déjà réunies.'
        : 'L’une de ces fiches vient d’être réunie à une autre : reprenez depuis la liste.',
    )
  const inserer = () => insererFusion(tx, r, { id, activite: vers, garde, absorbe }, le)
  if (!(await enReposant(tx, r, [garde], inserer))) return heuresPrises()
  await consigner(tx, {
    activite: vers,
    faitLe: le,
    module: 'tiers',
    geste: 'reunir-fiches',
    objet: { genre: genre(r), id: garde },
    phrase: `La fiche de ${jeton(r, absorbe)} est réunie à celle de ${jeton(r, garde)}.`,
    details: { fusion: id, absorbe },
  })
  return ok(undefined)
}

/** Défait une réunion : les deux fiches redeviennent ce qu'elles étaient, puisque rien n'avait bougé. */
export const defaire = async (
  tx: TenantTx,
  r: Renvois,
  id: FusionId,
  le: Date,
): Promise<Result<{ readonly garde: FicheId; readonly absorbe: FicheId }, RefusFusion>> => {
  const fusion = await lireFusion(tx, r, id)
  if (!fusion) return refuser('introuvable', 'Cette réunion n’existe pas ici.')
  let defaite = false
  const separees = await enReposant(tx, r, [fusion.garde, fusion.absorbe], async () => {
    defaite = await defaireFusion(tx, r, id, le)
  })
  if (!separees) return heuresPrises()
  if (!defaite) return refuser('deja-defaite', 'Cette réunion est déjà défaite.')
  await consigner(tx, {
    activite: fusion.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'separer-fiches',
    objet: { genre: genre(r), id: fusion.garde },
    phrase: `La fiche de ${jeton(r, fusion.absorbe)} redevient distincte de celle de ${jeton(r, fusion.garde)}.`,
    details: { fusion: id, absorbe: fusion.absorbe },
  })
  return ok({ garde: fusion.garde, absorbe: fusion.absorbe })
}

/** Dit que deux fiches sont bien deux : la paire n'est plus proposée. */
export const direDistinctes = async (
  tx: TenantTx,
  r: Renvois,
  a: FicheId,
  b: FicheId,
  le: Date,
): Promise<Result<void, RefusFusion>> => {
  if (a === b) return refuser('meme-fiche', 'C’est la même fiche.')
  const enseignes = await verrouiller(tx, r, [a, b])
  const [de, vers] = [enseignes.get(a), enseignes.get(b)]
  if (!de || !vers) return refuser('introuvable', 'Une de ces fiches n’existe pas ici.')
  if (de !== vers) return refuser('autre-enseigne', 'Ces deux fiches sont de deux enseignes.')
  if (await distinguer(tx, de, a, b, le))
    await consigner(tx, {
      activite: de,
      faitLe: le,
      module: 'tiers',
      geste: 'distinguer-fiches',
      objet: { genre: genre(r), id: a },
      phrase: `${jeton(r, a)} et ${jeton(r, b)} ne sont pas les mêmes.`,
    })
  return ok(undefined)
}
