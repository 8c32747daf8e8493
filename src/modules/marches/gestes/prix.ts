import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { leverLesScelles, scellerPrix } from '../db/ecrits.ecritures.ts'
import { PLI_MAX, PLI_MIN } from '../domain/plis.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'

type Fait = Promise<Result<undefined, Refus>>
const phrases: Readonly<Record<string, string>> = {
  refuse: 'Ce geste ne vous est pas ouvert sur ce dossier.',
  ferme:
    'Les prix se scellent d’un groupement constitué, avant la date limite ou pendant un tour où l’acheteur les fait revoir.',
  gele: 'Le dossier est gelé depuis la veille : les prix ne se scellent plus, ceux qui le sont s’ouvrent encore.',
  incomplet:
    'Chaque membre scelle d’abord ses prix, et de nouveau si l’acheteur les fait revoir : rien ne s’ouvre avant.',
}
const non = (code: string) => refuser(code, phrases[code] ?? phrases.refuse ?? '')

/** Garde un pli : le chiffré et son engagement, que le navigateur du membre a faits. */
export const sceller = async (
  tx: TenantTx,
  r: Reponse,
  pli: { readonly engagement: Uint8Array; readonly chiffre: Uint8Array },
  le: Date,
): Fait => {
  if (pli.engagement.length !== 32 || pli.chiffre.length < PLI_MIN || pli.chiffre.length > PLI_MAX)
    return refuser('forme', 'Ce pli n’a pas été fait par cette page : recommencez.')
  const dit = await scellerPrix(tx, r.d.g.id, pli.engagement, pli.chiffre, le)
  return dit === 'scelle' ? ok(undefined) : non(dit)
}

/** Ouvre les prix au mandataire ; l’ouverture se lit de tous avant que rien ne se lise. */
export const ouvrirLesPrix = async (
  tx: TenantTx,
  r: Reponse,
  levee: string,
  motif: string,
  le: Date,
): Fait => {
  const dit = await leverLesScelles(tx, r.d.g.id, levee, motif, le)
  return dit === 'levee' ? ok(undefined) : non(dit)
}
