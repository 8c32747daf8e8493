import { lookup } from 'node:dns/promises'
import { request as enClair, type RequestOptions } from 'node:http'
import { request as enChiffre } from 'node:https'
import { isIP } from 'node:net'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adresseDuWeb, estAuDehors } from '#platform/reseau/adresses.ts'

export type RefusRecuperer = Refus<
  'adresse' | 'privee' | 'delai' | 'taille' | 'redirections' | 'reponse' | 'injoignable'
>
export type Recupere = { readonly octets: Uint8Array; readonly type: string; readonly url: string }
export type Bornes = {
  readonly octets: number
  readonly millisecondes: number
  readonly redirections: number
}
/**
 * Lit une adresse du dehors. Rien n'y est cru : ni la taille annoncée, ni la durée, ni où elle renvoie. `corps` : une demande en JSON, qui
 * s’envoie à l’adresse dite et à aucune autre (un renvoi se refuse).
 */
export type Recuperer = (
  url: string,
  bornes?: Partial<Bornes> & { readonly corps?: string },
) => Promise<Result<Recupere, RefusRecuperer>>

export type Ports = {
  /** Les adresses IP d'un nom. Donné par les essais. */
  readonly resoudre?: (nom: string) => Promise<readonly string[]>
  /** Vrai si l'on peut y aller ; par défaut, l'internet public et lui seul. */
  readonly permise?: (ip: string) => boolean
}

const parDefaut: Bornes = { octets: 10_000_000, millisecondes: 15_000, redirections: 4 }

const resoudreParDns = async (nom: string) => (await lookup(nom, { all: true })).map((a) => a.address)

const phrases = {
  adresse: 'Cette adresse n’est pas celle d’une page du web (http ou https).',
  privee: 'Cette adresse mène à un réseau privé\u00a0: elle n’est pas lue.',
  delai: 'Le site met trop de temps à répondre\u00a0: rien n’a été pris.',
  taille: 'Ce que le site envoie ne finit pas, ou pèse trop\u00a0: rien n’a été pris.',
  redirections: 'Le site renvoie d’adresse en adresse\u00a0: rien n’a été pris.',
  reponse: 'Le site ne donne pas ce contenu (réponse refusée).',
  injoignable: 'Ce site ne répond pas.',
} as const
const non = (code: keyof typeof phrases) => refuser(code, phrases[code])

type Etape = Result<Recupere | { readonly vers: string }, RefusRecuperer>

/** L’adresse IP où mène ce nom, si toutes celles qu’il a sont permises : un nom qui mène aussi chez nous n'est pas de confiance. */
export const adresseSure = async (
  hote: string,
  { resoudre = resoudreParDns, permise = estAuDehors }: Ports,
): Promise<Result<string, Refus<'injoignable' | 'privee'>>> => {
  const nom = hote.replace(/^\[|\]$/g, '')
  let ips: readonly string[]
  try {
    ips = isIP(nom) ? [nom] : await resoudre(nom)
  } catch {
    return refuser('injoignable', phrases.injoignable)
  }
  const [ip] = ips
  if (ip === undefined) return refuser('injoignable', phrases.injoignable)
  return ips.every(permise) ? ok(ip) : refuser('privee', phrases.privee)
}
/** L'adresse vérifiée est celle où l'on va : un nom ne change pas d'adresse entre les deux. */
export const versCetteAdresse = (ip: string): Pick<RequestOptions, 'lookup'> => ({
  lookup: (_nom, options, suite) => {
    const famille = isIP(ip)
    if (typeof options === 'object' && options.all) suite(null, [{ address: ip, family: famille }])
    else suite(null, ip, famille)
  },
})

export const creerRecuperer = (ports: Ports = {}): Recuperer => {
  const etape = async (
    url: URL,
    bornes: Bornes & { readonly corps?: string },
    signal: AbortSignal,
  ): Promise<Etape> => {
    const sure = await adresseSure(url.hostname, ports)
    if (!sure.ok) return sure
    return new Promise((rendre) => {
      const requete = (url.protocol === 'https:' ? enChiffre : enClair)(
        url,
        {
          signal,
          agent: false,
          ...versCetteAdresse(sure.value),
          ...(bornes.corps === undefined ? {} : { method: 'POST' }),
          headers: {
            'user-agent': 'Coforme',
            accept: '*/*',
            'accept-encoding': 'identity',
            ...(bornes.corps === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(bornes.corps) }),
          },
        },
        (reponse) => {
          const { statusCode = 0, headers } = reponse
          if (bornes.corps === undefined && statusCode >= 300 && statusCode < 400 && headers.location) {
            reponse.destroy()
            rendre(ok({ vers: headers.location }))
            return
          }
          if (statusCode !== 200 || (headers['content-encoding'] ?? 'identity') !== 'identity') {
            reponse.destroy()
            rendre(non('reponse'))
            return
          }
          const morceaux: Buffer[] = []
          let taille = 0
          reponse.on('data', (m: Buffer) => {
            taille += m.length
            if (taille > bornes.octets) {
              rendre(non('taille'))
              reponse.destroy()
              return
            }
            morceaux.push(m)
          })
          reponse.on('end', () =>
            rendre(
              ok({
                octets: new Uint8Array(Buffer.concat(morceaux)),
                type: headers['content-type'] ?? '',
                url: url.href,
              }),
            ),
          )
          reponse.on('error', () => rendre(non(signal.aborted ? 'delai' : 'injoignable')))
        },
      )
      requete.on('error', () => rendre(non(signal.aborted ? 'delai' : 'injoignable')))
      requete.end(bornes.corps)
    })
  }

  return async (brut, voulues = {}) => {
    const bornes = { ...parDefaut, ...voulues }
    const signal = AbortSignal.timeout(bornes.millisecondes)
    let url = adresseDuWeb(brut)
    for (let saut = 0; saut <= bornes.redirections; saut += 1) {
      if (!url) return non('adresse')
      const lu = await etape(url, bornes, signal)
      if (!lu.ok) return lu
      if (!('vers' in lu.value)) return ok(lu.value)
      url = adresseDuWeb(lu.value.vers, url.href)
    }
    return non('redirections')
  }
}
