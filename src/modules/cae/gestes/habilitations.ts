import { formaterDate } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, enseigneParDefaut } from '#modules/organisme/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { type TenantTx, toutOuRien } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import {
  abandonnerParcours,
  ajouterAvis,
  ajouterDerogation,
  ajouterEtape,
  deciderParcours,
  nommerMembre,
  ouvrirParcours,
  poserComite,
  prolongerHabilitation,
  retirerMembre,
  suspendreHabilitation,
} from '../db/habilitations.ecritures.ts'
import { lireComite, listerHabilitations } from '../db/habilitations.ts'
import {
  type Avis,
  type Comite,
  dejaHabilite,
  type EtapeLue,
  type HabilitationLue,
  type MembreDuComite,
  type ParcoursLu,
  refusDuComite,
} from '../domain/habilitations.ts'
import { tenusTelsQuels } from './tenus.ts'

type Fait<T = undefined> = Promise<Result<T, Refus>>
type Ou = { readonly id: string; readonly activite: ParcoursLu['activite'] }

const noter = (tx: TenantTx, ou: Ou, geste: string, phrase: string, le: Date, genre = 'parcours') =>
  consigner(tx, {
    activite: ou.activite,
    faitLe: le,
    module: 'cae',
    geste,
    objet: { genre, id: ou.id },
    phrase,
  })

/** Le journal d’une enseigne n’est qu’à elle : ce que fait un membre du comité venu d’ailleurs se note dans la sienne. */
const noterChezSoi = async (
  tx: TenantTx,
  visiteur: Visiteur,
  id: string,
  geste: string,
  phrase: string,
  le: Date,
  genre = 'parcours',
) => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne) await noter(tx, { id, activite: enseigne.id }, geste, phrase, le, genre)
}

/** Un membre ouvre les dossiers qu’il juge : un de ses rôles le permet. */
export const peutSieger = (roles: readonly string[]): boolean =>
  roles.some((r) => Object.hasOwn(droits['habilitations.suivre'].par, r))

/** Ouvre un parcours : la personne, ce qu’elle demande, pourquoi. */
export const demanderHabilitation = async (
  tx: TenantTx,
  p: Parameters<typeof ouvrirParcours>[1],
  le: Date,
): Fait<ParcoursLu['id']> => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const tenue = dejaHabilite(await listerHabilitations(tx, p.personne), p, jour)
  if (tenue)
    return refuser(
      'deja',
      `Cette habilitation est en vigueur jusqu’à sa revue, le ${formaterDate(tenue.au)}\u00a0: la revue annuelle la prolonge.`,
    )
  if (!(await ouvrirParcours(tx, p, le)))
    return refuser('deja', 'Cette demande est déjà ouverte pour cette personne : suivez son parcours.')
  await noter(tx, p, 'demander-habilitation', 'Une habilitation à former est demandée.', le)
  return ok(p.id)
}

export const abandonner = async (tx: TenantTx, p: ParcoursLu, le: Date): Fait => {
  if (!(await abandonnerParcours(tx, p.id))) return ko(refusDuComite('decide'))
  await noter(tx, p, 'abandonner-habilitation', 'Une demande d’habilitation est abandonnée.', le)
  return ok(undefined)
}

/** Note une étape du parcours, à sa date. Abandonné ou refusé, il n’en reçoit plus. */
export const noterEtape = async (
  tx: TenantTx,
  p: ParcoursLu,
  e: EtapeLue,
  etape: Id<'Etape'>,
  le: Date,
): Fait => {
  if (p.etat !== 'ouvert' && p.etat !== 'habilite') return ko(refusDuComite('decide'))
  if (await ajouterEtape(tx, p, etape, e))
    await noter(tx, p, 'noter-etape', 'Une étape d’un parcours d’habilitation est notée.', le)
  return ok(undefined)
}

/** Se prononce sur un dossier, ou se retire ; une fois, et jamais sur le sien. */
export const sePrononcer = async (
  tx: TenantTx,
  visiteur: Visiteur,
  p: ParcoursLu,
  { avis, motif }: { readonly avis: Avis; readonly motif: string },
  le: Date,
): Fait => {
  if (p.permis !== 'permis' && !(p.permis === 'conflit' && avis === 'se-retire'))
    return ko(refusDuComite(p.permis))
  const dit = await ajouterAvis(tx, p.id, avis, motif, le)
  if (dit !== 'fait') return ko(refusDuComite(dit))
  await noterChezSoi(
    tx,
    visiteur,
    p.id,
    'donner-avis',
    `{personne:${visiteur.personneId}} s’est prononcé·e sur un dossier d’habilitation.`,
    le,
  )
  return ok(undefined)
}

/** Clôt un dossier par la décision du comité ; habilitée, la personne l’est de ce jour à sa revue. */
export const decider = async (
  tx: TenantTx,
  visiteur: Visiteur,
  p: ParcoursLu,
  d: { readonly decision: string; readonly conditions: string },
  le: Date,
): Fait<'habilite' | 'refuse'> => {
  const dit = await deciderParcours(tx, p.id, d.decision, d.conditions, le)
  if (dit !== 'habilite' && dit !== 'refuse') return ko(refusDuComite(dit))
  await noterChezSoi(
    tx,
    visiteur,
    p.id,
    'decider-habilitation',
    'Le comité a décidé d’un dossier d’habilitation.',
    le,
  )
  return ok(dit)
}

/** La revue annuelle : elle se note au dossier, et prolonge l’habilitation telle qu’elle est. Les deux, ou rien. */
export const revoir = (
  tx: TenantTx,
  h: HabilitationLue | undefined,
  revue: Omit<EtapeLue, 'genre'>,
  id: Id<'Etape'>,
  le: Date,
): Fait =>
  toutOuRien(tx, async () => {
    if (!h) return refuser('introuvable', 'Cette personne n’est pas habilitée.')
    // Un double envoi : elle est déjà notée, et l’habilitation prolongée.
    if (!(await ajouterEtape(tx, { id: h.parcours, activite: h.activite }, id, { ...revue, genre: 'revue' })))
      return ok(undefined)
    const dit = await prolongerHabilitation(tx, h.id, le)
    if (dit !== 'prolongee') return ko(refusDuComite(dit))
    await noter(
      tx,
      { id: h.id, activite: h.activite },
      'prolonger-habilitation',
      'La revue annuelle d’une habilitation est faite : elle est prolongée.',
      le,
      'habilitation',
    )
    return ok(undefined)
  })

/** Suspend une habilitation (pièce manquante, réclamation grave) ; elle ne vaut plus dès maintenant. Sans motif, la rend. */
export const suspendre = async (
  tx: TenantTx,
  visiteur: Visiteur,
  h: HabilitationLue,
  motif: string | null,
  le: Date,
): Fait => {
  const fait = await suspendreHabilitation(
    tx,
    h.id,
    motif === null ? null : { par: visiteur.personneId, le, motif },
  )
  if (!fait) return refuser('deja', 'C’est déjà fait : relisez la liste.')
  await noter(
    tx,
    { id: h.id, activite: h.activite },
    motif === null ? 'rendre-habilitation' : 'suspendre-habilitation',
    motif === null ? 'Une habilitation suspendue est rendue.' : 'Une habilitation à former est suspendue.',
    le,
    'habilitation',
  )
  return ok(undefined)
}

/** Rend une habilitation suspendue. Échue depuis, elle ne vaudrait pas : la personne en demande une autre. */
export const rendre = async (tx: TenantTx, visiteur: Visiteur, h: HabilitationLue, le: Date): Fait =>
  h.au < jourLocal(le, ZONE_PAR_DEFAUT) ? ko(refusDuComite('echue')) : suspendre(tx, visiteur, h, null, le)

/** Règle le comité : son quorum, le délai d’une revue, et depuis quand une session attend des gens habilités. */
export const reglerComite = async (
  tx: TenantTx,
  visiteur: Visiteur,
  c: Omit<Comite, 'version'>,
  version: number,
  le: Date,
): Fait => {
  if (!(await poserComite(tx, c, version, visiteur.personneId, le)))
    return tenusTelsQuels(c, await lireComite(tx))
      ? ok(undefined)
      : refuser('perime', 'Quelqu’un vient de changer ces réglages : relisez-les avant de continuer.')
  await noterChezSoi(
    tx,
    visiteur,
    visiteur.personneId,
    'regler-comite',
    'Le comité des habilitations est réglé.',
    le,
    'compte',
  )
  return ok(undefined)
}

export const nommer = async (
  tx: TenantTx,
  visiteur: Visiteur,
  m: Pick<MembreDuComite, 'compte' | 'du'>,
  le: Date,
): Fait => {
  if (!(await nommerMembre(tx, m.compte, m.du)))
    return refuser('deja', 'Cette personne siège déjà au comité.')
  await noterChezSoi(
    tx,
    visiteur,
    m.compte,
    'nommer-au-comite',
    `{personne:${m.compte}} siège au comité des habilitations.`,
    le,
    'compte',
  )
  return ok(undefined)
}

export const retirer = async (
  tx: TenantTx,
  visiteur: Visiteur,
  compte: MembreDuComite['compte'],
  jour: string,
  le: Date,
): Fait => {
  if (!(await retirerMembre(tx, compte, jour))) return refuser('deja', 'Cette personne ne siège plus.')
  await noterChezSoi(
    tx,
    visiteur,
    compte,
    'retirer-du-comite',
    `{personne:${compte}} quitte le comité des habilitations.`,
    le,
    'compte',
  )
  return ok(undefined)
}

/** Permet une session malgré une habilitation qui manque, et dit pourquoi. */
export const deroger = async (
  tx: TenantTx,
  s: { readonly id: SessionId; readonly activite: ParcoursLu['activite'] },
  personne: TiersId,
  motif: string,
  le: Date,
): Fait => {
  if (!(await ajouterDerogation(tx, { activite: s.activite, session: s.id, personne, motif })))
    return refuser('deja', 'Cette dérogation est déjà donnée.')
  await noter(
    tx,
    s,
    'deroger-habilitation',
    'Une dérogation d’habilitation est donnée pour cette session.',
    le,
    'session',
  )
  return ok(undefined)
}
