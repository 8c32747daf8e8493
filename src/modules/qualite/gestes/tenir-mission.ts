/** Le rôle de l’auditeur, confié du dehors : le proposer, y répondre, le quitter, le retirer, écrire une fiche. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import {
  constaterMission,
  type lirePointDeMission,
  type MissionRecue,
  missionsDeLAudit,
  pairsPossibles,
  proposerMission,
  repondreMission,
  retirerMission,
} from '../db/missions.ts'
import type { Fiche } from '../domain/audit-blanc.ts'
import { refusDeMission } from '../domain/mission.ts'
import { jugerFiche } from './juger-audit.ts'

const noter = async (
  tx: TenantTx,
  visiteur: Visiteur,
  g: {
    readonly geste: string
    readonly phrase: string
    readonly objet: { readonly genre: string; readonly id: string }
    readonly details?: Readonly<Record<string, string>>
  },
  le: Date,
): Promise<void> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne) await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'qualite', ...g })
}
const mission = (id: string) => ({ genre: 'mission-audit', id })
const audit = (id: string) => ({ genre: 'audit', id })

export type RoleAConfier = {
  readonly id: string
  readonly audit: string
  readonly genre: 'pair' | 'externe'
  /** La coopérative du pair. */
  readonly pair: string | undefined
  readonly nom: string
  readonly finalite: string
  readonly expireLe: DateCivile
  /** Celui du lien, pour qui vient du dehors ; la base n’en garde que l’empreinte. */
  readonly jeton: string
}

/** Un refus nomme les champs à reprendre. */
export const confierLeRole = async (
  tx: TenantTx,
  visiteur: Visiteur,
  r: RoleAConfier,
  jour: DateCivile,
  le: Date,
): Promise<Result<void, Readonly<Partial<Record<'pair' | 'nom' | 'expireLe', string>>>>> => {
  const fautes = refusDeMission(r, jour)
  if (fautes) return ko(fautes)
  const pair = r.genre === 'pair' ? r.pair : undefined
  const nomDuPair = (await pairsPossibles(tx)).find((p) => p.organisme === pair)?.nom
  const fait = await proposerMission(tx, {
    id: r.id,
    audit: r.audit,
    ...(pair === undefined ? { jeton: tokenDigest(r.jeton) } : { pair }),
    nom: pair === undefined ? r.nom : (nomDuPair ?? 'Pair'),
    finalite: r.finalite,
    expireLe: r.expireLe,
    le,
  })
  if (!fait)
    return ko({
      [pair === undefined ? 'expireLe' : 'pair']:
        'Ce rôle ne se confie pas ainsi : la coopérative est d’un de vos pôles, le terme à un an au plus, vingt accès par audit.',
    })
  await noter(
    tx,
    visiteur,
    {
      geste: 'confier-audit',
      objet: audit(r.audit),
      phrase: `Le rôle de l’auditeur est confié ${pair === undefined ? 'par un lien' : 'à un pair'}, jusqu’au ${formaterDate(r.expireLe, 'court')}.`,
      details: { genre: r.genre, finalite: r.finalite },
    },
    le,
  )
  return ok(undefined)
}

/** Faux : ce n’est pas un accès de cet audit. */
export const retirerLAcces = async (
  tx: TenantTx,
  visiteur: Visiteur,
  a: { readonly audit: string; readonly mission: string },
  le: Date,
): Promise<boolean> => {
  const siennes = await missionsDeLAudit(tx, a.audit)
  if (!visiteur.organisme || !siennes.some((m) => m.id === a.mission)) return false
  if (await retirerMission(tx, visiteur.organisme.id, a.mission, le))
    await noter(
      tx,
      visiteur,
      {
        geste: 'retirer-audit',
        objet: audit(a.audit),
        phrase: 'Un accès du dehors à un audit blanc est retiré.',
      },
      le,
    )
  return true
}

export const quitterLAudit = async (
  tx: TenantTx,
  visiteur: Visiteur,
  m: MissionRecue,
  le: Date,
): Promise<void> => {
  if (await retirerMission(tx, m.organismeId, m.id, le))
    await noter(
      tx,
      visiteur,
      {
        geste: 'quitter-audit',
        objet: mission(m.id),
        phrase: 'Nous ne tenons plus l’audit d’une autre coopérative.',
      },
      le,
    )
}

/** Accepter engage : la case est cochée. */
export const repondreALaMission = async (
  tx: TenantTx,
  visiteur: Visiteur,
  m: MissionRecue,
  dit: { readonly oui: boolean; readonly engagement: boolean },
  le: Date,
): Promise<Result<void, Refus<'engagement' | 'repondue'>>> => {
  if (dit.oui && !dit.engagement) return refuser('engagement', 'Cochez votre engagement pour accepter.')
  if (!(await repondreMission(tx, m.organismeId, m.id, dit.oui, le)))
    return refuser('repondue', 'Cette demande n’attend plus de réponse.')
  await noter(
    tx,
    visiteur,
    {
      geste: dit.oui ? 'accepter-audit' : 'refuser-audit',
      objet: mission(m.id),
      phrase: dit.oui
        ? 'Nous tenons le rôle de l’auditeur pour une autre coopérative.'
        : 'Nous ne tiendrons pas l’audit d’une autre coopérative.',
    },
    le,
  )
  return ok(undefined)
}

/** `conclu` : l’audit l’est. La fiche s’écrit sans relire l’échantillon. */
export const ecrireLaFiche = async (
  tx: TenantTx,
  visiteur: Visiteur,
  m: MissionRecue,
  point: NonNullable<Awaited<ReturnType<typeof lirePointDeMission>>>,
  fiche: Fiche,
  le: Date,
): Promise<Result<void, Refus>> => {
  const jugee = jugerFiche([point], fiche)
  if (!jugee.ok) return jugee
  if (!(await constaterMission(tx, { organisme: m.organismeId, mission: m.id }, fiche, le)))
    return refuser(
      'perime',
      point.conclu
        ? 'L’audit est conclu : ses fiches ne changent plus.'
        : 'Quelqu’un vient de réviser cette fiche : relisez-la avant d’écrire.',
    )
  await noter(
    tx,
    visiteur,
    {
      geste: 'conclure-point',
      objet: mission(m.id),
      phrase: 'Une fiche est écrite à l’audit d’une autre coopérative.',
    },
    le,
  )
  return ok(undefined)
}
