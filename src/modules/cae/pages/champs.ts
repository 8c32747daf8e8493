import { z } from 'zod'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, type Result } from '#kernel/result.ts'
import { duree, montant } from '#web/fields.ts'

/** Des heures tenues, dans les bornes de la base : zéro n’en est pas. */
export const heuresTenues = () =>
  duree({ vide: 'Écrivez les heures tenues.' }).refine(
    (minutes) => minutes >= 1 && minutes <= 600_000,
    'Écrivez des heures qui ont été tenues : zéro n’en est pas.',
  )
/** Un montant hors taxes, dans les bornes de la base : zéro n’en est pas. */
export const montantDu = (vide?: string) =>
  montant(vide === undefined ? {} : { vide }).refine(
    (centimes) => centimes >= 1 && centimes <= 100_000_000_000,
    'Écrivez un montant au-dessus de zéro, d’un milliard d’euros au plus.',
  )

type Faux = Refus & { readonly champs: Readonly<Record<string, string>> }
const direFaux = (
  ...fautes: readonly [readonly [string, string], ...(readonly [string, string])[]]
): Faux => {
  const [premier, ...autres] = fautes.map(([champ, phrase]) => ({ champ, ...refus('champ', phrase) }))
  const { champ: _, ...r } = premier as NonNullable<typeof premier>
  return {
    ...r,
    champs: Object.fromEntries([premier, ...autres].flatMap((f) => (f ? [[f.champ, f.phrase]] : []))),
  }
}
/** Le refus d’un champ : sa phrase se lit sous lui. */
export const champFaux = (champ: string, phrase: string): Result<never, Faux> => ko(direFaux([champ, phrase]))
/** Ce qui manque, champ par champ, dit d’un coup : une personne pressée n’envoie pas quatre fois. Rien ne manque : `undefined`. */
export const champsFaux = (
  manquent: readonly (readonly [champ: string, faux: boolean, phrase: string])[],
): Result<never, Faux> | undefined => {
  const [premier, ...autres] = manquent.flatMap(([champ, faux, phrase]) =>
    faux ? [[champ, phrase] as const] : [],
  )
  return premier ? ko(direFaux(premier, ...autres)) : undefined
}

/** Un refus dont le code est le nom d’un champ se lit sous lui : c’est une réponse à reprendre. Un autre se lit au-dessus. */
export const sousSonChamp = async <T>(
  champs: z.ZodObject,
  fait: Promise<Result<T, Refus>>,
): Promise<Result<T, Refus | Faux>> => {
  const r = await fait
  return !r.ok && r.error.code in champs.shape ? champFaux(r.error.code, r.error.phrase) : r
}

/** Des cases de même nom, dont la page a posé les valeurs ; `max` au plus, sans répétition. */
export const cochees = (max: number) =>
  z
    .union([z.string(), z.array(z.string()).max(max, 'C’est trop d’un coup : cochez-en moins.')])
    .optional()
    .transform((v): readonly string[] => [...new Set(typeof v === 'string' ? [v] : (v ?? []))])
