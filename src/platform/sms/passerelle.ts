/**
 * Un SMS par la passerelle que la coopérative choisit : une requête HTTP à son adresse, dont elle écrit le corps. Aucune n’est
 * nommée ici ; sans passerelle, rien ne part.
 */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { creerEnvoyer, type Envoyer } from '#platform/reseau/envoyer.ts'

export const formatsDeCorps = ['json', 'formulaire'] as const
export type Passerelle = {
  readonly adresse: string
  /** Comment le corps se lit : du JSON, ou `a=…&b=…`. */
  readonly format: (typeof formatsDeCorps)[number]
  /** Avec `{numero}` (« +33612345678 ») ou `{numero-sans-plus}`, et `{texte}`. */
  readonly corps: string
  /** L’en-tête qui porte la clé : « Authorization », « X-Api-Key ». */
  readonly enTete: string
  readonly cle: string
}
export type Sms = { readonly numero: string; readonly texte: string }
export type EnvoyerSms = (p: Passerelle, sms: Sms) => Promise<Result<true, Refus>>

const remplir = (texte: string, sms: Sms): string =>
  texte
    .replaceAll('{numero-sans-plus}', sms.numero.replace('+', ''))
    .replaceAll('{numero}', sms.numero)
    .replaceAll('{texte}', sms.texte)
const remplirTout = (v: unknown, sms: Sms): unknown =>
  typeof v === 'string'
    ? remplir(v, sms)
    : Array.isArray(v)
      ? v.map((x) => remplirTout(x, sms))
      : typeof v === 'object' && v !== null
        ? Object.fromEntries(Object.entries(v).map(([c, x]) => [c, remplirTout(x, sms)]))
        : v

const lireJson = (corps: string): unknown => {
  try {
    return JSON.parse(corps)
  } catch {
    return undefined
  }
}

/** Le corps se lit-il, et dit-il où vont le numéro et le texte ? */
export const corpsLisible = ({ format, corps }: Pick<Passerelle, 'format' | 'corps'>): boolean =>
  /\{numero(-sans-plus)?\}/.test(corps) &&
  corps.includes('{texte}') &&
  (format === 'formulaire' || typeof lireJson(corps) === 'object')

/** Ce qui part : le gabarit se lit d’abord, le numéro et le texte y entrent ensuite ; ils n’y ajoutent ni champ ni ligne. */
export const composerSms = (
  { format, corps }: Pick<Passerelle, 'format' | 'corps'>,
  sms: Sms,
): { readonly type: string; readonly corps: string } =>
  format === 'json'
    ? { type: 'application/json', corps: JSON.stringify(remplirTout(lireJson(corps), sms)) }
    : {
        type: 'application/x-www-form-urlencoded',
        corps: new URLSearchParams(
          [...new URLSearchParams(corps)].map(([c, v]): [string, string] => [c, remplir(v, sms)]),
        ).toString(),
      }

/** `envoyer` : donné par les essais, qui ont leur passerelle sur la boucle locale. */
export const creerEnvoyerSms =
  (envoyer: Envoyer = creerEnvoyer()): EnvoyerSms =>
  async (p, sms) => {
    if (!corpsLisible(p)) return refuser('corps', 'Le message de la passerelle SMS ne se lit pas.')
    const r = await envoyer(p.adresse, { ...composerSms(p, sms), enTetes: { [p.enTete]: p.cle } })
    return r.ok ? ok(true) : r
  }
