/** Une procédure disciplinaire : l’ouvrir, la lire, en écrire la suite. Ce qu’elle reproche est chiffré, et chaque lecture se consigne. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { insererEtape, insererProcedure } from '../db/stagiaires.ecritures.ts'
import type { ProcedureLue } from '../db/stagiaires.ts'
import { acteDe } from '../documents/acte.ts'
import {
  etapes,
  type GenreEtape,
  type Remise,
  refusDeRedaction,
  type Sanction,
  sanctions,
  verifierEtape,
} from '../domain/discipline.ts'
import { emettreActe } from './emettre-acte.ts'

type Cles = Pick<Services, 'keys'>
const usage = 'stagiaires.griefs'
const chiffrer = ({ keys }: Cles, id: string, clair: string) =>
  keys.encrypt(usage, id, Buffer.from(clair, 'utf8'))

/** « effacé » : la clé de la personne n’est plus. */
export const enClairOuEfface = ({ keys }: Cles, id: string, octets: Uint8Array): string => {
  const clair = keys.decrypt(usage, id, octets)
  return clair ? Buffer.from(clair).toString('utf8') : 'effacé'
}

/** Un double envoi retrouve la sienne. */
export const ouvrirProcedure = async (
  cles: Cles,
  tx: TenantTx,
  s: SessionLue,
  p: {
    readonly id: string
    readonly inscription: string
    readonly griefs: string
    readonly presence: boolean
    readonly conservatoire: boolean
  },
  le: Date,
): Promise<Result<void, Refus>> => {
  const inscrit = (await listerInscrits(tx, s.id)).find((g) => g.id === p.inscription)
  if (!inscrit) return refuser('inscription', 'Choisissez un stagiaire de cette session.')
  const neuve = await insererProcedure(
    tx,
    {
      ...p,
      activite: inscrit.activite,
      session: s.id,
      inscription: inscrit.id,
      ouverteLe: jourLocal(le, s.zone),
      griefs: chiffrer(cles, p.id, p.griefs),
    },
    le,
  )
  if (neuve)
    await consigner(tx, {
      activite: inscrit.activite,
      faitLe: le,
      module: 'stagiaires',
      geste: 'ouvrir-procedure',
      objet: { genre: 'session', id: s.id },
      phrase: `Une procédure disciplinaire s’ouvre dans {session:${s.id}}.`,
    })
  return ok(undefined)
}

export const consignerLecture = async (
  tx: TenantTx,
  s: SessionLue,
  p: ProcedureLue,
  le: Date,
): Promise<void> => {
  await consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'stagiaires',
    geste: 'lire-procedure',
    objet: { genre: 'session', id: s.id },
    phrase: `Une procédure disciplinaire de {session:${s.id}} est lue.`,
    details: { sensible: true, procedure: p.id },
  })
}

export type EtapeSaisie = {
  readonly genre: GenreEtape
  readonly le: DateCivile
  readonly entretienLe: DateCivile | null
  /** En minutes depuis minuit. */
  readonly entretienHeure: number | null
  readonly lieu: string
  readonly remise: Remise | null
  readonly sanction: Sanction | null
  readonly jours: number | null
  readonly texte: string
}

/** Ce qui n’est pas de l’étape s’oublie : un entretien hors d’une convocation, une sanction hors d’une décision. */
const deSonGenre = (e: EtapeSaisie): EtapeSaisie => {
  const convoque = e.genre === 'convocation'
  const sanction = e.genre === 'sanction' ? e.sanction : null
  return {
    ...e,
    entretienLe: convoque ? e.entretienLe : null,
    entretienHeure: convoque ? e.entretienHeure : null,
    lieu: convoque ? e.lieu : '',
    remise: convoque ? e.remise : null,
    sanction,
    jours: sanction === 'exclusion-temporaire' ? e.jours : null,
  }
}

/** Rend le numéro de la pièce émise, s’il y en a une. `suite` et `acte` : rien à corriger dans le formulaire. */
export const ecrireLaSuite = async (
  services: Services,
  tx: TenantTx,
  s: SessionLue,
  p: ProcedureLue,
  saisie: EtapeSaisie,
  le: Date,
): Promise<Result<{ readonly numero: string | undefined }, Refus>> => {
  const e = deSonGenre(saisie)
  const juge = verifierEtape(p, e, jourLocal(le, s.zone))
  if (!juge.ok) return juge
  const gene = refusDeRedaction({ ...e, heure: e.entretienHeure })
  if (gene) return ko(gene)
  const voulu = acteDe(p, enClairOuEfface(services, p.id, p.griefs), {
    genre: e.genre,
    le: e.le,
    entretienLe: e.entretienLe,
    heure: e.entretienHeure ?? 0,
    lieu: e.lieu,
    sanction: e.sanction ? `${sanctions[e.sanction].nom}${e.jours ? ` de ${e.jours} jours` : ''}` : '',
    motifs: e.texte,
  })
  const acte = voulu && (await emettreActe(services, tx, s, voulu, le))
  if (acte && !acte.ok) return refuser('acte', acte.error.phrase)
  const id = newId(le)
  await insererEtape(
    tx,
    p,
    {
      id,
      genre: e.genre,
      le: e.le,
      entretienLe: e.entretienLe,
      entretienMinutes: e.entretienHeure,
      lieu: e.lieu,
      remise: e.remise,
      sanction: e.sanction,
      jours: e.jours,
      piece: acte?.value.id ?? null,
      texte: e.texte ? chiffrer(services, id, e.texte) : null,
    },
    le,
  )
  await consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'stagiaires',
    geste: 'suivre-procedure',
    objet: { genre: 'session', id: s.id },
    phrase: `Une procédure disciplinaire avance dans {session:${s.id}} : ${etapes[e.genre].nom}.`,
  })
  return ok({ numero: acte?.value.numero })
}
