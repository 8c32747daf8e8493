/** Régler ce que la coopérative envoie : ses étapes, celles qu’elle ajoute, et les avertissements de chaque compte. */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { garderChoix } from '../db/avis.ecritures.ts'
import { ajouterPropre, remettrePropre, renommerPropre, retirerPropre } from '../db/propres.ecritures.ts'
import { compterPropres, nomDePropre } from '../db/propres.ts'
import { garderReglage } from '../db/reglages.ecritures.ts'
import type { EtapeReglee } from '../db/reglages.ts'
import type { Choix } from '../domain/avis.ts'
import { direQuand, estPropre, motPublic, type Propre } from '../domain/etapes.ts'
import {
  ETAPES_PROPRES_MAX,
  fautesDEtape,
  jugerReglage,
  type Moment,
  moments,
  type ReglageSaisi,
  tropDEtapes,
} from '../domain/reglage.ts'
import { consignerReglage } from './consigner.ts'

type Fautes = Readonly<Record<string, string>>

/** Rend le nom de l’étape. `nom` ne se change qu’à une étape à soi. */
export const reglerUneEtape = async (
  tx: TenantTx,
  visiteur: Visiteur,
  e: EtapeReglee,
  saisi: ReglageSaisi & { readonly nom: string | undefined },
  le: Date,
): Promise<Result<string, Fautes>> => {
  const juge = jugerReglage(e, saisi)
  if ('fautes' in juge) return ko(juge.fautes)
  await garderReglage(tx, juge.reglage, le)
  const nom = (estPropre(e.code) && saisi.nom) || e.nom
  if (estPropre(e.code) && nom !== e.nom) await renommerPropre(tx, e.code, nom)
  const quand = direQuand({ ancre: e.ancre, ecart: saisi.ecart })
  await consignerReglage(tx, visiteur, le, 'regler-etape', `« ${nom} » est réglée : ${quand}.`)
  return ok(nom)
}

/** Ajoute une étape à soi ; elle ne part pas encore seule. Le même envoi, deux fois, n’en ajoute qu’une. */
export const ajouterUneEtape = async (
  tx: TenantTx,
  visiteur: Visiteur,
  p: Omit<Propre, 'ancre'> & { readonly objet: string; readonly corps: string },
  quand: { readonly moment: Moment; readonly jours: number },
  le: Date,
): Promise<Result<null, Fautes>> => {
  const { ancre, signe } = moments[quand.moment]
  const propre = { ...p, ancre }
  const fautes = fautesDEtape(propre, quand.moment, quand.jours, await compterPropres(tx))
  if (Object.keys(fautes).length > 0) return ko(fautes)
  const ecart = signe * quand.jours
  if (await ajouterPropre(tx, { ...propre, ecart }, le))
    await consignerReglage(
      tx,
      visiteur,
      le,
      'ajouter-etape',
      `L’étape « ${p.nom} » est ajoutée : ${motPublic[p.publics].toLowerCase()}, ${direQuand({ ancre, ecart })}.`,
    )
  return ok(null)
}

/** Retire une étape à soi, ou la remet. Rend son nom. */
export const retirerOuRemettre = async (
  tx: TenantTx,
  visiteur: Visiteur,
  code: string,
  sens: 'retirer' | 'remettre',
  le: Date,
): Promise<Result<string, Refus<'absente'> | (Refus<'trop'> & { readonly nom: string })>> => {
  const nom = estPropre(code) ? await nomDePropre(tx, code) : undefined
  if (!estPropre(code) || nom === undefined) return refuser('absente', 'Cette étape n’est pas d’ici.')
  const retire = sens === 'retirer'
  // La même borne qu’à l’ajout : une étape remise est une colonne de plus.
  if (!retire && (await compterPropres(tx)) >= ETAPES_PROPRES_MAX)
    return ko({ code: 'trop', phrase: tropDEtapes, nom })
  if (retire ? await retirerPropre(tx, code, le) : await remettrePropre(tx, code))
    await consignerReglage(
      tx,
      visiteur,
      le,
      `${sens}-etape`,
      `L’étape « ${nom} » est ${retire ? 'retirée' : 'remise'}.`,
    )
  return ok(nom)
}

/** Quand chaque avertissement arrive à ce compte, et lesquels sa page montre. */
export const choisirSesAvertissements = (
  tx: TenantTx,
  compte: PersonneId,
  choix: Choix,
  enPage: ReadonlySet<string>,
  le: Date,
): Promise<void> => garderChoix(tx, compte, choix, enPage, le)
