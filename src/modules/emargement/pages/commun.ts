import type { Context } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { heureLocale } from '#kernel/zones.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Env, Visiteur } from '#web/env.ts'
import type { Case } from '../db/lectures.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import type { Demi, SessionId } from '../usecases/ports.ts'

const moments: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

export const momentDe = (demi: Demi): string => moments[demi.demiJournee] ?? demi.demiJournee
/** En tête d’un titre. */
export const capitale = (texte: string): string => `${texte.slice(0, 1).toUpperCase()}${texte.slice(1)}`
/** « mardi 24 novembre 2026, matin ». */
export const nommer = (demi: Demi): string =>
  `${formaterDate(demi.seance.date, 'complet')}, ${momentDe(demi)}`
/** L’heure de la salle : la seule que la feuille connaisse. */
export const heureEn = (demi: Demi, le: Date): string =>
  formaterHeure(heureLocale(le, demi.seance.zone).minute)
export const fermeture = (demi: Demi): string => heureEn(demi, fenetreDe(demi.seance).fermeLe)

export type EtatDeCase = {
  readonly etat: 'prouve' | 'manquant' | 'a-venir' | 'a-juger' | 'partiel'
  readonly mot: string
}

/** L’état d’une case à cet instant : une forme et un mot. */
export const etatDe = (demi: Demi, c: Case, maintenant: Date): EtatDeCase => {
  if (c.presence.etat === 'signee')
    return c.regularisee
      ? { etat: 'partiel', mot: `régularisée, ${heureEn(demi, c.presence.signeeLe)}` }
      : { etat: 'prouve', mot: heureEn(demi, c.presence.signeeLe) }
  if (c.presence.etat === 'absente')
    return { etat: 'a-juger', mot: c.justifiee ? 'absence, justificatif remis' : 'absence' }
  const { ouvreLe, fermeLe } = fenetreDe(demi.seance)
  if (maintenant < ouvreLe) return { etat: 'a-venir', mot: `dès ${formaterHeure(demi.seance.debut)}` }
  return { etat: 'manquant', mot: maintenant <= fermeLe ? 'à signer' : 'non signée' }
}

/** Rôles qui tiennent la feuille. La session ne porte pas encore le compte de qui l’anime : `droits.ts` dira « sienne » alors. */
const tiennentLaFeuille = new Set([
  'formateur',
  'responsable',
  'responsable-pedagogique',
  'assistant',
  'equipe-appui',
])
const emettent = new Set(['responsable', 'responsable-pedagogique', 'assistant', 'equipe-appui'])

const tient = (v: Visiteur, roles: ReadonlySet<string>) => !v.assistance && v.roles.some((r) => roles.has(r))
export const peutTenirLaFeuille = (v: Visiteur): boolean => tient(v, tiennentLaFeuille)
export const peutEmettre = (v: Visiteur): boolean => tient(v, emettent)

export type Connecte = { readonly acces: Acces; readonly id: PersonneId; readonly nom: string }

/** Le visiteur d’un organisme, et les identifiants de l’adresse ; rien si l’un ou l’autre manque. */
export const contexteDe = (
  c: Context<Env>,
):
  | {
      readonly visiteur: Visiteur
      readonly qui: Connecte
      readonly session: SessionId
      readonly seance: SeanceId | undefined
    }
  | undefined => {
  const visiteur = c.get('visiteur')
  const session = asId<'Session'>(c.req.param('session') ?? '')
  if (!visiteur?.organisme || !session) return undefined
  return {
    visiteur,
    qui: { acces: visiteur.acces, id: visiteur.personneId, nom: visiteur.nom },
    session,
    seance: asId<'Seance'>(c.req.param('seance') ?? ''),
  }
}

export const inscriptionDe = (texte: string): InscriptionId | undefined => asId<'Inscription'>(texte)
/** L’agent annoncé, borné : un texte du dehors, gardé dans la part privée. */
export const agentDe = (c: Context<Env>): string => (c.req.header('user-agent') ?? '').slice(0, 300)
