/** Mettre un document en commun, le relire, en prendre une copie à soi. La base dit qui le peut ; chaque geste va au journal de sa coopérative. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { licences } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import {
  type ADeposer,
  type AVerser,
  deposerRessource,
  prendreCopie,
  relireVersion,
  retirerRessource,
  verserVersion,
} from '../db/ressources.ecritures.ts'
import { lireCopies, lireFichier } from '../db/ressources.ts'
import { composerCopie } from '../documents/composer-copie.ts'
import {
  type CopieId,
  citerEnUneLigne,
  direRefusDeRessource,
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

/** Ce qu’une page reçoit d’une version : la copie dont elle part, s’il y en a une. */
export type Voulue = Omit<AVerser, 'dApres' | 'dApresLicence'> & {
  /** Ce dont elle part et qui n’est pas une copie prise ici ; vide, rien. */
  readonly source: string
  readonly sourceLicence: AVerser['licence'] | null
}

/** L’origine d’une version, vérifiée : la licence de ce dont elle part s’hérite. */
const heriter = async (
  tx: TenantTx,
  { source, sourceLicence, ...v }: Voulue,
): Promise<Result<AVerser, Refus>> => {
  const [copie] = v.copie ? await lireCopies(tx, v.copie) : []
  if (v.copie && !copie) return refuser('introuvable', 'Cette copie n’est plus là : relisez la page.')
  const dApres = copie
    ? { dApres: citerEnUneLigne(copie), dApresLicence: copie.licence }
    : { dApres: source, dApresLicence: source ? sourceLicence : null }
  if (dApres.dApresLicence && !seDiffuseSous(dApres.dApresLicence, v.licence))
    return ko(direRefusDeRessource('heritage') ?? refus('heritage', ''))
  return ok({ ...v, ...dApres })
}

/** Le document et sa première version. */
export const deposer = async (i: Ici, r: ADeposer, v: Voulue): Promise<Result<RessourceId, Refus>> => {
  const id = i.cle as RessourceId
  if (genres[r.genre].modele && v.valableAu === null)
    return refuser('validite', 'D’un modèle, dites jusqu’au quel jour son droit a été vérifié.')
  const voulue = await heriter(i.tx, v)
  if (!voulue.ok) return voulue
  const depose = await deposerRessource(i.tx, id, r, i.le)
  const refuse = direRefusDeRessource(depose)
  if (refuse) return ko(refuse)
  const versee =
    depose === 'deja' ? 'deja' : await verserVersion(i.tx, i.cle as VersionId, id, 0, voulue.value, i.le)
  const fait = await conclure(i, 'deposer-ressource', 'Un document est mis en commun dans un pôle.', versee)
  return fait.ok ? ok(id) : fait
}

export const verser = async (i: Ici, r: Ressource, vu: number, v: Voulue): Fait => {
  if (genres[r.genre].modele && v.valableAu === null)
    return refuser('validite', 'D’un modèle, dites jusqu’au quel jour son droit a été vérifié.')
  const voulue = await heriter(i.tx, v)
  return voulue.ok
    ? conclure(
        i,
        'verser-version',
        'Un document mis en commun a une version de plus.',
        await verserVersion(i.tx, i.cle as VersionId, r.id, vu, voulue.value, i.le),
      )
    : voulue
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

/** La copie à soi, rangée à adapter au registre des ressources de la coopérative, son attribution devant. */
export const prendre = async (
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
  if (!copie || !fichier || !enseigne) return fait
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
        usage: `À garder avec ce que vous en ferez. ${citerEnUneLigne(copie)}, ${licences[copie.licence].nom}.`,
      },
      fichiers: [exemplaire.value],
    },
    i.le,
  )
  return classe.ok ? fait : classe
}
