/**
 * Préparer un appareil à signer sans réseau : il inscrit une clé qui ne sort pas de lui, et emporte ses demi-journées sous un jeton que
 * l’instance signe (`docs/registre.md`).
 */
import { createPublicKey } from 'node:crypto'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { canoniser } from '#platform/json/canonique.ts'
import type { Services } from '#platform/services.ts'
import {
  inscrireCle,
  noterVu,
  poserEmport,
  poserPassage,
  verrouillerAppareil,
} from '../db/appareils.ecritures.ts'
import { type AppareilLu, demisATenir, lireAppareil } from '../db/appareils.ts'
import { lireCases, lireContresignatures, lireDemi, nomOrganisme } from '../db/lectures.ts'
import { empreinteDuTexte, texteDeLaFeuille } from '../documents/feuille-montree.ts'
import { codesAbsence, motifsAbsence } from '../domain/absence.ts'
import { FORMAT_EMPORT, type JetonDEmport } from '../domain/hors-ligne.ts'
import type { Demi } from '../domain/ports.ts'
import type { Minutes } from '../domain/rectifier.ts'
import { fenetreDe, tempsDe } from '../domain/signer-demi-journee.ts'
import { auteurDe, ouEst, type Qui } from './composer.ts'

export const absent = () =>
  refuser('introuvable', 'Cet appareil n’est pas connu ici, ou n’est pas le vôtre : reprenez la préparation.')

/** Combien de jours on emporte : hier, pour ce qui reste à signer, et la semaine qui vient. */
const joursEmportes = { avant: 1, apres: 7 }

export const hexa = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
/** Un point P-256 sur sa courbe, ou rien : une clé forgée n’entre pas. */
export const cleDe = (point: Uint8Array) => {
  if (point.length !== 65 || point[0] !== 4) return undefined
  const b64 = (du: number, au: number) => Buffer.from(point.subarray(du, au)).toString('base64url')
  try {
    return createPublicKey({
      format: 'jwk',
      key: { kty: 'EC', crv: 'P-256', x: b64(1, 33), y: b64(33, 65) },
    })
  } catch {
    return undefined
  }
}

/** Inscrit la clé de l’appareil que l’on tient en main ; recommencer rend le même. */
export const inscrireAppareil = async (
  { db, clock }: Services,
  qui: Qui,
  a: { readonly cle: Uint8Array; readonly nom: string },
): Promise<Result<AppareilLu, Refus>> => {
  if (!cleDe(a.cle)) return refuser('cle-refusee', 'La clé de cet appareil ne se lit pas.')
  const lu = await db.withTenant(qui.acces, (tx) => inscrireCle(tx, { ...a, le: clock.now() }))
  return lu && lu.tenuPar === qui.id && lu.retireLe === null ? ok(lu) : absent()
}

/** L’appareil, s’il est à qui demande. */
export const sien = async (tx: TenantTx, qui: Qui, id: string): Promise<AppareilLu | undefined> => {
  const lu = asId<'Appareil'>(id) && (await lireAppareil(tx, id))
  return lu && lu.tenuPar === qui.id ? lu : undefined
}

/** Ce que l’appareil emporte d’une demi-journée : le nom, l’état, et de quoi confirmer le nom touché. Rien d’autre. */
type FeuilleEmportee = {
  readonly session: string
  readonly seance: string
  readonly organisme: string
  readonly intitule: string
  readonly formateur: string
  readonly lieu: string
  readonly jour: string
  readonly moment: string
  readonly creneau: string
  readonly zone: string
  readonly ouvreLe: string
  readonly commenceLe: string
  readonly finitLe: string
  readonly fermeLe: string
  readonly feuille: string
  /** Le jeton d’emport (`coforme-emport/1`) et la signature de l’instance, en hexadécimal : la preuve en reste à qui forme. */
  readonly jeton: string
  readonly jetonSigne: string
  readonly contresignee: boolean
  readonly cases: readonly {
    readonly inscription: string
    readonly prenom: string
    readonly nom: string
    readonly etat: 'attendue' | 'signee' | 'absente'
    /** Les minutes perdues déjà notées. */
    readonly minutes: Minutes
  }[]
}
type Emport = {
  readonly maintenant: string
  readonly appareil: { readonly id: string; readonly nom: string }
  readonly motifs: readonly { readonly code: string; readonly mot: string }[]
  readonly feuilles: readonly FeuilleEmportee[]
}

const moments: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

type Prise = {
  readonly appareil: AppareilLu
  readonly organisme: { readonly id: string; readonly nom: string }
  readonly maintenant: Date
  readonly rang: number
}

const emporterUne = async (
  { keys }: Pick<Services, 'keys'>,
  tx: TenantTx,
  qui: Qui,
  { appareil, organisme, maintenant, rang }: Prise,
  demi: Demi,
): Promise<FeuilleEmportee> => {
  const { seance, session } = demi
  const { ouvreLe, fermeLe } = fenetreDe(seance)
  const montre = texteDeLaFeuille(demi)
  const feuille = empreinteDuTexte(montre)
  const jeton: JetonDEmport = {
    format: FORMAT_EMPORT,
    organisme: organisme.id,
    appareil: appareil.id,
    seance: seance.id,
    feuille,
    emporteLe: maintenant.toISOString(),
    jusqua: fermeLe.toISOString(),
    rang,
  }
  const texte = canoniser(jeton)
  const garde = await poserEmport(tx, demi, {
    appareil: appareil.id,
    feuille,
    montre,
    le: maintenant,
    jeton: texte,
    signature: keys.sign(Buffer.from(texte)),
  })
  const cases = await lireCases(tx, { session: session.id, seance: seance.id, sansPrive: true })
  const contre = await lireContresignatures(tx, session.id)
  const { commenceLe, finitLe } = tempsDe(seance)
  return {
    session: session.id,
    seance: seance.id,
    organisme: organisme.nom,
    intitule: session.intitule,
    formateur: session.formateur,
    lieu: ouEst(demi),
    jour: formaterDate(seance.date, 'complet'),
    moment: moments[demi.demiJournee] ?? demi.demiJournee,
    creneau: formaterCreneau(seance.debut, seance.fin),
    zone: seance.zone,
    ouvreLe: ouvreLe.toISOString(),
    commenceLe: commenceLe.toISOString(),
    finitLe: finitLe.toISOString(),
    fermeLe: fermeLe.toISOString(),
    feuille,
    jeton: garde.jeton,
    jetonSigne: hexa(garde.signature),
    contresignee: contre.some((c) => c.seance === seance.id && c.par === qui.id),
    cases: cases.map((c) => ({
      inscription: c.inscription,
      prenom: c.personne.prenom,
      nom: c.personne.nom,
      etat: c.presence.etat,
      minutes: c.minutes,
    })),
  }
}

/**
 * Les demi-journées des prochains jours, notées comme emportées par cet appareil. `horloge` : l’heure qu’il dit ; `rang` et `tete` :
 * où en est sa suite. L’échange est gardé : rien de ce que l’appareil rapportera ensuite ne vaudra pour un instant d’avant.
 */
export const emporter = async (
  services: Services,
  qui: Qui,
  e: {
    readonly appareil: string
    readonly horloge: Date
    readonly rang: number
    readonly tete: string | null
  },
): Promise<Result<Emport, Refus>> => {
  const { db, clock } = services
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<Emport, Refus>> => {
    const appareil = await sien(tx, qui, e.appareil)
    if (!appareil) return absent()
    if (appareil.retireLe)
      return refuser('appareil-retire', 'Cet appareil a été retiré : il n’emporte plus rien.')
    const maintenant = clock.now()
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    const organisme = await nomOrganisme(tx)
    const ecartMs = Math.round(e.horloge.getTime() - maintenant.getTime())
    await verrouillerAppareil(tx, appareil.id)
    await poserPassage(tx, appareil.id, { le: maintenant, rang: e.rang, tete: e.tete, ecartMs })
    const ou = await demisATenir(
      tx,
      { compte: qui.id, supplee: qui.supplee === true },
      ajouterJours(jour, -joursEmportes.avant),
      ajouterJours(jour, joursEmportes.apres),
    )
    const feuilles: FeuilleEmportee[] = []
    for (const o of ou) {
      const demi = await lireDemi(tx, o.session, o.seance)
      if (!demi || !auteurDe(qui, demi).ok) continue
      const prise = { appareil, organisme, maintenant, rang: e.rang }
      feuilles.push(await emporterUne(services, tx, qui, prise, demi))
    }
    await noterVu(tx, appareil.id, maintenant, ecartMs)
    return ok({
      maintenant: maintenant.toISOString(),
      appareil: { id: appareil.id, nom: appareil.nom },
      motifs: codesAbsence.map((code) => ({ code, mot: motifsAbsence[code].mot })),
      feuilles,
    })
  })
  return rendu ?? absent()
}
