/** Mettre un document en commun, le relire, en prendre une copie à soi. La base dit qui le peut ; chaque geste va au journal de sa coopérative. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut, type RefusDeGeste } from '#modules/organisme/index.ts'
import { licences } from '#modules/pole/index.ts'
import { newId, ouRien, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { lireCopies, lireFichier, lireVersions } from '../db/ressources.ts'
import {
  type ADeposer,
  type AVerser,
  deposerRessource,
  prendreCopie,
  relireVersion,
  retirerRessource,
  verserVersion,
} from '../db/ressources-portes.ts'
import { composerCopie } from '../documents/composer-copie.ts'
import {
  ATTRIBUTION_MAX,
  type CopieId,
  citerEnUneLigne,
  direRefusDeRessource,
  type GenreDeRessource,
  genres,
  type Relecture,
  type Ressource,
  type RessourceId,
  seDiffuseSous,
  type VersionId,
} from '../domain/ressources.ts'
import type { PrisesRessources } from '../prises.ts'

export type Ici = {
  readonly tx: TenantTx
  readonly visiteur: Visiteur
  readonly le: Date
  readonly cle: string
}
type Fait = Promise<Result<string, Refus>>

/** Le mot de la base : un refus et sa phrase, ou ce qui s’est fait, une ligne au journal ; un double envoi n’en écrit pas d’autre. */
const conclure = async ({ tx, visiteur, le }: Ici, geste: string, phrase: string, mot: string): Fait => {
  const refuse = direRefusDeRessource(mot)
  if (refuse) return ko(refuse)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'ressources', geste, phrase })
  return ok(mot)
}

/** Ce que la personne dit d’une version. */
export type VersionDite = Omit<AVerser, 'dApres' | 'dApresLicence'> & {
  /** De quoi le document part : de rien, d’une copie prise ici, d’ailleurs. */
  readonly origine: 'rien' | 'copie' | 'autre'
  readonly source: string
  readonly sourceLicence: AVerser['licence'] | null
  /** Des contenus d’autres personnes y sont. */
  readonly contenus: 'aucun' | 'oui'
}
const faute = (champ: string, phrase: string): Result<never, RefusDeGeste> =>
  ko({ ...refus('champ', phrase), champs: { [champ]: phrase } })

/** La version, entière et permise : ce qui se dit ensemble est dit, et la licence de ce dont elle part s’hérite. */
const verifier = async (
  tx: TenantTx,
  genre: GenreDeRessource,
  { origine, source, sourceLicence, contenus, ...v }: VersionDite,
): Promise<Result<AVerser, RefusDeGeste>> => {
  if (origine === 'copie' && !v.copie) return faute('copie', 'Choisissez la copie dont ce document part.')
  if (origine === 'autre' && source.length < 3)
    return faute('source', 'Citez ce dont ce document part : titre, auteurs, où le lire.')
  if (origine === 'autre' && !sourceLicence)
    return faute('sourceLicence', 'Dites sous quelle licence c’est : la vôtre en dépend.')
  if (contenus === 'oui' && v.tiers.length < 3)
    return faute('tiers', 'Dites lesquels, de qui, et ce qui vous permet de les montrer.')
  if (genres[genre].modele && v.valableAu === null)
    return faute('valableAu', 'D’un modèle, dites jusqu’au quel jour son droit a été vérifié.')
  const [copie] = origine === 'copie' && v.copie ? await lireCopies(tx, v.copie) : []
  if (origine === 'copie' && !copie) return faute('copie', 'Cette copie n’est plus là : relisez la page.')
  const licence = copie?.licence ?? (origine === 'autre' ? sourceLicence : null)
  const refuse = licence && !seDiffuseSous(licence, v.licence) ? direRefusDeRessource('heritage') : undefined
  if (refuse) return faute('licence', refuse.phrase)
  const dApres = copie
    ? citerEnUneLigne(copie, licences[copie.licence].nom)
    : origine === 'autre' && sourceLicence
      ? `${source}, sous ${licences[sourceLicence].nom}`
      : ''
  if (dApres.length > ATTRIBUTION_MAX)
    return faute('copie', 'Ce dont cette copie part ne se cite plus en entier : partez d’une œuvre d’avant.')
  return ok({
    ...v,
    copie: copie?.id ?? null,
    dApres,
    dApresLicence: licence,
    tiers: contenus === 'oui' ? v.tiers : '',
  })
}

/** Le document et sa première version : les deux, ou rien. */
export const deposer = async (
  i: Ici,
  r: ADeposer,
  dite: VersionDite,
): Promise<Result<RessourceId, RefusDeGeste>> => {
  const id = i.cle as RessourceId
  const v = await verifier(i.tx, r.genre, dite)
  if (!v.ok) return v
  return ouRien<RessourceId, RefusDeGeste>(i.tx, async () => {
    const depose = await deposerRessource(i.tx, id, r, i.le)
    const refuse = direRefusDeRessource(depose)
    if (refuse) return ko(refuse)
    const mot =
      depose !== 'deja'
        ? await verserVersion(i.tx, newId<'VersionDeRessource'>(i.le) as VersionId, id, 0, v.value, i.le)
        : (await lireVersions(i.tx, id)).length > 0
          ? 'deja'
          : 'introuvable'
    const fait = await conclure(i, 'deposer-ressource', 'Un document est mis en commun dans un pôle.', mot)
    return fait.ok ? ok(id) : fait
  })
}

export const verser = async (
  i: Ici,
  r: Ressource,
  vu: number,
  dite: VersionDite,
): Promise<Result<string, RefusDeGeste>> => {
  const v = await verifier(i.tx, r.genre, dite)
  return v.ok
    ? conclure(
        i,
        'verser-version',
        'Un document mis en commun a une version de plus.',
        await verserVersion(i.tx, i.cle as VersionId, r.id, vu, v.value, i.le),
      )
    : v
}

export const retirer = async (i: Ici, r: Ressource): Fait =>
  conclure(
    i,
    'retirer-ressource',
    'Un document n’est plus mis en commun ; les copies prises restent.',
    await retirerRessource(i.tx, r.id, i.le),
  )

export const relire = async (i: Ici, version: VersionId, r: Pick<Relecture, 'avis' | 'mot'>): Fait => {
  if (r.avis === 'a-reprendre' && r.mot.trim().length < 3)
    return refuser('motif', 'Dites ce qui est à reprendre.')
  return conclure(
    i,
    'relire-ressource',
    'Une version d’un document mis en commun est relue.',
    await relireVersion(
      i.tx,
      i.cle as Id<'RelectureDeRessource'>,
      version,
      { ...r, par: i.visiteur.nom },
      i.le,
    ),
  )
}

/** La copie à soi, rangée à adapter au registre des ressources de la coopérative, son attribution devant : prise et rangée, ou rien. */
export const prendre = (
  services: Pick<Services, 'pdf' | 'storage'>,
  prises: PrisesRessources,
  i: Ici,
  version: VersionId,
): Fait => ouRien(i.tx, () => prendreEtRanger(services, prises, i, version))

const prendreEtRanger = async (
  services: Pick<Services, 'pdf' | 'storage'>,
  { classerSupport }: PrisesRessources,
  i: Ici,
  version: VersionId,
): Fait => {
  const fait = await conclure(
    i,
    'prendre-copie',
    'Une copie d’un document du pôle est prise.',
    await prendreCopie(i.tx, i.cle as CopieId, version, i.le),
  )
  if (!fait.ok || fait.value === 'deja') return fait
  const [[copie], fichier, enseigne] = [
    await lireCopies(i.tx, i.cle as CopieId),
    await lireFichier(i.tx, version),
    await enseigneParDefaut(i.tx, i.visiteur),
  ]
  const nom = i.visiteur.organisme?.nom ?? ''
  if (!enseigne) return refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
  if (!copie || !fichier) return refuser('introuvable', 'Ce document n’est plus là : relisez la page.')
  const exemplaire = await composerCopie(services, copie, fichier, nom)
  if (!exemplaire.ok) return exemplaire
  const classe = await classerSupport(
    services,
    i.tx,
    {
      activite: enseigne.id,
      offre: null,
      de: copie.cooperative,
      genre: 'ressource',
      titre: copie.titre,
      contenu: {
        usage: `À garder avec ce que vous en ferez. ${citerEnUneLigne(copie, licences[copie.licence].nom)}.`,
      },
      fichiers: [exemplaire.value],
    },
    i.le,
  )
  return classe.ok ? fait : classe
}
