import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { ajouterMission, avancerMission, type MissionDemandee, type Pas } from '../db/missions.ecritures.ts'
import { lireMission, rectificationsDe } from '../db/missions.ts'
import {
  autreCote,
  type Constat,
  type Cote,
  type EtatMission,
  type MissionId,
  type MissionLue,
  resteACorriger,
} from '../domain/missions.ts'

export const dejaFait = () =>
  refuser('deja', 'Quelqu’un vient de changer cette mission : relisez-la avant de continuer.')

/** Ce qui se fait d’une mission se lit au journal de l’enseigne de qui le fait. */
const consignerMission = async (
  tx: TenantTx,
  m: Pick<MissionLue, 'id' | 'acheteuse' | 'vendeuse'>,
  cote: Cote,
  [geste, phrase]: readonly [string, string],
  le: Date,
) =>
  consigner(tx, {
    activite: cote === 'acheteuse' ? m.acheteuse : m.vendeuse,
    faitLe: le,
    module: 'cae',
    geste,
    objet: { genre: 'mission', id: m.id },
    phrase,
  })

/** Vrai : elle naît. Faux : un double envoi, elle est née du premier. */
export const faireNaitre = async (
  tx: TenantTx,
  m: MissionDemandee,
  le: Date,
): Promise<Result<boolean, Refus>> => {
  if (m.acheteuse === m.vendeuse)
    return refuser('enseigne', 'Une mission se demande à une autre enseigne que la sienne.')
  if (m.au !== null && m.au < m.du) return refuser('au', 'Le dernier jour vient avant le premier.')
  const nee = await ajouterMission(tx, m, le)
  if (nee.ok && nee.value)
    await consignerMission(
      tx,
      m,
      m.cote,
      m.genre === 'rectification'
        ? ['demander-rectification', 'Une rectification de mission est demandée.']
        : ['demander-mission', 'Une mission entre enseignes est demandée.'],
      le,
    )
  return nee
}

/** Demande une mission, ou propose un cadre ; sous un cadre en vigueur, l’accord est déjà donné. */
export const demanderMission = async (
  tx: TenantTx,
  m: MissionDemandee,
  le: Date,
): Promise<Result<MissionId, Refus>> => {
  const nee = await faireNaitre(tx, m, le)
  return nee.ok ? ok(m.id) : nee
}

const gestes: Partial<Record<EtatMission, readonly [string, string]>> = {
  accordee: ['accorder-mission', 'Une mission entre enseignes est accordée.'],
  refusee: ['refuser-mission', 'Une mission entre enseignes est refusée.'],
  retiree: ['retirer-mission', 'Une demande de mission entre enseignes est retirée.'],
  annulee: ['annuler-mission', 'Une mission entre enseignes est annulée.'],
  constatee: ['constater-mission', 'Une mission entre enseignes est constatée.'],
  confirmee: [
    'confirmer-mission',
    'Une mission entre enseignes est confirmée : ses deux écritures comptent.',
  ],
}
const contestee = ['contester-constat', 'Le constat d’une mission entre enseignes est contesté.'] as const

type AvecQuoi = Pick<Pas, 'motif' | 'intervenant' | 'constat'>

/** La mission est déjà où ce geste la mène, avec les mêmes mots : un double envoi l’y a mise. Accordée, une rectification est confirmée. */
const dejaMenee = (m: MissionLue, vers: EtatMission, { motif, intervenant, constat }: AvecQuoi): boolean =>
  m.etat === (m.genre === 'rectification' && vers === 'accordee' ? 'confirmee' : vers) &&
  !intervenant &&
  (motif === undefined || motif === m.motif) &&
  (constat === undefined ||
    (constat.minutes === m.minutes && constat.demiJournees === m.demiJournees && constat.base === m.base))

/** Mène une mission à un autre état ; la base dit qui le peut, et ce qu’il y faut. Un double envoi n’écrit qu’une fois. */
export const menerMission = async (
  tx: TenantTx,
  m: MissionLue,
  vers: EtatMission,
  le: Date,
  suite: AvecQuoi = {},
): Promise<Result<EtatMission, Refus>> => {
  if (dejaMenee(m, vers, suite)) return ok(vers)
  const fait = await avancerMission(tx, m.id, { de: m.etat, vers, le, ...suite })
  if (!fait.ok) return fait
  if (!fait.value) {
    const depuis = await lireMission(tx, m.id, le)
    return depuis && dejaMenee(depuis, vers, suite) ? ok(vers) : dejaFait()
  }
  const [premier = 'acheteuse'] = m.miens
  const cote =
    m.miens.length < 2 ? premier : m.etat === 'demandee' && vers !== 'retiree' ? autreCote(m.cote) : m.cote
  await consignerMission(
    tx,
    m,
    cote,
    m.etat === 'constatee' && vers === 'accordee' ? contestee : (gestes[vers] ?? contestee),
    le,
  )
  return ok(vers)
}

/** Constate ce qui a été tenu : les heures, et ce que la clé demande. Qui tient les deux enseignes constate pour celle qui demande. */
export const constaterMission = (
  tx: TenantTx,
  m: MissionLue,
  c: Constat,
  le: Date,
): Promise<Result<EtatMission, Refus>> => {
  if (m.cle === 'jours' && c.demiJournees === null)
    return Promise.resolve(refuser('demi-journees', 'Dites combien de demi-journées ont été tenues.'))
  if (m.cle === 'pourcent' && c.base === null)
    return Promise.resolve(refuser('base', 'Dites le montant dont on prend une part.'))
  const constat = {
    minutes: c.minutes,
    demiJournees: m.cle === 'jours' ? c.demiJournees : null,
    base: m.cle === 'pourcent' ? c.base : null,
    cote: m.miens[0] ?? 'acheteuse',
  }
  return menerMission(tx, m, 'constatee', le, { constat })
}

/** Rend tout ou partie d’un bon confirmé : un bon à rebours, que l’autre enseigne accorde. */
export const rectifierMission = async (
  tx: TenantTx,
  visiteur: Visiteur,
  m: MissionLue,
  voulu: { readonly montant: number; readonly motif: string; readonly id: MissionId },
  le: Date,
): Promise<Result<MissionId, Refus>> => {
  const reste = resteACorriger(m.montant ?? 0, await rectificationsDe(tx, m.id))
  if (voulu.montant > reste)
    return refuser(
      'reste',
      `Il reste ${formaterMontant(centimes(reste))} à corriger sur ce bon : ne rendez pas davantage.`,
    )
  if (voulu.motif.trim().length < 3)
    return refuser('motif', 'Dites pourquoi : l’autre enseigne lira votre phrase.')
  const enseigne = await enseigneParDefaut(tx, visiteur)
  // À rebours : celle qui avait reçu rend, celle qui avait donné reçoit.
  const cote: Cote =
    m.miens.length === 2
      ? enseigne?.id === m.vendeuse
        ? 'acheteuse'
        : 'vendeuse'
      : autreCote(m.miens[0] ?? 'acheteuse')
  return demanderMission(
    tx,
    {
      id: voulu.id,
      genre: 'rectification',
      acheteuse: m.vendeuse,
      vendeuse: m.acheteuse,
      cote,
      objet: m.objet,
      corrige: m.id,
      cle: 'forfait',
      tarif: voulu.montant,
      taux: null,
      du: m.du,
      au: m.au,
      motif: voulu.motif.trim(),
    },
    le,
  )
}
