import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut, type RefusDeGeste } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import {
  abonner,
  apporterAvis,
  deposerAvis,
  oterProfil,
  oterSuivi,
  poserProfil,
  poserSuivi,
  reglerSource,
} from '../db/avis.ecritures.ts'
import type { AvisLu } from '../domain/avis.ts'
import type { GenreDeSource } from '../domain/source.ts'
import type { Motif, ProfilDeVeille } from '../domain/veille.ts'
import { type LectureAPart, lireAvisAPart } from '../lecture/lire-avis-a-part.ts'

type Fait<T = undefined> = Promise<Result<T, Refus>>

const noter = async (tx: TenantTx, visiteur: Visiteur, geste: string, phrase: string, le: Date) => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne) await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'marches', geste, phrase })
}

export const suivre = async (tx: TenantTx, idweb: string, par: string, le: Date): Fait => {
  await poserSuivi(tx, { idweb, etat: 'suivi', motif: null, precision: '', par }, le)
  return ok(undefined)
}

/** Laisse passer un avis, et dit pourquoi : cela s’apprend d’une fois sur l’autre. */
export const laisser = async (
  tx: TenantTx,
  idweb: string,
  p: { readonly motif: Motif; readonly precision: string },
  par: string,
  le: Date,
): Promise<Result<undefined, RefusDeGeste>> => {
  if (p.motif === 'autre' && p.precision === '') {
    const phrase = 'Dites en une phrase pourquoi vous le laissez passer.'
    return ko({ ...refus('precision', phrase), champs: { precision: phrase } })
  }
  await poserSuivi(tx, { idweb, etat: 'laisse', motif: p.motif, precision: p.precision, par }, le)
  return ok(undefined)
}

export const reprendre = async (tx: TenantTx, idweb: string): Fait =>
  (await oterSuivi(tx, idweb)) ? ok(undefined) : refuser('deja', 'Cet avis est déjà à lire.')

/** Règle un profil de la veille, ou le retire ; dit en passant si la personne reçoit le courriel du matin. */
export const reglerProfil = async (
  tx: TenantTx,
  visiteur: Visiteur,
  f: ProfilDeVeille,
  {
    version,
    courriel,
    retirer,
  }: { readonly version: number; readonly courriel: boolean; readonly retirer: boolean },
  le: Date,
): Fait => {
  const fait = retirer
    ? await oterProfil(tx, f.rang, version)
    : await poserProfil(tx, f, version, visiteur.personneId, le)
  if (!fait)
    return refuser('perime', 'Quelqu’un vient de changer ces filtres : relisez-les avant de continuer.')
  await abonner(tx, visiteur.personneId, courriel, le)
  await noter(
    tx,
    visiteur,
    'regler-filtres',
    retirer
      ? 'Un profil de la veille des marchés est retiré.'
      : 'Les filtres de la veille des marchés sont réglés.',
    le,
  )
  return ok(undefined)
}

export type Apport = { readonly lus: number; readonly neufs: number; readonly rejets: number }

const dansLeFichier = (phrase: string) => ko({ ...refus('fichier', phrase), champs: { fichier: phrase } })
/** À lire avant la transaction. Une phrase pour un fichier qui ne se lit pas, ou dont rien ne se lit. */
export type AvisDonnes = Result<LectureAPart, RefusDeGeste>
export const lireOuDire = async (octets: Uint8Array | undefined): Promise<AvisDonnes> => {
  if (octets === undefined) return dansLeFichier('Choisissez un fichier, ou collez un texte.')
  const lecture = await lireAvisAPart(octets)
  if (!lecture.ok) return dansLeFichier(`Ce fichier ne se lit pas : ${lecture.error.phrase}`)
  if (lecture.value.lus.length === 0)
    return dansLeFichier('Aucun avis ne s’y lit : attendez une réponse du BOAMP ou du TED, ou un avis.')
  return lecture
}

/** Les avis d’un fichier ou d’un texte collé, chez la coopérative seule. */
export const apporter = async (
  tx: TenantTx,
  visiteur: Visiteur,
  lecture: AvisDonnes,
  le: Date,
): Promise<Result<Apport, RefusDeGeste>> => {
  if (!lecture.ok) return lecture
  let neufs = 0
  for (const lu of lecture.value.lus) if (await apporterAvis(tx, lu, null, le)) neufs += 1
  await noter(tx, visiteur, 'apporter-avis', 'Des avis de marché sont apportés.', le)
  return ok({ lus: lecture.value.lus.length, neufs, rejets: lecture.value.rejets })
}

/** Les avis d’un fichier, pour toutes les coopératives de l’instance. */
export const deposer = async (
  tx: TenantTx,
  lecture: AvisDonnes,
  le: Date,
): Promise<Result<Apport, RefusDeGeste>> => {
  if (!lecture.ok) return lecture
  const neufs = await deposerAvis(tx, lecture.value.lus, le)
  return ok({ lus: lecture.value.lus.length, neufs, rejets: lecture.value.rejets })
}

export const reglerLaSource = async (
  tx: TenantTx,
  s: { readonly genre: GenreDeSource; readonly adresse: string; readonly active: boolean },
  le: Date,
): Fait => {
  await reglerSource(tx, s, le)
  return ok(undefined)
}

/** Un avis écrit à la main : profil d’acheteur, appel à projets, habilitation d’une Région. */
export const ecrireAvis = async (
  tx: TenantTx,
  visiteur: Visiteur,
  a: Omit<AvisLu['avis'], 'idweb' | 'procedure' | 'nature' | 'lies' | 'attributions' | 'signalements'> & {
    readonly adresse: string | null
  },
  le: Date,
): Fait<string> => {
  const { adresse, ...avis } = a
  const idweb = `ecrit-${newId(le)}`
  await apporterAvis(
    tx,
    {
      avis: {
        ...avis,
        idweb,
        procedure: null,
        nature: 'marche',
        lies: [],
        attributions: [],
        signalements: [],
      },
      source: 'ecrit',
      notice: null,
      pays: 'FRA',
      descripteurs: ['Formation'],
      joursLimites: [],
    },
    adresse,
    le,
  )
  await noter(tx, visiteur, 'ecrire-avis', 'Un avis de marché est écrit à la main.', le)
  return ok(idweb)
}
