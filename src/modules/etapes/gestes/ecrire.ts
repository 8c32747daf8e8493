/** Un message écrit à plusieurs, tant qu’il n’est pas parti : l’écrire, le reprendre, le jeter. */
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { ajouterEcrit, choisirPersonnes, jeterEcrit, reprendreEcrit } from '../db/ecrits.ecritures.ts'
import { type Ecrit, personnesPar } from '../db/ecrits.ts'
import { fautesDesMots, motsCommuns, motsHorsSession } from '../domain/mots.ts'

type Mots = Pick<Ecrit, 'nature' | 'objet' | 'corps'>
/** Les fautes, par champ. */
export type Fautes = Readonly<Record<string, string>>
/** `repris` : quelqu’un a changé le brouillon entre-temps, et rien n’est écrit. */
type Repris = Result<'fait' | 'repris', Fautes>

export const ecrireDansLaSession = async (
  tx: TenantTx,
  session: SessionLue,
  id: string,
  e: Mots & Pick<Ecrit, 'publics'>,
  le: Date,
): Promise<Result<null, Fautes>> => {
  const fautes = fautesDesMots(e, motsCommuns)
  if (Object.keys(fautes).length > 0) return ko(fautes)
  await ajouterEcrit(tx, { ...e, id, activite: session.activite, session: session.id, le })
  return ok(null)
}

export const reprendreDansLaSession = async (
  tx: TenantTx,
  id: string,
  revision: number,
  e: Mots & Pick<Ecrit, 'publics'>,
): Promise<Repris> => {
  const fautes = fautesDesMots(e, motsCommuns)
  if (Object.keys(fautes).length > 0) return ko(fautes)
  return ok((await reprendreEcrit(tx, id, revision, e)) ? 'fait' : 'repris')
}

const verifierHorsSession = async (
  tx: TenantTx,
  e: Mots,
  personnes: readonly string[],
): Promise<Result<readonly string[], Fautes>> => {
  const connues = await personnesPar(tx, personnes)
  const fautes = {
    ...fautesDesMots(e, motsHorsSession),
    ...(connues.length === 0 ? { personne: 'Cochez au moins une personne.' } : {}),
  }
  return Object.keys(fautes).length > 0 ? ko(fautes) : ok(connues.map((p) => p.id))
}

/** À des personnes choisies. Rien : la personne n’a pas d’enseigne où écrire. */
export const ecrireAuxPersonnes = async (
  tx: TenantTx,
  visiteur: Visiteur,
  id: string,
  e: Mots,
  personnes: readonly string[],
  le: Date,
): Promise<Result<null, Fautes> | undefined> => {
  const aQui = await verifierHorsSession(tx, e, personnes)
  if (!aQui.ok) return aQui
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (!enseigne) return undefined
  // Renvoyé du même jeton, le formulaire ne change pas à qui va un écrit déjà relu, ou parti.
  if (await ajouterEcrit(tx, { ...e, id, activite: enseigne.id, session: null, publics: [], le }))
    await choisirPersonnes(tx, id, enseigne.id, aQui.value)
  return ok(null)
}

export const reprendreAuxPersonnes = async (
  tx: TenantTx,
  ecrit: Pick<Ecrit, 'id' | 'activite'>,
  revision: number,
  e: Mots,
  personnes: readonly string[],
): Promise<Repris> => {
  const aQui = await verifierHorsSession(tx, e, personnes)
  if (!aQui.ok) return aQui
  if (!(await reprendreEcrit(tx, ecrit.id, revision, { ...e, publics: [] }))) return ok('repris')
  await choisirPersonnes(tx, ecrit.id, ecrit.activite, aQui.value)
  return ok('fait')
}

/** Un brouillon seulement. Faux : il est parti, et reste écrit. */
export const jeterUnEcrit = (tx: TenantTx, id: string, le: Date): Promise<boolean> => jeterEcrit(tx, id, le)
