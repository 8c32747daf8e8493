/** Armer une étape, la désarmer, arrêter des envois, les reprendre. Ce qui part seul se demande en toutes lettres. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { leverArret, poserArret } from '../db/arrets.ecritures.ts'
import { armer, armerPartout, desarmer } from '../db/reglages.ecritures.ts'
import { type EtapeReglee, empreinteDe } from '../db/reglages.ts'
import { consignerDansLaSession, consignerReglage } from './consigner.ts'

type Fait = { readonly fort: string; readonly suite: string }
const fait = (fort: string, suite: string): Fait => ({ fort, suite })
const partSeule = 'Elle partira seule à son jour, une fois par personne.'

const tenir = async (
  tx: TenantTx,
  session: SessionLue,
  e: EtapeReglee,
  g: { readonly geste: string | undefined; readonly vu: string | undefined; readonly motif: string },
  regle: boolean,
  le: Date,
): Promise<Result<Fait & { readonly geste: string }, Refus<'toutes' | 'geste' | 'change'>>> => {
  const vise = { session: session.id, code: e.code, personne: null }
  const dit = (geste: string, fort: string, suite: string) => ok({ geste, ...fait(fort, suite) })
  switch (g.geste) {
    case 'arreter':
      await poserArret(tx, { ...vise, motif: g.motif, le })
      return dit('arreter-etape', 'arrêtée ici', 'Rien n’en part seul dans cette session.')
    case 'reprendre':
      await leverArret(tx, vise, le)
      return dit(
        'reprendre-etape',
        'reprise',
        'Ce qui fut retenu et vaut encore repart à la prochaine tournée.',
      )
    case 'desarmer':
      await desarmer(tx, session.id, e.code, le)
      return dit('desarmer-etape', 'désarmée', 'Elle ne part plus seule dans cette session.')
    case 'desarmer-partout':
    case 'partout':
    case 'armer':
      break
    default:
      return refuser('geste', 'Choisissez un des gestes de cette page : rien n’a changé.')
  }
  if (g.geste !== 'armer' && !regle)
    return refuser(
      'toutes',
      'Ce qui vaut pour toutes les sessions se règle par qui convoque dans toute la coopérative.',
    )
  if (g.geste === 'desarmer-partout') {
    await armerPartout(tx, e, null, le)
    return dit(
      'desarmer-etape',
      'désarmée partout',
      'Elle ne part plus seule nulle part, sauf là où une session l’a armée.',
    )
  }
  // Ce qui a été lu n’est plus ce qui partirait : la page le montre de nouveau, et rien n’est armé.
  if (g.vu !== empreinteDe(e) || !e.active)
    return refuser(
      'change',
      'Les mots ou le jour ont changé depuis que vous avez ouvert cette page : relisez ce qui partirait.',
    )
  if (g.geste === 'partout') {
    await armerPartout(tx, e, g.vu, le)
    return dit('armer-etape', 'armée pour toutes les sessions', partSeule)
  }
  await armer(tx, { session: session.id, activite: session.activite, code: e.code, vu: g.vu, le })
  return dit('armer-etape', 'armée pour cette session', partSeule)
}

/** Ce que l’on fait d’une étape dans une session. `regle` : la personne règle aussi pour toutes les sessions. */
export const tenirUneEtape = async (
  tx: TenantTx,
  session: SessionLue,
  e: EtapeReglee,
  g: { readonly geste: string | undefined; readonly vu: string | undefined; readonly motif: string },
  regle: boolean,
  le: Date,
): Promise<Result<Fait, Refus<'toutes' | 'geste' | 'change'>>> => {
  const r = await tenir(tx, session, e, g, regle, le)
  if (r.ok)
    await consignerDansLaSession(
      tx,
      session,
      le,
      r.value.geste,
      `« ${e.nom} », {session:${session.id}} : ${r.value.fort}.`,
    )
  return r
}

export type Sens = 'arreter' | 'reprendre'

/** Arrête tout ce qui part seul de la coopérative, ou le reprend. */
export const arreterPartout = async (
  tx: TenantTx,
  visiteur: Visiteur,
  sens: Sens,
  motif: string,
  le: Date,
): Promise<void> => {
  const partout = { session: null, code: null, personne: null }
  const change =
    sens === 'reprendre' ? await leverArret(tx, partout, le) : await poserArret(tx, { ...partout, motif, le })
  if (change)
    await consignerReglage(
      tx,
      visiteur,
      le,
      `${sens}-envois`,
      sens === 'reprendre'
        ? 'Les envois de la coopérative reprennent.'
        : 'Tous les envois de la coopérative sont arrêtés.',
    )
}

/** Arrête tout ce qui part seul d’une session, ou le reprend. */
export const arreterLaSession = async (
  tx: TenantTx,
  session: SessionLue,
  sens: Sens,
  motif: string,
  le: Date,
): Promise<void> => {
  const vise = { session: session.id, code: null, personne: null }
  const change =
    sens === 'reprendre' ? await leverArret(tx, vise, le) : await poserArret(tx, { ...vise, motif, le })
  if (change)
    await consignerDansLaSession(
      tx,
      session,
      le,
      `${sens}-envois`,
      sens === 'reprendre'
        ? `Les envois de {session:${session.id}} reprennent.`
        : `Les envois de {session:${session.id}} sont arrêtés.`,
    )
}
