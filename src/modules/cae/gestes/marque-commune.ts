/** Une marque commune : les parts que ses enseignes accordent, et ce qu’elle a reçu, réparti en autant de bons. */
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { derive, type TenantTx, toutOuRien } from '#platform/db/index.ts'
import { cadresEnVigueur, lireMission } from '../db/missions.ts'
import type { Part } from '../domain/activite-commune.ts'
import {
  direBonParti,
  direPartProposee,
  type MissionId,
  memeBon,
  memePart,
  pourCent,
} from '../domain/missions.ts'
import { dejaFait, faireNaitre, menerMission } from './missions.ts'

/**
 * Reventile ce qu’une activité collective a reçu : un bon par membre, à la part que dit son cadre. L’accord est celui du cadre ; chaque
 * membre confirme le sien. Les centimes qu’un arrondi laisse restent à l’activité collective.
 */
export const reventiler = async (
  tx: TenantTx,
  collective: ActiviteId,
  v: {
    readonly objet: string
    readonly base: number
    readonly minutes: number
    readonly jour: DateCivile
    readonly session: Id<'Session'> | null
    /** Le jeton du formulaire : un double envoi retombe sur les mêmes bons. */
    readonly jeton: string
  },
  le: Date,
): Promise<Result<readonly MissionId[], Refus>> => {
  const cadres = (await cadresEnVigueur(tx, le)).filter(
    (c) =>
      c.acheteuse === collective &&
      c.cle === 'pourcent' &&
      c.du <= v.jour &&
      (c.au === null || c.au >= v.jour),
  )
  if (cadres.length === 0)
    return refuser(
      'cadre',
      'Aucun membre n’a convenu d’une part avec cette enseigne : proposez-lui d’abord un cadre.',
    )
  if (cadres.reduce((t, c) => t + (c.taux ?? 0), 0) > 10_000)
    return refuser('parts', 'Les parts convenues dépassent le tout : revoyez les cadres avant de répartir.')
  return toutOuRien(tx, async () => {
    const ids: MissionId[] = []
    for (const c of cadres) {
      const id = derive<'Mission'>(v.jeton, c.id, 0)
      const nee = await faireNaitre(
        tx,
        {
          id,
          genre: 'mission',
          acheteuse: collective,
          vendeuse: c.vendeuse,
          cote: 'acheteuse',
          objet: v.objet,
          session: v.session,
          cadre: c.id,
          cle: c.cle,
          tarif: null,
          taux: c.taux,
          du: v.jour,
          au: v.jour,
        },
        le,
      )
      if (!nee.ok) return nee
      const bon = await lireMission(tx, id, le)
      if (!bon) return dejaFait()
      ids.push(id)
      // Rien n’est né : rien ne se constate non plus, ni d’un bon contesté, ni d’un bon annulé depuis.
      if (!nee.value) {
        if (memeBon(bon, v)) continue
        return refuser('deja', direBonParti(bon))
      }
      const constat = await menerMission(tx, bon, 'constatee', le, {
        constat: { minutes: v.minutes, demiJournees: null, base: v.base, cote: 'acheteuse' },
      })
      if (!constat.ok)
        return constat.error.code === 'mission_constat'
          ? refuser(
              'base',
              `À ${pourCent(c.taux ?? 0)}, ce qui va à ${c.nomVendeuse} s’arrondit à zéro : écrivez un montant plus grand.`,
            )
          : constat
    }
    return ok(ids)
  })
}

/** La part que ce formulaire propose à cette enseigne : un double envoi retombe sur elle. */
export const idDePart = (jeton: string, activite: ActiviteId): MissionId =>
  derive<'Mission'>(jeton, activite, 0)

/** Propose une activité commune : un cadre par enseigne, à sa part. Toutes les parts, ou aucune ; chaque enseigne accorde la sienne. */
export const proposerActiviteCommune = (
  tx: TenantTx,
  collective: ActiviteId,
  c: {
    readonly objet: string
    readonly parts: readonly Part[]
    readonly du: DateCivile
    readonly au: DateCivile | null
    /** Le jeton du formulaire : un double envoi retombe sur les mêmes parts. */
    readonly jeton: string
  },
  le: Date,
): Promise<Result<number, Refus>> =>
  toutOuRien(tx, async () => {
    for (const { activite, taux } of c.parts) {
      const id = idDePart(c.jeton, activite)
      const nee = await faireNaitre(
        tx,
        {
          id,
          genre: 'cadre',
          acheteuse: collective,
          vendeuse: activite,
          cote: 'acheteuse',
          objet: c.objet,
          cle: 'pourcent',
          tarif: null,
          taux,
          du: c.du,
          au: c.au,
        },
        le,
      )
      if (!nee.ok) return nee
      if (nee.value) continue
      const part = await lireMission(tx, id, le)
      if (!part) return dejaFait()
      if (!memePart(part, { ...c, taux })) return refuser('deja', direPartProposee(part))
    }
    return ok(c.parts.length)
  })
