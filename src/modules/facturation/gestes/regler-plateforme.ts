/** Régler la plateforme agréée : son adresse et ses clés, scellées. */
import { createHash, randomBytes } from 'node:crypto'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { depotsEnDoute } from '../db/cycle.ts'
import {
  demanderReleveParAppel,
  oterPlateforme,
  poserAppel,
  poserPlateforme,
  verrouillerPlateforme,
} from '../db/plateforme.ecritures.ts'
import { lirePlateforme, lireSecret } from '../db/plateforme.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import { usageSecret } from '../lecture/plateforme.ts'

type PlateformeARegler = {
  readonly nom: string
  readonly flux: string
  readonly annuaire: string | null
  readonly jeton: string
  readonly client: string
  /** Vide : celui d’avant, si ni l’adresse des clés ni l’identifiant ne changent. */
  readonly secret: string
}

const noter = async (tx: TenantTx, geste: string, phrase: string, le: Date) => {
  const enseigne = await enseigneParDefaut(tx)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'facturation', geste, phrase })
}
/** Une facture peut-être déjà là-bas se perdrait : elle repartirait chez une autre. */
const enDoute = async (tx: TenantTx, nom: string): Promise<Refus<'en-doute'> | undefined> => {
  // Aucun essai ne commence pendant qu’on la change.
  await verrouillerPlateforme(tx)
  const numeros = await depotsEnDoute(tx, 'plateforme')
  return numeros.length === 0
    ? undefined
    : refus(
        'en-doute',
        `${nom} n’a pas encore répondu du dépôt de ${enumerer(numeros)} : attendez sa réponse avant de la retirer, ou d’en changer l’adresse ou l’identifiant. Un jour après la demande, la page de cette facture vous laisse dire ce que vous avez vu chez elle.`,
      )
}
const duSiege = () =>
  refuser('siege', 'La coopérative entière a une plateforme : demandez-le à sa comptabilité.')

/** Une adresse neuve ne reçoit jamais le secret d’une autre : il se redonne. */
export const reglerPlateforme = async (
  tx: TenantTx,
  { keys, organisme, le }: { readonly keys: Keys; readonly organisme: string; readonly le: Date },
  p: PlateformeARegler,
): Promise<Result<true, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const avant = await lirePlateforme(tx)
  if (avant && (avant.flux !== p.flux || avant.client !== p.client)) {
    const gene = await enDoute(tx, avant.nom)
    if (gene) return ko(gene)
  }
  const garde =
    p.secret === '' && avant?.jeton === p.jeton && avant.client === p.client && avant.flux === p.flux
      ? await lireSecret(tx)
      : undefined
  if (p.secret === '' && !garde)
    return refuser(
      'secret',
      'Écrivez le secret : il ne se garde pas d’une autre adresse, ni d’un autre identifiant.',
    )
  await poserPlateforme(tx, {
    ...p,
    secret: garde ?? keys.encrypt(usageSecret, organisme, Buffer.from(p.secret, 'utf8')),
    poseeLe: le,
  })
  await noter(tx, 'regler-plateforme', `La plateforme agréée ${p.nom} est réglée.`, le)
  return ok(true)
}

export const retirerPlateforme = async (tx: TenantTx, le: Date): Promise<Result<true, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const avant = await lirePlateforme(tx)
  const gene = avant && (await enDoute(tx, avant.nom))
  if (gene) return ko(gene)
  if (await oterPlateforme(tx))
    await noter(
      tx,
      'retirer-plateforme',
      'La plateforme agréée est retirée : rien n’y part ni n’en vient.',
      le,
    )
  return ok(true)
}

/** L’adresse que la plateforme appelle quand quelque chose a changé ; son secret ne se relit plus. Une nouvelle remplace l’ancienne. */
export const seFaireAppeler = async (tx: TenantTx, le: Date): Promise<Result<string, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  const secret = randomBytes(32)
  if (!(await poserAppel(tx, createHash('sha256').update(secret).digest())))
    return refuser('sans-plateforme', 'Aucune plateforme agréée n’est réglée : réglez-la d’abord.')
  await noter(
    tx,
    'se-faire-appeler',
    'Une adresse est faite, que la plateforme agréée appelle quand quelque chose a changé.',
    le,
  )
  return ok(secret.toString('base64url'))
}

export const nePlusEtreAppele = async (tx: TenantTx, le: Date): Promise<Result<true, Refus>> => {
  if (await neVoitQueSesEnseignes(tx)) return duSiege()
  if (await poserAppel(tx, null))
    await noter(tx, 'ne-plus-etre-appele', 'L’adresse que la plateforme agréée appelait est arrêtée.', le)
  return ok(true)
}

/** Un appel du dehors : faux si son secret n’est à personne. Rien d’autre de ce qu’il porte ne se lit. */
export const recevoirAppel = (tx: PublicTx, secret: string): Promise<boolean> =>
  demanderReleveParAppel(tx, secret)
